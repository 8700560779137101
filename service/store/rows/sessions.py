"""Sessions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class SessionRow(Base):
    """One signed-in browser. The cookie itself is nowhere: only its SHA-256."""

    __tablename__ = "sessions"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id", ondelete="CASCADE"))
    agent: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(64))
    proof: Mapped[str] = mapped_column(String(16))
    two_factors: Mapped[bool]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    idle_until: Mapped[datetime]
    ends_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("proof IN ('password', 'full')", name="proof_known"),
        Index("ix_sessions_person_id", "person_id"),
        Index("ix_sessions_ends_at", "ends_at"),
    )
