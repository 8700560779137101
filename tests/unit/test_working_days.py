"""Working days: holidays, worked weekends, and years without a notice."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.working_days import SpecialDay, WorkingCalendar
from service.settings import ROOT

LINES = (ROOT / "fixtures" / "codes" / "special_days.jsonl").read_text("utf-8").splitlines()
CALENDAR = WorkingCalendar.of(SpecialDay(date.fromisoformat(each["day"]), each["working"], each["name"]) for each in map(json.loads, LINES))
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 27), 3, date(2026, 12, 2)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # over the national holiday, and 10 October is a Saturday that is worked
        (date(2026, 2, 13), 3, date(2026, 2, 25)),
        (date(2026, 11, 28), 0, date(2026, 11, 30)),
        (date(2026, 11, 30), 0, date(2026, 11, 30)),
    ],
)
def test_days_are_counted_as_the_notice_says(day, count, expected):
    assert CALENDAR.after(day, count) == expected


def test_the_table_is_that_of_three_years():
    assert CALENDAR.known == {2024, 2025, 2026}
    assert sum(not working for working in CALENDAR.special.values()) == 89
    assert sum(CALENDAR.special.values()) == 19


def test_a_year_without_a_notice_goes_by_weekdays():
    assert not CALENDAR.is_working(date(2027, 1, 2))
    assert CALENDAR.is_working(date(2027, 1, 1)), "nobody has told yet that New Year is free"


@given(DAYS, st.integers(0, 60))
def test_counting_back_gives_the_same_number(day, count):
    end = CALENDAR.after(day, count)
    assert CALENDAR.is_working(end)
    assert CALENDAR.passed(day, end) == count or (count == 0 and not CALENDAR.is_working(day))


@given(DAYS, st.integers(-200, 200))
def test_passed_is_the_same_both_ways(day, days):
    other = day + timedelta(days=days)
    assert CALENDAR.passed(day, other) == -CALENDAR.passed(other, day)


@pytest.mark.parametrize("count", [-1, 401])
def test_no_promise_is_endless(count):
    with pytest.raises(ValueError, match="promise"):
        CALENDAR.after(date(2026, 1, 5), count)
