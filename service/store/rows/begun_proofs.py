"""Proofs that wait for their answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class BegunProofRow(Base):
    """One proof that began in a browser. Its challenge is not kept, only the SHA-256."""

    __tablename__ = "begun_proofs"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    browser: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(Id)
    detail: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("kind IN ('new_passkey', 'passkey', 'provider')", name="kind_known"),
        Index("ix_begun_proofs_expires_at", "expires_at"),
    )
