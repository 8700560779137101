"""Links by which somebody without an account follows a need."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class FollowLinkRow(Base):
    """One link. Its secret is known to its owner alone; here lies the digest."""

    __tablename__ = "follow_links"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    need_id: Mapped[str] = mapped_column(Id, ForeignKey("needs.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_follow_links_need_id", "need_id"), Index("ix_follow_links_expires_at", "expires_at"))
