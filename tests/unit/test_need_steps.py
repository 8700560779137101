"""The states of a need, every state × step × side against what is drawn here by hand."""

import itertools
from datetime import date

import pytest

from service.domain.need_steps import (
    CLOSED,
    EXITS,
    FUNNEL,
    REASON_NEEDED,
    STATE_WORDS,
    STEP_WORDS,
    WHO,
    NeedState,
    NeedStep,
    Party,
    state_after,
    steps_open_to,
)
from service.domain.promises import PROMISES, stage_promised_on
from service.domain.working_days import WorkingCalendar

DRAWN = """
registered   check>checked@d
checked      clarify>clarified@d
clarified    recommend>recommended@d ask_again>checked@d
recommended  agree>agreed@p ask_again>checked@d
agreed       meet>met@p intend>intended@p sign>signed@p look_again>recommended@d
met          intend>intended@p sign>signed@p look_again>recommended@d
intended     sign>signed@p look_again>recommended@d
signed       deliver>building@p accept>accepted@p
building     accept>accepted@p
accepted     rate>rated@p
"""
BEFORE_SIGNING = ("registered", "checked", "clarified", "recommended", "agreed", "met", "intended")
SIDES = {"d": {"desk"}, "p": {"platform"}, "df": {"desk", "manufacturer"}}


def drawn() -> dict[tuple[str, str, str], str]:
    """(state, step, side) → next state, as the tables of this file say."""
    found = {}
    for line in DRAWN.strip().splitlines():
        state, *arrows = line.split()
        for arrow in arrows:
            step, _, rest = arrow.partition(">")
            end, _, who = rest.partition("@")
            found.update({(state, step, side): end for side in SIDES[who]})
    out = {"solve_alone": "solved_alone", "pause": "paused", "find_none": "none_suitable", "lack_budget": "over_budget"}
    only_desk = {"lose_touch": "lost_touch", "merge": "merged"}
    for state in BEFORE_SIGNING:
        found.update({(state, step, side): end for step, end in out.items() for side in SIDES["df"]})
        found.update({(state, step, "desk"): end for step, end in only_desk.items()})
    for state, step, side in itertools.product(("signed", "building"), ("pause", "find_none"), SIDES["df"]):
        found[state, step, side] = out[step]
    for state, side in itertools.product((*out.values(), "lost_touch"), SIDES["df"]):
        found[state, "reopen", side] = "checked"
    found["merged", "reopen", "desk"] = "checked"
    return found


def test_every_state_step_and_side_is_as_drawn():
    wanted = drawn()
    for state, step, side in itertools.product(NeedState, NeedStep, Party):
        assert state_after(state, step, side) == wanted.get((state, step, side)), (state, step, side)


@pytest.mark.parametrize("state", NeedState)
@pytest.mark.parametrize("side", Party)
def test_what_is_offered_is_what_can_be_done(state, side):
    assert set(steps_open_to(state, side)) == {step for step in NeedStep if state_after(state, step, side)}


def test_nobody_is_stuck_in_an_open_state_and_the_end_is_the_end():
    for state in NeedState:
        leads = [step for step in NeedStep for side in Party if state_after(state, step, side)]
        assert bool(leads) == (state is not NeedState.RATED)
    assert set(CLOSED) == {*EXITS.values(), NeedState.RATED}


def test_a_provider_moves_no_need():
    assert [state for state in NeedState if steps_open_to(state, Party.PROVIDER)] == []


def test_every_state_and_step_has_words_and_a_side():
    assert set(STATE_WORDS) == set(NeedState)
    assert set(STEP_WORDS) == set(WHO) == set(NeedStep)
    assert set(EXITS) < REASON_NEEDED


def test_every_open_state_has_a_promise():
    assert set(PROMISES) == set(NeedState) - CLOSED
    assert [state for state in FUNNEL if state not in PROMISES] == [NeedState.RATED]


def test_checking_does_not_prolong_the_first_contact():
    calendar, monday = WorkingCalendar(), date(2026, 11, 23)
    first = stage_promised_on(None, NeedState.REGISTERED, monday, calendar)
    assert first == date(2026, 11, 26)
    assert stage_promised_on((NeedState.REGISTERED, first), NeedState.CHECKED, date(2026, 11, 25), calendar) == first
    assert stage_promised_on((NeedState.PAUSED, monday), NeedState.CHECKED, date(2026, 12, 7), calendar) == date(2026, 12, 10)
    assert stage_promised_on((NeedState.AGREED, first), NeedState.NONE_SUITABLE, monday, calendar) is None
