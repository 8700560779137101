"""Disputes of introductions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class DisputeRow(Base):
    """争议: one side's line, the other side's, and how the desk closed it."""

    __tablename__ = "disputes"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    introduction_id: Mapped[str] = mapped_column(Id, ForeignKey("introductions.id", ondelete="CASCADE"))
    raised_by: Mapped[str] = mapped_column(String(12))
    raised_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(String(500))
    reply_by: Mapped[date]
    reply: Mapped[str] = mapped_column(String(500))
    replied_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(Id)
    result: Mapped[str | None] = mapped_column(String(12))
    result_words: Mapped[str] = mapped_column(String(500))
    __table_args__ = (
        CheckConstraint("raised_by IN ('manufacturer', 'provider')", name="raised_by_known"),
        Index("ix_disputes_introduction_id", "introduction_id"),
        Index("ix_disputes_closed_at", "closed_at"),
    )
