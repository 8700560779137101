"""Second factors: codes of an app, and recovery codes."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class TotpRow(Base):
    """The app of one person. The secret itself is nowhere: it is derived from the platform's key and `salt`.

    `new_salt`: of an app that is being set up. `last_step`: the newest time step whose code was taken; no older one is taken again.
    """

    __tablename__ = "totp_apps"
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    salt: Mapped[str | None] = mapped_column(String(43))
    new_salt: Mapped[str | None] = mapped_column(String(43))
    last_step: Mapped[int] = mapped_column(BigInteger)


class RecoveryCodeRow(Base):
    """One recovery code, as its SHA-256."""

    __tablename__ = "recovery_codes"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_recovery_codes_person_id", "person_id"),)
