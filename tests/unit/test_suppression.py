"""What is hidden stays hidden: every pair and every sum of what is visible is tried against it, and so is solving all of it at once."""

import random
from datetime import date
from itertools import combinations

import pytest

from service.domain.exposure import FEWEST_TOLD
from service.domain.figure_facts import CountedNeed, FigureFacts
from service.domain.figure_year import FigureYear
from service.domain.figures import FIGURE_BY_ID
from service.domain.periods import Period, period_of_days, read_period
from service.domain.suppression import derivable_cells, hidden_cells


def test_a_lone_small_part_takes_another_with_it() -> None:
    counts = {"whole": 30, "a": 3, "b": 9, "c": 18}
    hidden = hidden_cells(counts, [("whole", ("a", "b", "c"))])
    assert hidden == {"a", "b"}


def test_two_small_parts_that_are_small_together_take_a_third() -> None:
    counts = {"whole": 20, "a": 1, "b": 2, "c": 6, "d": 11}
    assert hidden_cells(counts, [("whole", ("a", "b", "c", "d"))]) == {"a", "b", "c"}


def test_nothing_small_hides_nothing_and_none_is_told() -> None:
    assert hidden_cells({"whole": 12, "a": 12, "b": 0}, [("whole", ("a", "b"))]) == frozenset()


def test_a_bridge_between_two_rings_is_found() -> None:
    """Every line of this table hides two cells, and yet one cell follows from the others."""
    cells = [("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"), ("r2", "c3"), ("r3", "c3"), ("r3", "c4"), ("r4", "c3"), ("r4", "c4")]
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    sums = [(row, tuple(cell for cell in cells if cell[0] == row)) for row in sorted(rows)]
    sums += [(column, tuple(cell for cell in cells if cell[1] == column)) for column in sorted(columns)]
    assert derivable_cells(sums, set(cells)) == {("r2", "c3")}


def year_of(seed: int, needs: int) -> FigureYear:
    chance = random.Random(seed)  # noqa: S311  chance of a test
    towns, trades, groups = [f"t{n}" for n in range(9)], [f"i{n}" for n in range(7)], [f"g{n}" for n in range(5)]
    made = tuple(
        CountedNeed(
            id=f"ned_{n}", number=f"XQ-{n}", made_on=date(2026, min(12, 1 + int(chance.paretovariate(1.2)) % 12), 1 + n % 28),
            town=towns[int(chance.random() ** 2 * 9)], trade=trades[int(chance.random() ** 2 * 7)],
            group=groups[int(chance.random() ** 2 * 5)], scenario="", furthest=chance.randrange(11), left="", contact_days=n % 6,
        )
        for n in range(needs)
    )  # fmt: skip
    return FigureYear(FigureFacts(2026, date(2026, 12, 31), made, (), (), (), {}, {}, {}))


@pytest.mark.parametrize(("seed", "needs"), [(1, 20), (2, 60), (3, 150), (4, 400), (5, 1_200), (6, 7)])
def test_no_hidden_number_of_a_year_can_be_reckoned(seed, needs) -> None:
    year = year_of(seed, needs)
    counts, sums = year.published(FIGURE_BY_ID["needs_registered"])
    hidden = hidden_cells(counts, sums)
    assert {cell for cell, count in counts.items() if 0 < count < FEWEST_TOLD} <= hidden
    assert derivable_cells(sums, hidden) == set()
    for whole, parts in sums:
        secret = [part for part in parts if part in hidden]
        if whole not in hidden and secret:
            assert len(secret) > 1
            assert sum(counts[part] for part in secret) >= FEWEST_TOLD
        if whole in hidden:
            assert secret


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_no_pair_of_told_numbers_gives_a_small_hidden_one(seed) -> None:
    """Whole less part, for every pair of one line: the year less a month, the city less a town, both ways."""
    year = year_of(seed, 300)
    city = {m: year.get_value("needs_registered", Period(2026, m)) for m in range(13)}
    for town in ("", *year.towns()):
        told = {m: year.get_value("needs_registered", Period(2026, m), town) for m in range(13)}
        for one, other in combinations([value for value in told.values() if value.value is not None], 2):
            gap = abs(one.value - other.value)
            others = [m for m in range(1, 13) if told[m].suppressed]
            if 0 in (one.period.month, other.period.month) and 0 < gap < FEWEST_TOLD:
                assert len(others) != 1
        if town:
            for month, value in told.items():
                if value.value is None or city[month].value is None:
                    continue
                rest = [t for t in year.towns() if t != town and year.get_value("needs_registered", Period(2026, month), t).suppressed]
                assert len(rest) != 1


def test_only_whole_months_and_years_are_periods() -> None:
    assert read_period("2026-02").words == "2026年2月"
    assert [read_period(text) for text in ("2026-13", "2026-2", "1999", "2026-02-01", "")] == [None] * 5
    assert period_of_days(date(2024, 2, 1), date(2024, 2, 29)) == Period(2024, 2)
    assert period_of_days(date(2024, 1, 1), date(2024, 12, 31)) == Period(2024)
    assert period_of_days(date(2024, 1, 1), date(2024, 1, 30)) is None
    assert Period(2026, 1).before == Period(2025, 12)
    assert Period(2026).before == Period(2025)
