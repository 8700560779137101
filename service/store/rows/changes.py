"""The change feed, the audit log, loaded files, the embeddings cache and supply gaps."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id

_Seq = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER counts by itself on SQLite


class ChangeRow(Base):
    """One line of the change feed: this provider changed. Written in the transaction of the change itself."""

    __tablename__ = "change_feed"
    seq: Mapped[int] = mapped_column(_Seq, primary_key=True, autoincrement=True)
    provider_id: Mapped[str] = mapped_column(Id)
    __table_args__ = (Index("ix_change_feed_provider_id", "provider_id"), {"sqlite_autoincrement": True})


class AuditRow(Base):
    """One line of the audit log."""

    __tablename__ = "audit_entries"
    id: Mapped[int] = mapped_column(_Seq, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, Any]]
    __table_args__ = (Index("ix_audit_entries_subject_id", "subject_id"),)


class EmbeddingRow(Base):
    """A text's vector, once ever: key is the encoder's fingerprint and the hash of the text; little-endian float32."""

    __tablename__ = "embeddings"
    fingerprint: Mapped[str] = mapped_column(String(40), primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(32), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class SupplyGapRow(Base):
    """供给缺口: an anonymous need nobody in the pools could serve. No text, no person."""

    __tablename__ = "supply_gaps"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(20))
    scenario_code: Mapped[str | None] = mapped_column(String(8))
    topic: Mapped[str | None] = mapped_column(String(40))
    industry_code: Mapped[str | None] = mapped_column(String(40))
    town_code: Mapped[str | None] = mapped_column(String(20))
