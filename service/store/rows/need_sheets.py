"""Workbooks of needs on their way in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class NeedSheetRow(Base):
    """One workbook as it was read and judged. Personal data: contacts stand in its rows until it is deleted."""

    __tablename__ = "need_sheets"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    made_by: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(120))
    content: Mapped[dict[str, Any]]
    __table_args__ = (Index("ix_need_sheets_made_at", "made_at"),)
