"""Consents of providers' contact people, and who looked."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id, SequenceNumber


class ConsentRow(Base):
    """Personal data: one person of a firm, asked once. Name and mobile are empty unless the consent stands."""

    __tablename__ = "consents"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    post: Mapped[str] = mapped_column(String(20))
    asked_by: Mapped[str] = mapped_column(Id)
    asked_at: Mapped[datetime]
    link_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_until: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(String(40))
    mobile: Mapped[str] = mapped_column(String(20))
    wording: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(String(80))
    means: Mapped[str | None] = mapped_column(String(10))
    document_no: Mapped[str] = mapped_column(String(60))
    given_at: Mapped[datetime | None]
    until: Mapped[date | None]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(10))
    reminded_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'given', 'declined', 'withdrawn', 'lapsed')", name="state_known"),
        CheckConstraint("state = 'given' OR (name = '' AND mobile = '')", name="nothing_kept_without"),
        Index("ix_consents_provider_id", "provider_id"),
        Index("ix_consents_state_until", "state", "until"),
    )


class ContactRevealRow(Base):
    """One look at a contact person. No foreign key to the introduction: the person keeps seeing who looked when it is gone."""

    __tablename__ = "contact_reveals"
    id: Mapped[int] = mapped_column(SequenceNumber, primary_key=True, autoincrement=True)
    consent_id: Mapped[str] = mapped_column(ForeignKey("consents.id", ondelete="CASCADE"))
    introduction_id: Mapped[str] = mapped_column(Id)
    seen_by: Mapped[str] = mapped_column(Id)
    firm: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    __table_args__ = (Index("ix_contact_reveals_consent_id", "consent_id"),)
