"""Events with venues and agenda, and bookings of their seats"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0033_events"
down_revision = "0027_provider_pairs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("host", sa.String(length=80), nullable=False),
        sa.Column("cohosts", sa.JSON(), nullable=False),
        sa.Column("starts_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("ends_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("sign_up_until", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("scenario_code", sa.String(length=8), nullable=True),
        sa.Column("industry_code", sa.String(length=40), nullable=True),
        sa.Column("town_code", sa.String(length=20), nullable=True),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("talks_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("talk_minutes", sa.Integer(), nullable=False),
        sa.Column("talk_slots", sa.Integer(), nullable=False),
        sa.Column("cancelled_reason", sa.String(length=500), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('lecture', 'salon', 'kickoff', 'contest', 'visit')", name=op.f("ck_events_kind_known")),
        sa.CheckConstraint("state IN ('draft', 'published', 'closed', 'cancelled', 'held')", name=op.f("ck_events_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_starts_at", "events", ["starts_at"])
    op.create_index("ix_events_state_starts_at", "events", ["state", "starts_at"])
    op.create_table(
        "agenda_lines",
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("speaker", sa.String(length=80), nullable=False),
        sa.Column("venue", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_agenda_lines_event_id_events"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "position", name=op.f("pk_agenda_lines")),
    )
    op.create_table(
        "event_venues",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("town_code", sa.String(length=20), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("tables", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_venues_event_id_events"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_venues")),
    )
    op.create_index("ix_event_venues_event_id", "event_venues", ["event_id"])
    op.create_table(
        "bookings",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("venue_id", sa.String(length=24), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("firm_name", sa.String(length=80), nullable=False),
        sa.Column("firm_key", sa.String(length=80), nullable=False),
        sa.Column("firm_id", sa.String(length=24), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("queued_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("busy", sa.JSON(), nullable=False),
        sa.Column("link_serial", sa.Integer(), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("moved_up_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("cancelled_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("called", sa.String(length=12), nullable=True),
        sa.Column("called_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("reminded_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("arrived_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("arrived_seats", sa.Integer(), nullable=True),
        sa.Column("arrived_how", sa.String(length=12), nullable=True),
        sa.CheckConstraint("side IN ('factory', 'provider', 'other')", name=op.f("ck_bookings_side_known")),
        sa.CheckConstraint("state IN ('booked', 'waiting', 'cancelled')", name=op.f("ck_bookings_state_known")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_bookings_event_id_events"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["venue_id"], ["event_venues.id"], name=op.f("fk_bookings_venue_id_event_venues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_bookings_code_digest")),
        sa.UniqueConstraint("event_id", "serial", name=op.f("uq_bookings_event_id_serial")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_bookings_link_digest")),
    )
    op.create_index("ix_bookings_firm_id", "bookings", ["firm_id"])
    op.create_index("ix_bookings_firm_key", "bookings", ["firm_key"])
    op.create_index("ix_bookings_venue_id_state", "bookings", ["venue_id", "state"])
    op.create_table(
        "booking_contacts",
        sa.Column("booking_id", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.String(length=24), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("consent_wording", sa.String(length=20), nullable=False),
        sa.Column("consented_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("kept_until", base.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_booking_contacts_booking_id_bookings"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_booking_contacts_person_id_people"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking_contacts")),
    )
    op.create_index("ix_booking_contacts_kept_until", "booking_contacts", ["kept_until"])
    op.create_index("ix_booking_contacts_person_id", "booking_contacts", ["person_id"])


def downgrade() -> None:
    op.drop_table("booking_contacts")
    op.drop_table("bookings")
    op.drop_table("event_venues")
    op.drop_table("agenda_lines")
    op.drop_table("events")
