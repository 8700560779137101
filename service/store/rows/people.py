"""People and their roles."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class PersonRow(Base):
    """One account. Personal data: name and mail address."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    made_at: Mapped[datetime]
    __table_args__ = (CheckConstraint("state IN ('active', 'suspended')", name="state_known"),)


class RoleGrantRow(Base):
    """One role of one person, for a firm or for the bureau (`firm_id` empty)."""

    __tablename__ = "role_grants"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(20))
    firm_id: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("role IN ('manufacturer', 'provider', 'broker', 'reviewer', 'auditor', 'administrator')", name="role_known"),
        UniqueConstraint("person_id", "role", "firm_id"),
        Index("ix_role_grants_firm_id", "firm_id"),
    )
