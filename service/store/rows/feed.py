"""The change feed."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id, SequenceNumber


class ChangeRow(Base):
    """One line of the change feed: this provider changed. Written in the transaction of the change itself."""

    __tablename__ = "change_feed"
    seq: Mapped[int] = mapped_column(SequenceNumber, primary_key=True, autoincrement=True)
    provider_id: Mapped[str] = mapped_column(Id)
    __table_args__ = (Index("ix_change_feed_provider_id", "provider_id"), {"sqlite_autoincrement": True})
