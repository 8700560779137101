"""Needs."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class NeedRow(Base):
    """需求. No personal data: whom to call lies in `need_contacts`. Its lists of words lie in JSON, its codes in columns for filters."""

    __tablename__ = "needs"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    year: Mapped[int]
    serial: Mapped[int]
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    is_open: Mapped[bool]
    manufacturer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("manufacturers.id"))
    firm_name: Mapped[str] = mapped_column(String(80))
    firm_uscc: Mapped[str | None] = mapped_column(String(18))
    text: Mapped[str] = mapped_column(Text)
    scenario_code: Mapped[str | None] = mapped_column(String(8))
    industry_code: Mapped[str | None] = mapped_column(String(40))
    town_code: Mapped[str | None] = mapped_column(String(20))
    staff_count: Mapped[int | None]
    budget_fen: Mapped[int | None] = mapped_column(BigInteger)
    needed_by_on: Mapped[date | None]
    owned: Mapped[list[str]]
    level_code: Mapped[str | None] = mapped_column(String(20))
    visibility: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(8))
    broker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    state_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    contacted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    promised_on: Mapped[date | None]
    next_words: Mapped[str] = mapped_column(String(200))
    next_on: Mapped[date | None]
    waits_for: Mapped[str] = mapped_column(String(12))
    renew_by_on: Mapped[date]
    snapshot_id: Mapped[str | None] = mapped_column(Id)
    merged_into: Mapped[str | None] = mapped_column(Id)
    is_demo: Mapped[bool]
    __table_args__ = (
        CheckConstraint("visibility IN ('desk', 'shortlisted', 'pool')", name="visibility_known"),
        CheckConstraint("source IN ('site', 'phone', 'sheet', 'api')", name="source_known"),
        UniqueConstraint("year", "serial"),
        Index("ix_needs_is_open_made_at", "is_open", "made_at"),
        Index("ix_needs_state_made_at", "state", "made_at"),
        Index("ix_needs_manufacturer_id", "manufacturer_id"),
        Index("ix_needs_firm_name", "firm_name"),
        Index("ix_needs_made_at", "made_at"),
    )
