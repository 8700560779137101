"""The table of permissions, read as it stands: default deny, own and foreign, firm and firm."""

import pytest

from service.domain.people import STAFF, Role, RoleGrant
from service.domain.permissions import ANONYMOUS, TABLE, Action, Actor, Subject, could, is_open, may

OPEN = {
    Action.SEARCH,
    Action.BROWSE,
    Action.WATCH_HEALTH,
    Action.SIGN_IN,
    Action.ASK_DESK,
    Action.CONFIRM_CASE,
    Action.GIVE_CONSENT,
    Action.UNSUBSCRIBE,
    Action.ATTEND_EVENTS,
}


def actor(role: Role | None = None, firm: str = "") -> Actor:
    return Actor("per_me", "me", (RoleGrant(role, firm),) if role else ())


def test_every_action_has_a_line():
    assert set(TABLE) == set(Action)


def test_searching_never_needs_an_account():
    assert {action for action in Action if is_open(action)} == OPEN
    assert {action for action in Action if could(ANONYMOUS, action)} == OPEN


def test_what_the_table_does_not_name_is_refused():
    assert not may(actor(Role.ADMINISTRATOR), "something_new", Subject("per_me"))
    assert not could(actor(Role.ADMINISTRATOR), "something_new")


@pytest.mark.parametrize("role", [None, *Role])
def test_ones_own_account_and_nobody_elses(role):
    me = actor(role, "" if role in STAFF else "mfr_1")
    assert may(me, Action.KEEP_OWN_ACCOUNT, Subject("per_me"))
    assert not may(me, Action.KEEP_OWN_ACCOUNT, Subject("per_other"))
    assert not may(ANONYMOUS, Action.KEEP_OWN_ACCOUNT, Subject(""))


@pytest.mark.parametrize("action", [Action.DECIDE_CLAIMS, Action.KEEP_PEOPLE])
def test_nobody_decides_in_his_own_matter(action):
    me = actor(Role.ADMINISTRATOR)
    assert may(me, action, Subject("per_other"))
    assert not may(me, action, Subject("per_me"))


def test_a_firm_is_reached_by_the_role_held_for_it():
    me = Actor("per_me", "me", (RoleGrant(Role.PROVIDER, "prv_1"), RoleGrant(Role.MANUFACTURER, "mfr_1"), RoleGrant(Role.BROKER)))
    assert may(me, Action.INVITE_COLLEAGUE, Subject(firm_id="prv_1"))
    assert may(me, Action.INVITE_COLLEAGUE, Subject(firm_id="mfr_1"))
    assert not may(me, Action.INVITE_COLLEAGUE, Subject(firm_id="prv_2"))
    assert not may(me, Action.INVITE_COLLEAGUE, Subject(firm_id=""))


def test_who_may_look_at_people():
    assert {role for role in Role if could(actor(role), Action.READ_PEOPLE)} == {Role.AUDITOR, Role.ADMINISTRATOR}
    assert {role for role in Role if could(actor(role), Action.KEEP_PEOPLE)} == {Role.ADMINISTRATOR}
    assert {role for role in Role if could(actor(role), Action.DECIDE_CLAIMS)} == {Role.REVIEWER, Role.ADMINISTRATOR}
