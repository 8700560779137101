"""Holidays and worked weekends."""

from collections.abc import Iterable

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from service.domain.working_days import SpecialDay, WorkingCalendar
from service.store.rows import SpecialDayRow


def has_special_days(session: Session) -> bool:
    """Whether any are stored."""
    return bool(session.scalar(select(exists().where(SpecialDayRow.day.is_not(None)))))


def add_special_days(session: Session, days: Iterable[SpecialDay]) -> None:
    """Store them."""
    session.execute(insert(SpecialDayRow), [{"day": each.day, "working": each.working, "name": each.name} for each in days])


def read_calendar(session: Session) -> WorkingCalendar:
    """The working days as stored. Cost: one query of about forty rows a year."""
    rows = session.execute(select(SpecialDayRow.day, SpecialDayRow.working, SpecialDayRow.name))
    return WorkingCalendar.of(SpecialDay(row.day, row.working, row.name) for row in rows)
