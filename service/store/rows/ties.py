"""Declared interests of staff."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class TieRow(Base):
    """利益关系: one of the staff, or the family, is tied to a provider, and so does not broker for it."""

    __tablename__ = "declared_ties"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id", ondelete="CASCADE"))
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id", ondelete="CASCADE"))
    relation: Mapped[str] = mapped_column(String(200))
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_declared_ties_provider_id", "provider_id"), Index("ix_declared_ties_person_id", "person_id"))
