"""Events, their venues and their agenda."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class EventRow(Base):
    """活动. Its documents and co-hosts lie in JSON: they are read with it and never searched."""

    __tablename__ = "events"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(80))
    summary: Mapped[str] = mapped_column(Text)
    host: Mapped[str] = mapped_column(String(80))
    cohosts: Mapped[list[str]]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sign_up_until: Mapped[datetime]
    scenario_code: Mapped[str | None] = mapped_column(String(8))
    industry_code: Mapped[str | None] = mapped_column(String(40))
    town_code: Mapped[str | None] = mapped_column(String(20))
    documents: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    talks_at: Mapped[datetime | None]
    talk_minutes: Mapped[int]
    talk_slots: Mapped[int]
    cancelled_reason: Mapped[str] = mapped_column(String(500))
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    is_demo: Mapped[bool]
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'closed', 'cancelled', 'held')", name="state_known"),
        CheckConstraint("kind IN ('lecture', 'salon', 'kickoff', 'contest', 'visit')", name="kind_known"),
        Index("ix_events_state_starts_at", "state", "starts_at"),
        Index("ix_events_starts_at", "starts_at"),
    )


class EventVenueRow(Base):
    """会场."""

    __tablename__ = "event_venues"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id, ForeignKey("events.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    is_main: Mapped[bool]
    place: Mapped[str] = mapped_column(String(120))
    town_code: Mapped[str | None] = mapped_column(String(20))
    seats: Mapped[int]
    tables: Mapped[int]
    __table_args__ = (Index("ix_event_venues_event_id", "event_id"),)


class AgendaLineRow(Base):
    """议程的一项."""

    __tablename__ = "agenda_lines"
    event_id: Mapped[str] = mapped_column(Id, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    speaker: Mapped[str] = mapped_column(String(80))
    venue: Mapped[str] = mapped_column(String(80))
