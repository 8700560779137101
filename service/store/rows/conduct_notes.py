"""What the desk noted about the conduct of providers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ConductNoteRow(Base):
    """履约备注: one note of the staff about a provider."""

    __tablename__ = "conduct_notes"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(String(500))
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    shared: Mapped[bool]
    need_id: Mapped[str | None] = mapped_column(Id)
    withdrawn_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_conduct_notes_provider_id_made_at", "provider_id", "made_at"),)
