"""The bureau's entries about levels and recognitions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class StandardEntryRow(Base):
    """One sentence of the standard of levels, as staff entered it with its document."""

    __tablename__ = "standard_entries"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    level_code: Mapped[str] = mapped_column(String(20))
    scenario_code: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(String(500))
    document_no: Mapped[str] = mapped_column(String(60))
    entered_by: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id", ondelete="SET NULL"))
    entered_at: Mapped[datetime]
    is_demo: Mapped[bool]


class RecognitionRow(Base):
    """The recognition of a case. It goes with its case."""

    __tablename__ = "recognitions"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(80))
    document_no: Mapped[str] = mapped_column(String(60))
    entered_by: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id", ondelete="SET NULL"))
    entered_at: Mapped[datetime]
    is_demo: Mapped[bool]
    __table_args__ = (Index("ix_recognitions_case_id", "case_id"),)
