"""The audit log: lines that the database itself refuses to change, and beside them the values that can be erased."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, SequenceNumber


class AuditRow(Base):
    """One line of the chain. Triggers refuse changing it, and deleting it before it may be trimmed."""

    __tablename__ = "audit_entries"
    seq: Mapped[int] = mapped_column(SequenceNumber, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, Any]]
    value_digests: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    __table_args__ = (
        Index("ix_audit_entries_subject_id", "subject_id"),
        Index("ix_audit_entries_actor", "actor"),
        Index("ix_audit_entries_action", "action"),
        Index("ix_audit_entries_at", "at"),
    )


class AuditValueRow(Base):
    """One erasable value of a line, as JSON. Personal data may stand in it. Erased: `salt` and `text` are empty."""

    __tablename__ = "audit_values"
    seq: Mapped[int] = mapped_column(BigInteger, ForeignKey("audit_entries.seq"), primary_key=True)
    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    about: Mapped[str] = mapped_column(String(80))
    salt: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str | None] = mapped_column(Text)
    erased_by: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = (Index("ix_audit_values_about", "about"),)
