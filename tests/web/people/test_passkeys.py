"""通行密钥: what is taken, and everything that must not be."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.people import Role
from service.store.rows import PasskeyRow
from tests.factories import SMALL_POOL
from tests.passkey_device import Device
from tests.people import PASSWORD, WebPerson, make_person, signed_in, with_mailbox
from tests.web.html import read_page

PAGE = "/account/passkeys"


@pytest.fixture
def runtime(make_runtime):
    runtime, _ = with_mailbox(make_runtime(SMALL_POOL[:1], sign_ins_per_minute=0, public_url="https://pool.example"))
    make_person(runtime, Role.BROKER, "lin")
    make_person(runtime, Role.BROKER, "wu")
    return runtime


def begin(browser, page=PAGE):
    path = f"{PAGE}/begin" if page == PAGE else "/sign-in/passkey/begin"
    return browser.send(path, page=page).json()


def add(browser, device, name="办公电脑"):
    return browser.send(PAGE, name=name, credential=device.create(begin(browser)))


def enter(browser, answer):
    return browser.send("/sign-in/passkey", page="/sign-in", credential=answer)


@pytest.fixture
def lin(runtime):
    """A browser of lin, and a device that lin has added."""
    browser, device = signed_in(runtime, "lin"), Device()
    assert add(browser, device).status_code == 200
    return browser, device


def test_a_passkey_opens_a_session_that_needs_nothing_more(runtime, lin):
    _, device = lin
    browser = WebPerson(runtime)
    answer = enter(browser, device.get(begin(browser, "/sign-in")))
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "lin" in read_page(browser.get("/account").text).words
    assert "最近使用" in read_page(browser.get(PAGE).text).words


def test_adding_shows_recovery_codes_once_ends_other_sessions_and_gives_a_new_cookie(runtime):
    elsewhere, browser = signed_in(runtime, "lin"), signed_in(runtime, "lin")
    old = dict(browser.client.cookies)
    shown = add(browser, Device())
    assert shown.text.count("<code>") == 10
    assert elsewhere.get("/account").status_code == 303
    stale = WebPerson(runtime)
    stale.client.cookies.update(old)
    assert stale.get("/account").status_code == 303
    again = add(browser, Device(credential=b"another one"))
    assert again.text.count("<code>") == 0
    assert "办公电脑" in read_page(browser.get(PAGE).text).words


def test_with_a_passkey_the_password_alone_is_half_and_a_recovery_code_completes_it(runtime):
    browser = signed_in(runtime, "lin")
    codes = [part.partition("</code>")[0] for part in add(browser, Device()).text.split("<code>")[1:]]
    other = WebPerson(runtime)
    assert other.sign_in("lin").headers["location"].startswith("/second-step")
    assert other.get("/account").status_code == 303
    assert other.send("/second-step", code=codes[0]).headers["location"] == "/account"
    third = WebPerson(runtime)
    third.sign_in("lin")
    assert third.send("/second-step", code=codes[0]).status_code == 422


def test_a_passkey_completes_a_half_session_and_that_one_ends(runtime, lin):
    _, device = lin
    browser = WebPerson(runtime)
    browser.sign_in("lin")
    half = dict(browser.client.cookies)
    answer = browser.send("/sign-in/passkey", page="/second-step", credential=device.get(begin(browser, "/second-step")))
    assert answer.status_code == 303
    assert browser.get("/account").status_code == 200
    stale = WebPerson(runtime)
    stale.client.cookies.update(half)
    assert stale.get("/second-step").headers["location"] == "/sign-in"


def test_staff_may_work_in_production_with_a_passkey_alone(runtime):
    production = replace(runtime, settings=replace(runtime.settings, environment="production", secret_key="k" * 40))
    make_person(production, Role.ADMINISTRATOR, "zhou")
    browser = WebPerson(production)
    zhou = signed_in(production, "zhou")
    assert zhou.get("/people").headers["location"] == "/account/second-factor"
    own = Device(credential=b"zhou's")
    assert add(zhou, own).status_code == 200
    assert zhou.get("/people").status_code == 200
    assert enter(browser, own.get(begin(browser, "/sign-in"))).status_code == 303
    assert browser.get("/people").status_code == 200


class TestRefused:
    def test_an_answer_sent_twice(self, runtime, lin):
        _, device = lin
        browser = WebPerson(runtime)
        answer = device.get(begin(browser, "/sign-in"))
        assert enter(browser, answer).status_code == 303
        browser.send("/sign-out", page="/account")
        assert enter(browser, answer).status_code == 422

    def test_an_answer_to_a_challenge_of_another_browser(self, runtime, lin):
        _, device = lin
        attacker, victim = WebPerson(runtime), WebPerson(runtime)
        answer = device.get(begin(attacker, "/sign-in"))
        assert enter(victim, answer).status_code == 422

    def test_an_answer_to_a_challenge_that_was_never_begun_or_is_too_old(self, runtime, lin):
        _, device = lin
        browser = WebPerson(runtime)
        options = begin(browser, "/sign-in")
        assert enter(browser, device.get({**options, "challenge": "AAAA"})).status_code == 422
        answer = device.get(begin(browser, "/sign-in"))
        runtime.clock.advance(timedelta(minutes=10))
        assert enter(browser, answer).status_code == 422

    @pytest.mark.parametrize(
        "changes",
        [
            {"origin": "https://evil.example"},
            {"origin": "https://pool.example:8443"},
            {"origin": "http://pool.example"},
            {"verifies": False},
            {"count": -1},
        ],
        ids=str,
    )
    def test_a_foreign_origin_nobody_asked_for_a_pin_or_a_count_that_goes_back(self, runtime, lin, changes):
        _, device = lin
        browser = WebPerson(runtime)
        assert enter(browser, device.get(begin(browser, "/sign-in"))).status_code == 303
        browser.send("/sign-out", page="/account")
        for name, value in changes.items():
            setattr(device, name, device.count + value if name == "count" else value)
        assert enter(browser, device.get(begin(browser, "/sign-in"))).status_code == 422
        assert browser.get("/account").status_code == 303

    def test_another_domain(self, runtime, lin):
        _, device = lin
        browser = WebPerson(runtime)
        assert enter(browser, device.get({**begin(browser, "/sign-in"), "rpId": "evil.example"})).status_code == 422

    def test_somebody_elses_name_on_ones_own_key(self, runtime, lin):
        _, device = lin
        wu = signed_in(runtime, "wu")
        own = Device(credential=b"wu's")
        add(wu, own)
        own.owner = device.owner
        browser = WebPerson(runtime)
        assert enter(browser, own.get(begin(browser, "/sign-in"))).status_code == 422
        own.credential = device.credential
        assert enter(browser, own.get(begin(browser, "/sign-in"))).status_code == 422

    def test_a_device_added_to_another_account_or_made_for_another_session(self, runtime, lin):
        _, device = lin
        wu = signed_in(runtime, "wu")
        assert add(wu, device).status_code == 409
        other, again = signed_in(runtime, "wu"), signed_in(runtime, "wu")
        answer = Device(credential=b"planted").create(begin(other))
        assert again.send(PAGE, name="x", credential=answer).status_code == 422

    def test_registration_with_a_foreign_origin_without_a_pin_or_twice(self, runtime):
        browser = signed_in(runtime, "lin")
        assert add(browser, Device(origin="https://evil.example")).status_code == 422
        assert add(browser, Device(verifies=False)).status_code == 422
        answer = Device().create(begin(browser))
        assert browser.send(PAGE, name="x", credential=answer).status_code == 200
        assert browser.send(PAGE, name="x", credential=answer).status_code == 422

    @pytest.mark.parametrize(
        "answer", ["", "{}", "[]", "null", "1", '{"id": 1}', '{"response": {"clientDataJSON": "é"}}', "[" * 9_000, "x" * 100_000]
    )
    def test_bytes_that_are_no_answer(self, runtime, lin, answer):
        browser, _ = lin
        assert enter(WebPerson(runtime), answer).status_code == 422
        assert browser.send(PAGE, name="x", credential=answer).status_code == 422

    def test_a_suspended_account(self, runtime, lin):
        _, device = lin
        make_person(runtime, Role.ADMINISTRATOR, "zhou")
        zhou = signed_in(runtime, "zhou")
        (person,) = [link for link in read_page(zhou.get("/people?q=lin").text).links() if link.startswith("/people/per")]
        zhou.send(person, step="suspend", reason="离职")
        browser = WebPerson(runtime)
        assert enter(browser, device.get(begin(browser, "/sign-in"))).status_code == 422

    def test_removing_somebody_elses(self, runtime, lin):
        wu = signed_in(runtime, "wu")
        with Session(runtime.database) as session:
            passkey = session.scalars(select(PasskeyRow.id)).one()
        assert wu.send(f"{PAGE}/remove", page=PAGE, passkey=passkey).status_code == 404
        with Session(runtime.database) as session:
            assert session.scalars(select(PasskeyRow.id)).all() == [passkey]


def test_a_removed_one_opens_nothing_and_the_codes_go_with_the_last(runtime, lin):
    browser, device = lin
    with Session(runtime.database) as session:
        passkey = session.scalars(select(PasskeyRow.id)).one()
    assert browser.send(f"{PAGE}/remove", page=PAGE, passkey=passkey).status_code == 303
    other = WebPerson(runtime)
    assert enter(other, device.get(begin(other, "/sign-in"))).status_code == 422
    assert other.sign_in("lin", PASSWORD).headers["location"] == "/account"


def test_a_session_that_is_not_fresh_changes_nothing_until_one_signs_in_again(runtime, lin):
    browser, _ = lin
    runtime.clock.advance(timedelta(minutes=16))
    assert "再登录一次" in read_page(browser.get(PAGE).text).words
    assert browser.send(f"{PAGE}/begin", page="/account").status_code == 403
    assert browser.send("/account/second-factor/begin", page="/account").status_code == 403
    assert browser.send("/account/second-factor/codes", page="/account").status_code == 403


def test_signing_in_again_ends_the_session_before(runtime):
    browser = signed_in(runtime, "lin")
    old = dict(browser.client.cookies)
    runtime.clock.advance(timedelta(minutes=16))
    answer = browser.send("/sign-in", page="/sign-in?again=1&next=/account/passkeys", email="lin@example.com", password=PASSWORD, next=PAGE)
    assert answer.headers["location"] == PAGE
    assert begin(browser)["challenge"]
    stale = WebPerson(runtime)
    stale.client.cookies.update(old)
    assert stale.get("/account").status_code == 303


def test_wrong_answers_make_the_address_wait(runtime, lin):
    _, device = lin
    browser = WebPerson(runtime)
    answer = device.get({**begin(browser, "/sign-in"), "challenge": "AAAA"})
    statuses = [enter(browser, answer).status_code for _ in range(21)]
    assert statuses == [422] * 20 + [429]


@pytest.mark.parametrize("address", ["", "http://pool.example", "http://192.0.2.1:8000", "https://192.0.2.1"])
def test_no_offer_where_browsers_make_none(make_runtime, address):
    plain, _ = with_mailbox(make_runtime((), sign_ins_per_minute=0, public_url=address))
    make_person(plain, Role.BROKER, "lin")
    browser = signed_in(plain, "lin") if not address.startswith("http://") else WebPerson(plain)
    assert "用通行密钥登录" not in browser.get("/sign-in?again=1").text
    assert browser.send("/sign-in/passkey/begin", page="/sign-in?again=1").status_code == 503
