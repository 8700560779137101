"""Contests: entries, jurors with their interests, scores."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ContestRow(Base):
    """What a contest looks at. `told_at`: since when its ranking is public."""

    __tablename__ = "contests"
    event_id: Mapped[str] = mapped_column(Id, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    told_at: Mapped[datetime | None]


class ContestEntryRow(Base):
    """参赛作品."""

    __tablename__ = "contest_entries"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id, ForeignKey("events.id", ondelete="CASCADE"))
    serial: Mapped[int]
    firm_name: Mapped[str] = mapped_column(String(80))
    firm_id: Mapped[str | None] = mapped_column(Id)
    title: Mapped[str] = mapped_column(String(80))
    summary: Mapped[str] = mapped_column(Text)
    href: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("event_id", "serial"), Index("ix_contest_entries_firm_id", "firm_id"))


class JurorRow(Base):
    """评委. When the account goes, what it scored stays."""

    __tablename__ = "jurors"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id, ForeignKey("events.id", ondelete="CASCADE"))
    account_id: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id", ondelete="SET NULL"))
    declared_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("event_id", "account_id"), Index("ix_jurors_account_id", "account_id"))


class JurorTieRow(Base):
    """利益关系 of a juror with an entry."""

    __tablename__ = "juror_ties"
    juror_id: Mapped[str] = mapped_column(Id, ForeignKey("jurors.id", ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(Id, ForeignKey("contest_entries.id", ondelete="CASCADE"), primary_key=True)
    relation: Mapped[str] = mapped_column(String(200))


class EntryScoreRow(Base):
    """What a juror gave an entry."""

    __tablename__ = "entry_scores"
    juror_id: Mapped[str] = mapped_column(Id, ForeignKey("jurors.id", ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(Id, ForeignKey("contest_entries.id", ondelete="CASCADE"), primary_key=True)
    points: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
