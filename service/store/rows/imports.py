"""Imports in the browser."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ImportRow(Base):
    """One file on its way. `slot` is the same word in every running one and unique: so one runs at a time."""

    __tablename__ = "imports"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    slot: Mapped[str | None] = mapped_column(String(8), unique=True)
    file_names: Mapped[list[str]]
    bytes: Mapped[int]
    pool: Mapped[str] = mapped_column(String(40))
    round: Mapped[int]
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    confirmed_by: Mapped[str] = mapped_column(Id)
    checked_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    file_gone: Mapped[bool]
    failure: Mapped[str] = mapped_column(String(500))
    report: Mapped[dict[str, Any]]
    __table_args__ = (
        CheckConstraint(
            "state IN ('checking', 'checked', 'loading', 'preparing', 'done', 'refused', 'failed', 'cancelled', 'discarded', 'expired')",
            name="state_known",
        ),
        Index("ix_imports_made_at", "made_at"),
    )
