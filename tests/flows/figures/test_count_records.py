"""Totals that add up: each with one definition, no firm counted twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.flows.figures.count_records import RecordCounts, count_records
from service.runtime import Runtime
from service.store.rows import MembershipRow
from tests.factories import SMALL_POOL, capability, case, firm, municipal, provincial
from tests.fakes import FixedClock
from tests.flows.stored import change, provider_id
from tests.platforms import NOW, MakePlatform


@pytest.fixture
def platform(make_platform: MakePlatform) -> Runtime:
    return make_platform(SMALL_POOL, prepare=False)


def test_an_empty_database_has_noughts_for_every_pool(make_platform: MakePlatform) -> None:
    assert count_records(make_platform()) == RecordCounts(0, 0, 0, 0, {"municipal": 0, "provincial": 0})


def test_the_small_pool(platform: Runtime) -> None:
    assert count_records(platform) == RecordCounts(
        providers=7, listed=4, capabilities=6, cases=5, memberships={"municipal": 5, "provincial": 3}
    )


def test_a_firm_in_both_pools_is_one_firm_and_two_memberships(make_platform: MakePlatform) -> None:
    both = firm(1, memberships=(municipal(), provincial()))
    found = count_records(make_platform((both, firm(2)), prepare=False))
    assert (found.providers, found.listed, found.memberships) == (2, 2, {"municipal": 2, "provincial": 1})


def test_a_lapsed_member_stays_on_the_books_and_off_the_list(make_platform: MakePlatform) -> None:
    runtime = make_platform((firm(1, memberships=(municipal(valid_until=NOW.date()),)),), prepare=False)
    on_the_day = count_records(runtime)
    after = count_records(replace(runtime, clock=FixedClock(NOW + timedelta(days=1))))
    assert (on_the_day.listed, after.listed) == (1, 0)
    assert on_the_day.memberships == after.memberships == {"municipal": 1, "provincial": 0}


@pytest.mark.parametrize(("state", "listed", "books"), [("suspended", 3, 5), ("withdrawn", 3, 4)])
def test_what_a_keeper_decides_counts_at_once(platform: Runtime, state: str, listed: int, books: int) -> None:
    owner = provider_id(platform.database, "砺岑视觉")
    change(platform.database, MembershipRow, lambda row: setattr(row, "state", state), provider_id=owner)
    found = count_records(platform)
    assert (found.listed, found.memberships["municipal"], found.providers) == (listed, books, 7)


def test_a_firm_without_a_capability_is_counted_and_not_listed(make_platform: MakePlatform) -> None:
    found = count_records(make_platform((firm(1, capabilities=(), cases=()),), prepare=False))
    assert (found.providers, found.listed, found.capabilities) == (1, 0, 0)


def test_capabilities_and_cases_are_counted_each(make_platform: MakePlatform) -> None:
    many = firm(1, capabilities=(capability("一"), capability("二"), capability("三")), cases=(case("甲"), case("乙")))
    found = count_records(make_platform((many,), prepare=False))
    assert (found.capabilities, found.cases) == (3, 2)
