"""资源池、批次、入池资格."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class PoolRow(Base):
    """资源池: municipal, provincial, or a code that staff created."""

    __tablename__ = "pools"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]


class PoolEditionRow(Base):
    """批次: one batch of admissions, by one document."""

    __tablename__ = "pool_editions"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    pool_code: Mapped[str] = mapped_column(ForeignKey("pools.code"))
    batch: Mapped[str] = mapped_column(String(80))
    document_no: Mapped[str | None] = mapped_column(String(120))
    __table_args__ = (UniqueConstraint("pool_code", "batch"),)


class MembershipRow(Base):
    """入池资格: a provider is at most once in a pool."""

    __tablename__ = "memberships"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    pool_code: Mapped[str] = mapped_column(ForeignKey("pools.code"))
    edition_id: Mapped[str | None] = mapped_column(ForeignKey("pool_editions.id"))
    category: Mapped[str | None] = mapped_column(String(80))
    document_no: Mapped[str | None] = mapped_column(String(120))
    admitted_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(20), default="active")
    __table_args__ = (
        UniqueConstraint("provider_id", "pool_code"),
        CheckConstraint("state IN ('active', 'suspended', 'withdrawn', 'waiting')", name="state_known"),
        # A membership cannot end before it began.
        CheckConstraint("valid_until IS NULL OR admitted_on IS NULL OR valid_until >= admitted_on", name="ends_after_it_begins"),
        Index("ix_memberships_pool_code", "pool_code"),
    )
