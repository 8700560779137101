"""Shortlists of needs."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ShortlistRow(Base):
    """One provider on the shortlist of a need, with why it was added, and why it was taken off."""

    __tablename__ = "shortlist_lines"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    need_id: Mapped[str] = mapped_column(Id, ForeignKey("needs.id", ondelete="CASCADE"))
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id"))
    place: Mapped[int]
    fit: Mapped[str] = mapped_column(String(12))
    added_by: Mapped[str] = mapped_column(Id)
    added_at: Mapped[datetime]
    added_reason: Mapped[str] = mapped_column(String(500))
    pinned_until_on: Mapped[date | None]
    removed_by: Mapped[str | None] = mapped_column(Id)
    removed_at: Mapped[datetime | None]
    removed_reason: Mapped[str] = mapped_column(String(500))
    __table_args__ = (
        Index("ix_shortlist_lines_need_id", "need_id"),
        Index("ix_shortlist_lines_provider_id_added_at", "provider_id", "added_at"),
    )
