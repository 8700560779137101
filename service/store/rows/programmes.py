"""Programmes of public support."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ProgrammeRow(Base):
    """政策项目: one document's grant, as staff entered it. A new year of a policy is a new row, not new code."""

    __tablename__ = "programmes"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(16))
    document_no: Mapped[str] = mapped_column(String(60))
    issuer: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    rate_percent: Mapped[int | None]
    cap_fen: Mapped[int | None] = mapped_column(BigInteger)
    terms: Mapped[str] = mapped_column(Text)
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(300))
    contact: Mapped[str] = mapped_column(String(120))
    entered_by: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id", ondelete="SET NULL"))
    entered_at: Mapped[datetime]
    is_demo: Mapped[bool]
    __table_args__ = (CheckConstraint("kind IN ('voucher', 'reward', 'integration', 'demonstration', 'other')", name="kind_known"),)
