"""What staff decided of two firms that may be one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ProviderPairRow(Base):
    """`first_id` is before `second_id`. `kept_id`: the firm that goes on, when they were merged; empty: they are two."""

    __tablename__ = "provider_pairs"
    first_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"), primary_key=True)
    kept_id: Mapped[str] = mapped_column(Id)
    decided_by: Mapped[str] = mapped_column(Id)
    decided_at: Mapped[datetime]
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"), Index("ix_provider_pairs_second_id", "second_id"))
