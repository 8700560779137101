"""Fingerprints of rows of pool files that change nothing."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base


class RowFingerprintRow(Base):
    """Rows of one firm, read on `day`, that changed nothing at `version`. A memory only: it may be emptied at any time."""

    __tablename__ = "row_fingerprints"
    fingerprint: Mapped[str] = mapped_column(String(32), primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    version: Mapped[int]
    day: Mapped[date]
    standing: Mapped[str] = mapped_column(Text)
    remarks: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("ix_row_fingerprints_provider_id", "provider_id"),)
