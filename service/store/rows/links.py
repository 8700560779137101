"""Links sent by mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class LinkRow(Base):
    """One link that proves a mail address. Only the SHA-256 of its secret is kept. Personal data: address and detail."""

    __tablename__ = "links"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    email: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[str] = mapped_column(Id)
    detail: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("kind IN ('sign_up', 'recovery', 'invitation')", name="kind_known"),
        Index("ix_links_email", "email"),
        Index("ix_links_expires_at", "expires_at"),
    )
