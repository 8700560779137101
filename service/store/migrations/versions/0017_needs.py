"""Needs, their contacts, lists, shortlists, timeline and links; special days; keys of repeated requests"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0017_needs"
down_revision = "0015_exposures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_keys",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.String(length=24), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_request_keys")),
    )
    with op.batch_alter_table("request_keys", schema=None) as batch_op:
        batch_op.create_index("ix_request_keys_made_at", ["made_at"], unique=False)

    op.create_table(
        "special_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_special_days")),
    )
    op.create_table(
        "needs",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("manufacturer_id", sa.String(length=24), nullable=True),
        sa.Column("firm_name", sa.String(length=80), nullable=False),
        sa.Column("firm_uscc", sa.String(length=18), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("scenario_code", sa.String(length=8), nullable=True),
        sa.Column("industry_code", sa.String(length=40), nullable=True),
        sa.Column("town_code", sa.String(length=20), nullable=True),
        sa.Column("staff_count", sa.Integer(), nullable=True),
        sa.Column("budget_fen", sa.BigInteger(), nullable=True),
        sa.Column("needed_by_on", sa.Date(), nullable=True),
        sa.Column("owned", sa.JSON(), nullable=False),
        sa.Column("level_code", sa.String(length=20), nullable=True),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("broker_id", sa.String(length=24), nullable=True),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("state_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("moved_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("contacted_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("closed_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("next_words", sa.String(length=200), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("waits_for", sa.String(length=12), nullable=False),
        sa.Column("renew_by_on", sa.Date(), nullable=False),
        sa.Column("snapshot_id", sa.String(length=24), nullable=True),
        sa.Column("merged_into", sa.String(length=24), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("source IN ('site', 'phone', 'sheet', 'api')", name=op.f("ck_needs_source_known")),
        sa.CheckConstraint("visibility IN ('desk', 'shortlisted', 'pool')", name=op.f("ck_needs_visibility_known")),
        sa.ForeignKeyConstraint(["broker_id"], ["people.id"], name=op.f("fk_needs_broker_id_people"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["manufacturer_id"], ["manufacturers.id"], name=op.f("fk_needs_manufacturer_id_manufacturers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_needs_year_serial")),
    )
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index("ix_needs_firm_name", ["firm_name"], unique=False)
        batch_op.create_index("ix_needs_is_open_made_at", ["is_open", "made_at"], unique=False)
        batch_op.create_index("ix_needs_made_at", ["made_at"], unique=False)
        batch_op.create_index("ix_needs_manufacturer_id", ["manufacturer_id"], unique=False)
        batch_op.create_index("ix_needs_state_made_at", ["state", "made_at"], unique=False)

    op.create_table(
        "follow_links",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("need_id", sa.String(length=24), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("expires_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("revoked_at", base.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_follow_links_need_id_needs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_follow_links")),
    )
    with op.batch_alter_table("follow_links", schema=None) as batch_op:
        batch_op.create_index("ix_follow_links_expires_at", ["expires_at"], unique=False)
        batch_op.create_index("ix_follow_links_need_id", ["need_id"], unique=False)

    op.create_table(
        "need_contacts",
        sa.Column("need_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("consent_wording", sa.String(length=20), nullable=False),
        sa.Column("consented_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_need_contacts_need_id_needs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_need_contacts")),
    )
    with op.batch_alter_table("need_contacts", schema=None) as batch_op:
        batch_op.create_index("ix_need_contacts_delete_on", ["delete_on"], unique=False)

    op.create_table(
        "shortlist_lines",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("need_id", sa.String(length=24), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("fit", sa.String(length=12), nullable=False),
        sa.Column("added_by", sa.String(length=24), nullable=False),
        sa.Column("added_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("added_reason", sa.String(length=500), nullable=False),
        sa.Column("pinned_until_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.String(length=24), nullable=True),
        sa.Column("removed_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("removed_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_shortlist_lines_need_id_needs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_shortlist_lines_provider_id_providers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlist_lines")),
    )
    with op.batch_alter_table("shortlist_lines", schema=None) as batch_op:
        batch_op.create_index("ix_shortlist_lines_need_id", ["need_id"], unique=False)
        batch_op.create_index("ix_shortlist_lines_provider_id_added_at", ["provider_id", "added_at"], unique=False)

    op.create_table(
        "snapshots",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("need_id", sa.String(length=24), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_snapshots_need_id_needs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.create_index("ix_snapshots_need_id", ["need_id"], unique=False)

    op.create_table(
        "timeline_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("need_id", sa.String(length=24), nullable=False),
        sa.Column("at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("actor", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_timeline_lines_need_id_needs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_lines")),
    )
    with op.batch_alter_table("timeline_lines", schema=None) as batch_op:
        batch_op.create_index("ix_timeline_lines_at", ["at"], unique=False)
        batch_op.create_index("ix_timeline_lines_need_id_id", ["need_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("timeline_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_timeline_lines_need_id_id")
        batch_op.drop_index("ix_timeline_lines_at")

    op.drop_table("timeline_lines")
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.drop_index("ix_snapshots_need_id")

    op.drop_table("snapshots")
    with op.batch_alter_table("shortlist_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_shortlist_lines_provider_id_added_at")
        batch_op.drop_index("ix_shortlist_lines_need_id")

    op.drop_table("shortlist_lines")
    with op.batch_alter_table("need_contacts", schema=None) as batch_op:
        batch_op.drop_index("ix_need_contacts_delete_on")

    op.drop_table("need_contacts")
    with op.batch_alter_table("follow_links", schema=None) as batch_op:
        batch_op.drop_index("ix_follow_links_need_id")
        batch_op.drop_index("ix_follow_links_expires_at")

    op.drop_table("follow_links")
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.drop_index("ix_needs_state_made_at")
        batch_op.drop_index("ix_needs_manufacturer_id")
        batch_op.drop_index("ix_needs_made_at")
        batch_op.drop_index("ix_needs_is_open_made_at")
        batch_op.drop_index("ix_needs_firm_name")

    op.drop_table("needs")
    op.drop_table("special_days")
    with op.batch_alter_table("request_keys", schema=None) as batch_op:
        batch_op.drop_index("ix_request_keys_made_at")

    op.drop_table("request_keys")
