"""Letters about the safety of an account: a browser not seen before, guesses, and each change of how the account is opened."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from service.domain.people import Role
from service.domain.tokens import Scope
from service.errors import Invalid
from service.flows.people.create_token import create_token
from service.flows.people.keep_people import keep_people
from service.identity.actors import actor_of
from service.identity.tokens import TokenWish
from service.store.queries.people import find_person_by_email
from service.store.rows import NoticeRow
from service.store.unit_of_work import reading
from tests.people import PASSWORD, WebPerson, make_person, set_up_app, signed_in, with_mailbox


@pytest.fixture
def world(make_runtime):
    """(runtime, mailbox): the account of lin is two hours old."""
    runtime, mailbox = with_mailbox(make_runtime((), sign_ins_per_minute=0))
    runtime.clock.advance(timedelta(hours=-2))
    make_person(runtime, Role.MANUFACTURER, "lin", "禾澄电子厂")
    runtime.clock.advance(timedelta(hours=2))
    return runtime, mailbox


def told(runtime, wording="new_device"):
    """How often lin was told this."""
    with reading(runtime.database) as session:
        lin = find_person_by_email(session, "lin@example.com")
        noted = select(func.count()).where(NoticeRow.person_id == lin.id, NoticeRow.wording == wording, NoticeRow.mail != "none")
        return session.scalar(noted)


def test_a_browser_is_told_once_and_known_from_then_on(world):
    runtime, mailbox = world
    browser = signed_in(runtime, "lin")
    assert told(runtime) == 1
    browser.send("/sign-out", page="/account")
    runtime.clock.advance(timedelta(days=2))
    assert browser.sign_in("lin").status_code == 303
    assert told(runtime) == 1, "it has the mark of its owner"
    signed_in(runtime, "lin")
    assert told(runtime) == 2, "another browser has none"
    signed_in(runtime, "lin")
    assert told(runtime) == 2, "the same place and kind on the same day"
    letters = [each for each in mailbox.letters if each.to == "lin@example.com"]
    assert "新设备登录提醒" in letters[0].body
    assert not [each for each in letters if "lin" in each.subject or "禾澄" in each.subject]


def test_a_mark_is_of_one_person_and_cannot_be_made_by_others(world):
    runtime, _ = world
    make_person(runtime, Role.BROKER, "chen")
    stranger = signed_in(runtime, "chen")
    mark = stranger.client.cookies["marks"]
    assert "per_" not in mark
    stranger.send("/sign-out", page="/account")
    assert stranger.sign_in("lin").status_code == 303
    assert told(runtime) == 1, "chen's mark does not stand for lin"
    assert len(stranger.client.cookies["marks"].split("~")) == 2
    forger = WebPerson(runtime)
    for made in ("x" * 300, f"{mark[:-1]}0", "~".join([mark] * 4), "." * 44):
        runtime.clock.advance(timedelta(days=1))
        forger.client.cookies.set("marks", made)
        assert forger.sign_in("lin").status_code == 303
        forger.send("/sign-out", page="/account")
        forger.client.cookies.clear()
    assert told(runtime) == 5


def test_who_knows_the_password_and_not_the_second_step_is_told_and_stays_unknown(world):
    runtime, _ = world
    set_up_app(runtime, signed_in(runtime, "lin"))
    runtime.clock.advance(timedelta(days=1))
    thief = WebPerson(runtime)
    assert thief.sign_in("lin").headers["location"].startswith("/second-step")
    assert told(runtime) == 2
    assert "marks" not in thief.client.cookies


def test_guesses_are_told_once_a_day(world):
    runtime, _ = world
    for _ in range(2):
        for _ in range(5):
            WebPerson(runtime).sign_in("lin", "wrong password")
        runtime.clock.advance(timedelta(hours=1))
    assert told(runtime, "account_locked") == 1


def test_each_change_of_how_an_account_is_opened_is_told(world):
    runtime, mailbox = world
    lin = signed_in(runtime, "lin")
    lin.send("/account/tokens", name="报表", scopes="needs:read", days="30")
    set_up_app(runtime, lin)
    lin.send("/account/second-factor/codes", page="/account/second-factor")
    lin.send("/account/password", page="/account", current=PASSWORD, password=PASSWORD + "！")
    boss = make_person(runtime, Role.ADMINISTRATOR, "zhou")
    with reading(runtime.database) as session:
        person = find_person_by_email(session, "lin@example.com")
    keep_people(runtime, actor_of(boss, staff=True), person.id, "reset-factor", "手机丢了，本人来过")
    create_token(runtime, "lin@example.com", TokenWish("同步", (Scope.NEEDS_READ,), 7))
    for wording in ("second_factor_set", "recovery_codes_renewed", "password_changed", "second_factor_removed"):
        assert told(runtime, wording) == 1, wording
    assert told(runtime, "token_made") == 2
    bodies = "".join(each.body for each in mailbox.letters)
    assert "报表" in bodies
    assert not [each.subject for each in mailbox.letters if "报表" in each.subject or "lin" in each.subject]
    with pytest.raises(Invalid):
        keep_people(runtime, actor_of(boss, staff=True), person.id, "reset-factor", "")
