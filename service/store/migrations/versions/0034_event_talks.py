"""Talks of two at events, and invitations"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0034_event_talks"
down_revision = "0033_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("firm_id", sa.String(length=24), nullable=True),
        sa.Column("firm_name", sa.String(length=80), nullable=False),
        sa.Column("firm_key", sa.String(length=80), nullable=False),
        sa.Column("need_id", sa.String(length=24), nullable=True),
        sa.Column("venue_id", sa.String(length=24), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("sent_at", base.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("side IN ('factory', 'provider', 'other')", name=op.f("ck_invitations_side_known")),
        sa.CheckConstraint("state IN ('proposed', 'sent', 'declined', 'dropped')", name=op.f("ck_invitations_state_known")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_invitations_event_id_events"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_invitations_need_id_needs"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["venue_id"], ["event_venues.id"], name=op.f("fk_invitations_venue_id_event_venues"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("event_id", "firm_key", name=op.f("uq_invitations_event_id_firm_key")),
    )
    op.create_index("ix_invitations_event_id_state", "invitations", ["event_id", "state"])
    op.create_table(
        "talks",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("factory_booking", sa.String(length=24), nullable=False),
        sa.Column("provider_booking", sa.String(length=24), nullable=False),
        sa.Column("asked_by", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("wished", sa.JSON(), nullable=False),
        sa.Column("asked_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("answer_by", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("answered_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("near_table", sa.Integer(), nullable=False),
        sa.Column("far_table", sa.Integer(), nullable=False),
        sa.Column("missing", sa.String(length=12), nullable=True),
        sa.Column("result", sa.String(length=12), nullable=True),
        sa.Column("result_words", sa.String(length=200), nullable=False),
        sa.Column("introduction_id", sa.String(length=24), nullable=True),
        sa.CheckConstraint("asked_by IN ('factory', 'provider')", name=op.f("ck_talks_asked_by_known")),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'lapsed', 'withdrawn', 'held', 'missed')", name=op.f("ck_talks_state_known")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_talks_event_id_events"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["factory_booking"], ["bookings.id"], name=op.f("fk_talks_factory_booking_bookings"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introductions.id"], name=op.f("fk_talks_introduction_id_introductions"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["provider_booking"], ["bookings.id"], name=op.f("fk_talks_provider_booking_bookings"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
        sa.UniqueConstraint("factory_booking", "provider_booking", name=op.f("uq_talks_factory_booking_provider_booking")),
    )
    op.create_index("ix_talks_event_id_state", "talks", ["event_id", "state"])
    op.create_index("ix_talks_provider_booking", "talks", ["provider_booking"])
    op.create_index("ix_talks_state_answer_by", "talks", ["state", "answer_by"])


def downgrade() -> None:
    op.drop_table("talks")
    op.drop_table("invitations")
