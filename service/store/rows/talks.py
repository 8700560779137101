"""Talks of two at events."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class TalkRow(Base):
    """洽谈. `slot`, `near_table` and `far_table` stand there from the plan on; a request may hold a slot before."""

    __tablename__ = "talks"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id, ForeignKey("events.id", ondelete="CASCADE"))
    version: Mapped[int]
    factory_booking: Mapped[str] = mapped_column(Id, ForeignKey("bookings.id", ondelete="CASCADE"))
    provider_booking: Mapped[str] = mapped_column(Id, ForeignKey("bookings.id", ondelete="CASCADE"))
    asked_by: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(200))
    wished: Mapped[list[int]] = mapped_column(JSON)
    asked_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    slot: Mapped[int | None]
    near_table: Mapped[int]
    far_table: Mapped[int]
    missing: Mapped[str | None] = mapped_column(String(12))
    result: Mapped[str | None] = mapped_column(String(12))
    result_words: Mapped[str] = mapped_column(String(200))
    introduction_id: Mapped[str | None] = mapped_column(Id, ForeignKey("introductions.id", ondelete="SET NULL"))
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'accepted', 'declined', 'lapsed', 'withdrawn', 'held', 'missed')", name="state_known"),
        CheckConstraint("asked_by IN ('factory', 'provider')", name="asked_by_known"),
        UniqueConstraint("factory_booking", "provider_booking"),
        Index("ix_talks_event_id_state", "event_id", "state"),
        Index("ix_talks_provider_booking", "provider_booking"),
        Index("ix_talks_state_answer_by", "state", "answer_by"),
    )
