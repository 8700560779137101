"""Introductions, meetings, outcomes, what providers take, declared ties"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0018_introductions"
down_revision = "0017_needs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declared_ties",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.String(length=24), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("relation", sa.String(length=200), nullable=False),
        sa.Column("declared_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("ended_at", base.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_declared_ties_person_id_people"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_declared_ties_provider_id_providers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_ties")),
    )
    with op.batch_alter_table("declared_ties", schema=None) as batch_op:
        batch_op.create_index("ix_declared_ties_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_declared_ties_provider_id", ["provider_id"], unique=False)

    op.create_table(
        "provider_intake",
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("paused_reason", sa.String(length=200), nullable=False),
        sa.Column("monthly_most", sa.Integer(), nullable=True),
        sa.Column("changed_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name=op.f("fk_provider_intake_provider_id_providers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("provider_id", name=op.f("pk_provider_intake")),
    )
    op.create_table(
        "introductions",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("need_id", sa.String(length=24), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("proposed_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("snapshot_id", sa.String(length=24), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("reminded_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("asked_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("manufacturer_answer", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("provider_answer", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("closed_at", base.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'asked', 'agreed', 'declined', 'lapsed', 'withdrawn', 'ended')",
            name=op.f("ck_introductions_state_known"),
        ),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_introductions_need_id_needs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_introductions_provider_id_providers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
    )
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.create_index("ix_introductions_need_id", ["need_id"], unique=False)
        batch_op.create_index("ix_introductions_provider_id_asked_at", ["provider_id", "asked_at"], unique=False)
        batch_op.create_index("ix_introductions_state_answer_by", ["state", "answer_by"], unique=False)

    op.create_table(
        "introduction_contacts",
        sa.Column("introduction_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_introduction_contacts_introduction_id_introductions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("introduction_id", name=op.f("pk_introduction_contacts")),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("introduction_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("starts_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introductions.id"], name=op.f("fk_meetings_introduction_id_introductions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index("ix_meetings_introduction_id", ["introduction_id"], unique=False)
        batch_op.create_index("ix_meetings_starts_at", ["starts_at"], unique=False)

    op.create_table(
        "outcomes",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("introduction_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("told_by", sa.String(length=12), nullable=False),
        sa.Column("told_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=24), nullable=False),
        sa.Column("confirmed_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("denied_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("denied_reason", sa.String(length=500), nullable=False),
        sa.Column("case_id", sa.String(length=24), nullable=True),
        sa.CheckConstraint(
            "kind IN ('met', 'intent', 'signed', 'delivered', 'accepted', 'rated', 'none_suitable')", name=op.f("ck_outcomes_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introductions.id"], name=op.f("fk_outcomes_introduction_id_introductions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.create_index("ix_outcomes_introduction_id", ["introduction_id"], unique=False)
        batch_op.create_index("ix_outcomes_kind_happened_on", ["kind", "happened_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.drop_index("ix_outcomes_kind_happened_on")
        batch_op.drop_index("ix_outcomes_introduction_id")

    op.drop_table("outcomes")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index("ix_meetings_starts_at")
        batch_op.drop_index("ix_meetings_introduction_id")

    op.drop_table("meetings")
    op.drop_table("introduction_contacts")
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_index("ix_introductions_state_answer_by")
        batch_op.drop_index("ix_introductions_provider_id_asked_at")
        batch_op.drop_index("ix_introductions_need_id")

    op.drop_table("introductions")
    op.drop_table("provider_intake")
    with op.batch_alter_table("declared_ties", schema=None) as batch_op:
        batch_op.drop_index("ix_declared_ties_provider_id")
        batch_op.drop_index("ix_declared_ties_person_id")

    op.drop_table("declared_ties")
