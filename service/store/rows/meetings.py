"""Meetings of introductions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class MeetingRow(Base):
    """One planned meeting; a change counts `sequence` up, so that calendars take it."""

    __tablename__ = "meetings"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    introduction_id: Mapped[str] = mapped_column(Id, ForeignKey("introductions.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    sequence: Mapped[int]
    cancelled_at: Mapped[datetime | None]
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    __table_args__ = (Index("ix_meetings_introduction_id", "introduction_id"), Index("ix_meetings_starts_at", "starts_at"))
