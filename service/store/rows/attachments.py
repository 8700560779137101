"""Papers that firms hand in. The files themselves lie below the data folder, by digest."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class AttachmentRow(Base):
    """One paper. Two may have the same digest: the same file, handed in twice."""

    __tablename__ = "attachments"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    about: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    pages: Mapped[int]
    valid_until: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12))
    sent_by: Mapped[str] = mapped_column(Id)
    sent_at: Mapped[datetime]
    replaces: Mapped[str] = mapped_column(Id)
    decided_by: Mapped[str] = mapped_column(Id)
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'accepted', 'refused', 'renewed', 'taken_back')", name="state_known"),
        Index("ix_attachments_provider_id", "provider_id"),
        Index("ix_attachments_state_sent_at", "state", "sent_at"),
        Index("ix_attachments_digest", "digest"),
    )
