"""Changes of providers' entries, and the decisions on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from service.domain.profile_changes import OPEN_STATES, ChangeState
from service.store.base import Base, Id

_STATES = ", ".join(f"'{state}'" for state in ChangeState)
_OPEN = text("state IN ({})".format(", ".join(f"'{state}'" for state in OPEN_STATES)))


class ProfileChangeRow(Base):
    """资料变更. Personal data: `base` and `content` hold the contact of the firm."""

    __tablename__ = "profile_changes"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    base: Mapped[dict[str, Any]]
    base_version: Mapped[int]
    content: Mapped[dict[str, Any]]
    made_by: Mapped[str] = mapped_column(Id)
    made_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(Id)
    saved_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)
    appeal: Mapped[str] = mapped_column(Text)
    waits_since: Mapped[datetime | None]
    reviewer_id: Mapped[str] = mapped_column(Id)
    decided_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state_known"),
        Index("ix_profile_changes_open", "provider_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_profile_changes_provider_id", "provider_id", "made_at"),
        Index("ix_profile_changes_waits", "state", "waits_since"),
    )


class ReviewRow(Base):
    """One decision of a reviewer. `remarks`: list of part, reason and words."""

    __tablename__ = "reviews"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    change_id: Mapped[str] = mapped_column(ForeignKey("profile_changes.id", ondelete="CASCADE"))
    change_version: Mapped[int]
    reviewer_id: Mapped[str] = mapped_column(Id)
    approved: Mapped[bool]
    remarks: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(Text)
    appeal: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    __table_args__ = (Index("ix_reviews_change_id", "change_id", "change_version"),)
