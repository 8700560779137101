"""Invitations to events."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class InvitationRow(Base):
    """邀请: one firm, with the reason why this one. Whether it came is read from its bookings."""

    __tablename__ = "invitations"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id, ForeignKey("events.id", ondelete="CASCADE"))
    side: Mapped[str] = mapped_column(String(12))
    firm_id: Mapped[str | None] = mapped_column(Id)
    firm_name: Mapped[str] = mapped_column(String(80))
    firm_key: Mapped[str] = mapped_column(String(80))
    need_id: Mapped[str | None] = mapped_column(Id, ForeignKey("needs.id", ondelete="SET NULL"))
    venue_id: Mapped[str | None] = mapped_column(Id, ForeignKey("event_venues.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12))
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'sent', 'declined', 'dropped')", name="state_known"),
        CheckConstraint("side IN ('factory', 'provider', 'other')", name="side_known"),
        UniqueConstraint("event_id", "firm_key"),
        Index("ix_invitations_event_id_state", "event_id", "state"),
    )
