"""Failed tries to sign in."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base


class LockoutRow(Base):
    """Wrong tries of one account or from one address. `key`: a keyed digest, so that neither can be read from it."""

    __tablename__ = "lockouts"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime]
    until: Mapped[datetime | None]
    __table_args__ = (Index("ix_lockouts_last_at", "last_at"),)
