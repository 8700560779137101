"""Claims of listed firms."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ClaimRow(Base):
    """认领: a person says that he speaks for a provider."""

    __tablename__ = "claims"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id", ondelete="CASCADE"))
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id", ondelete="CASCADE"))
    note: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(String(500))
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'confirmed', 'refused', 'withdrawn')", name="state_known"),
        Index("ix_claims_person_id", "person_id"),
        Index("ix_claims_state", "state"),
    )
