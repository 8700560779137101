"""What people confirmed of providers' entries."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ConfirmationRow(Base):
    """A person's word on one part of an entry. No foreign key to the capability or case: it may be gone."""

    __tablename__ = "confirmations"
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[str] = mapped_column(String(80), primary_key=True)
    confirmed_by: Mapped[str] = mapped_column(Id)
    confirmed_at: Mapped[datetime]
    names: Mapped[list[str]]
    gone: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (Index("ix_confirmations_confirmed_at", "confirmed_at"),)
