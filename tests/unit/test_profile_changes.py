"""资料变更: every state × step × role, and the promised days."""

from datetime import date

import pytest

from service.domain.people import Role, RoleGrant
from service.domain.permissions import Action, Actor, Subject, may
from service.domain.profile_changes import (
    CHANGE_STEPS,
    OPEN_STATES,
    QUEUED_STATES,
    RETURNED_STATES,
    SIDES,
    STATE_WORDS,
    ChangeState,
    ChangeStep,
    Side,
    next_state,
    promised_on,
)

ACTION_OF = {Side.FIRM: Action.EDIT_PROFILE, Side.REVIEWER: Action.REVIEW_CHANGES}
S, T = ChangeState, ChangeStep
ALLOWED = {
    S.DRAFT: {T.EDIT: S.DRAFT, T.SUBMIT: S.SUBMITTED, T.DISCARD: S.DISCARDED},
    S.SUBMITTED: {T.RECALL: S.DRAFT, T.TAKE: S.IN_REVIEW},
    S.IN_REVIEW: {T.APPROVE: S.APPROVED, T.RETURN: S.RETURNED, T.PUT_BACK: S.SUBMITTED},
    S.RETURNED: {T.EDIT: S.DRAFT, T.APPEAL: S.APPEALED, T.DISCARD: S.DISCARDED},
    S.APPEALED: {T.RECALL: S.RETURNED, T.TAKE: S.IN_APPEAL},
    S.IN_APPEAL: {T.APPROVE: S.APPROVED, T.RETURN: S.UPHELD, T.PUT_BACK: S.APPEALED},
    S.UPHELD: {T.EDIT: S.DRAFT, T.DISCARD: S.DISCARDED},
    S.APPROVED: {},
    S.DISCARDED: {},
}
"""Written a second time by hand: a slip in the table must be made twice to stay."""


def actor(role, firm="prv_own"):
    grants = {"nobody": ()}.get(
        role, (RoleGrant(role, firm if role in {Role.PROVIDER, Role.MANUFACTURER} else ""),) if role != "nobody" else ()
    )
    return Actor("per_me" if role != "nobody" else "", "", grants)


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("step", T)
def test_a_step_leads_where_it_should_or_nowhere(state, step):
    assert next_state(state, step) == ALLOWED[state].get(step)


@pytest.mark.parametrize("role", ["nobody", *Role])
@pytest.mark.parametrize("step", T)
@pytest.mark.parametrize("firm", ["prv_own", "prv_other"])
def test_a_step_is_for_its_side_alone(step, role, firm):
    allowed = may(actor(role), ACTION_OF[SIDES[step]], Subject("per_somebody", firm))
    firms = SIDES[step] is Side.FIRM and role is Role.PROVIDER and firm == "prv_own"
    bureau = SIDES[step] is Side.REVIEWER and role in {Role.REVIEWER, Role.ADMINISTRATOR}
    assert allowed == (firms or bureau)


def test_nobody_reviews_what_he_wrote_or_what_his_own_firm_wrote():
    both = Actor("per_me", "", (RoleGrant(Role.REVIEWER), RoleGrant(Role.PROVIDER, "prv_own")))
    assert not may(both, Action.REVIEW_CHANGES, Subject("per_me", "prv_other"))
    assert not may(both, Action.REVIEW_CHANGES, Subject("per_colleague", "prv_own"))
    assert may(both, Action.REVIEW_CHANGES, Subject("per_somebody", "prv_other"))


def test_every_state_is_reached_and_has_a_word():
    reached, rim = {S.DRAFT}, {S.DRAFT}
    while rim:
        rim = {after for (before, _), after in CHANGE_STEPS.items() if before in rim} - reached
        reached |= rim
    assert reached == set(S) == set(STATE_WORDS)
    assert {step for _, step in CHANGE_STEPS} == set(T) == set(SIDES)


def test_only_what_is_over_is_not_open_and_only_the_bureaus_turn_is_queued():
    assert set(S) - set(OPEN_STATES) == {state for state in S if not any(before is state for before, _ in CHANGE_STEPS)}
    bureaus_turn = {before for before, step in CHANGE_STEPS if SIDES[step] is Side.REVIEWER}
    assert set(QUEUED_STATES) == bureaus_turn
    assert set(RETURNED_STATES) == {after for (_, step), after in CHANGE_STEPS.items() if step is T.RETURN}


def test_from_every_open_state_the_firm_can_come_to_an_end():
    for start in OPEN_STATES:
        reached, rim = {start}, {start}
        while rim:
            rim = {after for (before, _), after in CHANGE_STEPS.items() if before in rim} - reached
            reached |= rim
        assert S.APPROVED in reached
        assert S.DISCARDED in reached


@pytest.mark.parametrize(
    ("day", "promised"),
    [(date(2026, 11, 27), date(2026, 12, 2)), (date(2026, 11, 28), date(2026, 12, 2)), (date(2026, 11, 30), date(2026, 12, 3))],
)
def test_three_workdays_are_promised(day, promised):
    assert promised_on(day) == promised
