"""Introductions of providers to factories."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class IntroductionRow(Base):
    """One introduction. What each side answered lies in JSON: it is read with its row and never searched."""

    __tablename__ = "introductions"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    need_id: Mapped[str] = mapped_column(Id, ForeignKey("needs.id", ondelete="CASCADE"))
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(String(500))
    snapshot_id: Mapped[str] = mapped_column(Id)
    answer_by: Mapped[date | None]
    remind_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    manufacturer_answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    provider_answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    closed_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'asked', 'agreed', 'declined', 'lapsed', 'withdrawn', 'ended')", name="state_known"),
        Index("ix_introductions_need_id", "need_id"),
        Index("ix_introductions_provider_id_asked_at", "provider_id", "asked_at"),
        Index("ix_introductions_state_answer_by", "state", "answer_by"),
    )


class IntroductionContactRow(Base):
    """Personal data: whom the provider named for this introduction, given when it accepted."""

    __tablename__ = "introduction_contacts"
    introduction_id: Mapped[str] = mapped_column(Id, ForeignKey("introductions.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(30))
    made_at: Mapped[datetime]
