"""Which day it is: the platform's days are those of Asia/Shanghai, its instants are UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_in_shanghai(instant: datetime) -> date:
    """The calendar day in Asia/Shanghai at an aware instant."""
    return instant.astimezone(SHANGHAI).date()
