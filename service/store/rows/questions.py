"""Questions between factories and providers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class QuestionRow(Base):
    """One question about a need with its answer, masked before it was stored."""

    __tablename__ = "need_questions"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    need_id: Mapped[str] = mapped_column(Id, ForeignKey("needs.id", ondelete="CASCADE"))
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id", ondelete="CASCADE"))
    asked_by: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(Id)
    words: Mapped[str] = mapped_column(String(600))
    answer: Mapped[str] = mapped_column(String(600))
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(500))
    __table_args__ = (
        CheckConstraint("asked_by IN ('manufacturer', 'provider')", name="asked_by_known"),
        Index("ix_need_questions_need_id_provider_id", "need_id", "provider_id"),
        Index("ix_need_questions_provider_id_asked_at", "provider_id", "asked_at"),
    )
