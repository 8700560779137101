"""How many introductions a provider takes."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class IntakeRow(Base):
    """Whether a provider takes new introductions now (暂不接新单), and how many a month."""

    __tablename__ = "provider_intake"
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id", ondelete="CASCADE"), primary_key=True)
    paused: Mapped[bool]
    paused_reason: Mapped[str] = mapped_column(String(200))
    monthly_most: Mapped[int | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(Id)
