"""Supply gaps."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class SupplyGapRow(Base):
    """供给缺口: an anonymous need nobody in the pools could serve. No text, no person."""

    __tablename__ = "supply_gaps"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(20))
    scenario_code: Mapped[str | None] = mapped_column(String(8))
    topic: Mapped[str | None] = mapped_column(String(40))
    industry_code: Mapped[str | None] = mapped_column(String(40))
    town_code: Mapped[str | None] = mapped_column(String(20))
