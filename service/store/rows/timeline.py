"""What happened to needs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id, SequenceNumber


class TimelineRow(Base):
    """One line of a need's 经过. Lines are added, never changed."""

    __tablename__ = "timeline_lines"
    id: Mapped[int] = mapped_column(SequenceNumber, primary_key=True, autoincrement=True)
    need_id: Mapped[str] = mapped_column(Id, ForeignKey("needs.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    side: Mapped[str] = mapped_column(String(12))
    actor: Mapped[str] = mapped_column(Id)
    words: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]]
    __table_args__ = (Index("ix_timeline_lines_need_id_id", "need_id", "id"), Index("ix_timeline_lines_at", "at"))
