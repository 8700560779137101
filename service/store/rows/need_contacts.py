"""Whom to call about a need."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class NeedContactRow(Base):
    """Personal data: name, telephone, mail address, and the consent they were given with. Nothing else holds them."""

    __tablename__ = "need_contacts"
    need_id: Mapped[str] = mapped_column(Id, ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(30))
    email: Mapped[str] = mapped_column(String(254))
    consent_wording: Mapped[str] = mapped_column(String(20))
    consented_at: Mapped[datetime]
    delete_on: Mapped[date]
    __table_args__ = (Index("ix_need_contacts_delete_on", "delete_on"),)
