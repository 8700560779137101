"""Periods that figures are told for: whole calendar months and whole calendar years, nothing between.

Reason: figures of any stretch of days could be subtracted from each other until a single factory is left.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_PERIOD = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a month of it. `month` 0: the whole year."""

    year: int
    month: int = 0

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def code(self) -> str:
        """2026 or 2026-11."""
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    @property
    def words(self) -> str:
        """2026年 or 2026年11月."""
        return f"{self.year}年{self.month}月" if self.month else f"{self.year}年"

    @property
    def before(self) -> "Period":
        """The period before this one."""
        if not self.month:
            return Period(self.year - 1)
        return Period(self.year, self.month - 1) if self.month > 1 else Period(self.year - 1, 12)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


def read_period(text: str) -> Period | None:
    """2026 or 2026-11; None for anything else."""
    found = _PERIOD.fullmatch(text)
    return Period(int(found[1]), int(found[2] or 0)) if found else None


def period_of_days(first: date, last: date) -> Period | None:
    """The month or year from `first` to `last`; None when the days are no whole one."""
    wanted = (Period(first.year), Period(first.year, first.month))
    return next((period for period in wanted if (period.first, period.last) == (first, last)), None)
