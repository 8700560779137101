"""Holidays and worked weekends."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base


class SpecialDayRow(Base):
    """A day that is not as its weekday says. Filled from the shipped table; staff add each year's notice."""

    __tablename__ = "special_days"
    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))
