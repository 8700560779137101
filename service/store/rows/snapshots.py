"""Lists as they were shown."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class SnapshotRow(Base):
    """The list that one need was answered with at one moment; never changed."""

    __tablename__ = "snapshots"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    need_id: Mapped[str] = mapped_column(Id, ForeignKey("needs.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    __table_args__ = (Index("ix_snapshots_need_id", "need_id"),)
