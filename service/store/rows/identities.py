"""Identities that the bureau's identity provider vouches for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class IdentityRow(Base):
    """One subject of one issuer. `person_id`: empty until an administrator has entered that person. Personal data: name and address.

    `digest`: SHA-256 over issuer and subject, by which it is found.
    """

    __tablename__ = "identities"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id", ondelete="CASCADE"))
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime]
    __table_args__ = (Index("ix_identities_person_id", "person_id"),)
