"""What came of introductions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class OutcomeRow(Base):
    """One outcome as one side told it, and what the other side said to it."""

    __tablename__ = "outcomes"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    introduction_id: Mapped[str] = mapped_column(Id, ForeignKey("introductions.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    happened_on: Mapped[date]
    content: Mapped[dict[str, Any]]
    told_by: Mapped[str] = mapped_column(String(12))
    told_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(Id)
    confirmed_at: Mapped[datetime | None]
    denied_at: Mapped[datetime | None]
    denied_reason: Mapped[str] = mapped_column(String(500))
    case_id: Mapped[str | None] = mapped_column(Id)
    __table_args__ = (
        CheckConstraint("kind IN ('met', 'intent', 'signed', 'delivered', 'accepted', 'rated', 'none_suitable')", name="kind_known"),
        Index("ix_outcomes_introduction_id", "introduction_id"),
        Index("ix_outcomes_kind_happened_on", "kind", "happened_on"),
    )
