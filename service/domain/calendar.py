"""Which day it is: the platform's days are those of Asia/Shanghai, its instants are UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_in_shanghai(instant: datetime) -> date:
    """The calendar day in Asia/Shanghai at an aware instant."""
    return time_in_shanghai(instant).date()


def time_in_shanghai(instant: datetime) -> datetime:
    """The same instant as a clock in Asia/Shanghai shows it."""
    return instant.astimezone(SHANGHAI)


def start_of_day(day: date) -> datetime:
    """The instant at which the day begins in Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def month_began_at(instant: datetime) -> datetime:
    """The first instant of the month in Asia/Shanghai in which an aware instant lies."""
    return time_in_shanghai(instant).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
