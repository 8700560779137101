"""工作日: which days the bureau works, as the yearly notice of the State Council says, and promises counted in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

_SATURDAY = 5
_LONGEST_DAYS = 400
"""No promise is longer; it also bounds every loop below."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not as its weekday says: a holiday, or a weekend day that is worked (调休). `name`: 春节放假."""

    day: date
    working: bool
    name: str


@dataclass(frozen=True)
class WorkingCalendar:
    """Weekdays are worked, but for the special days. `known`: the years whose special days are stored.

    For any other year Monday to Friday count, and pages say that its notice is missing.
    """

    special: dict[date, bool] = field(default_factory=dict)
    known: frozenset[int] = frozenset()

    @classmethod
    def of(cls, days: Iterable[SpecialDay]) -> "WorkingCalendar":
        """The calendar of these special days."""
        special = {each.day: each.working for each in days}
        return cls(special, frozenset(day.year for day in special))

    def is_working(self, day: date) -> bool:
        """Whether the bureau works on this day."""
        return self.special.get(day, day.weekday() < _SATURDAY)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`: a Friday and 3 give the Wednesday. With 0 the day itself, or the next one worked.

        Raises:
            ValueError: `count` is negative, or longer than any promise.
        """
        if not 0 <= count <= _LONGEST_DAYS:
            raise ValueError(f"a promise of {count} working days")
        found = day
        while count:
            found += timedelta(days=1)
            count -= self.is_working(found)
        while not self.is_working(found):
            found += timedelta(days=1)
        return found

    def passed(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`, at most 400: from Friday to Monday 1. Negative when `last` is earlier."""
        if last < first:
            return -self.passed(last, first)
        last = min(last, first + timedelta(days=2 * _LONGEST_DAYS))
        return sum(self.is_working(first + timedelta(days=each)) for each in range(1, (last - first).days + 1))
