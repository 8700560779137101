"""How often providers were shown, opened and compared."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base


class ExposureRow(Base):
    """曝光 of one provider in one month. No text, no person, no time of day."""

    __tablename__ = "exposures"
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    place: Mapped[str] = mapped_column(String(5), primary_key=True)
    scenario: Mapped[str] = mapped_column(String(8), primary_key=True)
    trade: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int]
    __table_args__ = (CheckConstraint("kind IN ('shown', 'opened', 'compared')", name="kind_known"),)


class ExposureLackRow(Base):
    """How often a list told that something is missing in one provider, by month. No text, no person."""

    __tablename__ = "exposure_lacks"
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"), primary_key=True)
    lack: Mapped[str] = mapped_column(String(10), primary_key=True)
    trade: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int]
