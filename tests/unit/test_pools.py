"""入池资格: when a membership counts, and what a page says about it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.pools import Membership, MembershipState
from service.domain.providers import Capability, Provider, StoredCapability

DAYS = st.dates(date(2015, 1, 1), date(2040, 1, 1))
LAST = date(2025, 5, 20)


def test_the_last_day_still_counts() -> None:
    membership = Membership("municipal", valid_until=LAST)
    assert membership.counts_on(LAST)
    assert not membership.counts_on(LAST + timedelta(days=1))
    assert (membership.standing(LAST), membership.standing(LAST + timedelta(days=1))) == ("active", "expired")


@given(DAYS)
def test_no_end_means_for_ever(day: date) -> None:
    assert Membership("municipal", valid_until=None).counts_on(day)


@pytest.mark.parametrize("state", [MembershipState.SUSPENDED, MembershipState.WITHDRAWN])
@given(day=DAYS, until=st.none() | DAYS)
def test_suspended_and_withdrawn_never_count_and_are_never_called_expired(state: MembershipState, day: date, until: date | None) -> None:
    membership = Membership("municipal", valid_until=until, state=state)
    assert not membership.counts_on(day)
    assert membership.standing(day) == state.value


@given(st.sampled_from(MembershipState), DAYS, st.none() | DAYS)
def test_active_on_a_page_is_exactly_what_counts(state: MembershipState, day: date, until: date | None) -> None:
    membership = Membership("municipal", valid_until=until, state=state)
    assert (membership.standing(day) == "active") == membership.counts_on(day)


def firm(*memberships: Membership, capabilities: int = 1) -> Provider:
    made = tuple(StoredCapability(f"cap_{number}", Capability("采集", "采集"), (), ()) for number in range(capabilities))
    return Provider(
        "prv_1", "91441900DEM000014R", None, "某公司", None, (), None, None, None, None, None, is_demo=True, version=1,
        updated_at=datetime(2026, 1, 1, tzinfo=UTC), memberships=memberships, capabilities=made,
    )  # fmt: skip


def test_a_firm_is_listed_while_one_of_its_memberships_counts() -> None:
    lapsed, suspended = Membership("municipal", valid_until=LAST), Membership("provincial", state=MembershipState.SUSPENDED)
    running = Membership("provincial", valid_until=LAST + timedelta(days=365))
    after = LAST + timedelta(days=1)
    assert firm(lapsed, running).pools_on(LAST) == ("municipal", "provincial")
    assert firm(lapsed, running).pools_on(after) == ("provincial",)
    assert firm(lapsed, running).is_listed(after)
    assert not firm(lapsed, suspended).is_listed(after)
    assert not firm().is_listed(LAST)


def test_a_firm_without_a_capability_is_not_listed() -> None:
    assert not firm(Membership("municipal"), capabilities=0).is_listed(LAST)
