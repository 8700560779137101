"""Keys by which a program repeats a request without harm."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class RequestKeyRow(Base):
    """One used Idempotency-Key, with a digest of what was asked, and the record it made."""

    __tablename__ = "request_keys"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked: Mapped[str] = mapped_column(String(64))
    record_id: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    __table_args__ = (Index("ix_request_keys_made_at", "made_at"),)
