"""Bookings of events, and who signed up."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class BookingRow(Base):
    """报名. No personal data: who signed up lies in `booking_contacts`. Its link and its code at the door lie here as digests."""

    __tablename__ = "bookings"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id, ForeignKey("events.id", ondelete="CASCADE"))
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("event_venues.id"))
    serial: Mapped[int]
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    side: Mapped[str] = mapped_column(String(12))
    firm_name: Mapped[str] = mapped_column(String(80))
    firm_key: Mapped[str] = mapped_column(String(80))
    firm_id: Mapped[str | None] = mapped_column(Id)
    seats: Mapped[int]
    made_at: Mapped[datetime]
    queued_at: Mapped[datetime]
    busy: Mapped[list[int]] = mapped_column(JSON)
    link_serial: Mapped[int]
    link_digest: Mapped[str] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    moved_up_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    called: Mapped[str | None] = mapped_column(String(12))
    called_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    arrived_seats: Mapped[int | None]
    arrived_how: Mapped[str | None] = mapped_column(String(12))
    __table_args__ = (
        CheckConstraint("state IN ('booked', 'waiting', 'cancelled')", name="state_known"),
        CheckConstraint("side IN ('factory', 'provider', 'other')", name="side_known"),
        UniqueConstraint("event_id", "serial"),
        Index("ix_bookings_venue_id_state", "venue_id", "state"),
        Index("ix_bookings_firm_id", "firm_id"),
        Index("ix_bookings_firm_key", "firm_key"),
    )


class BookingContactRow(Base):
    """Personal data: who signed up, and the consent. Deleted some time after the event, or with the account."""

    __tablename__ = "booking_contacts"
    booking_id: Mapped[str] = mapped_column(Id, ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(30))
    email: Mapped[str] = mapped_column(String(254))
    consent_wording: Mapped[str] = mapped_column(String(20))
    consented_at: Mapped[datetime]
    kept_until: Mapped[datetime]
    __table_args__ = (
        Index("ix_booking_contacts_person_id", "person_id"),
        Index("ix_booking_contacts_kept_until", "kept_until"),
    )
