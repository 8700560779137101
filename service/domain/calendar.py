"""Which day it is: the platform's days are those of Asia/Shanghai, its instants are UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_in_shanghai(instant: datetime) -> date:
    """The calendar day in Asia/Shanghai at an aware instant."""
    return time_in_shanghai(instant).date()


def time_in_shanghai(instant: datetime) -> datetime:
    """The same instant as a clock in Asia/Shanghai shows it."""
    return instant.astimezone(SHANGHAI)
