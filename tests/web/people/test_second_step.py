"""登录第二步: a code is taken once, wrong ones make one wait, and before it nothing opens."""

from datetime import timedelta

import pytest

from service.domain.people import Role
from tests.people import WebPerson, make_person, set_up_app, signed_in
from tests.web.html import read_page


@pytest.fixture
def lin(platform):
    """(runtime, app, recovery codes, browser that has given the password)."""
    runtime, _ = platform
    make_person(runtime, Role.ADMINISTRATOR, "lin")
    totp, codes = set_up_app(runtime, signed_in(runtime, "lin"))
    runtime.clock.advance(timedelta(seconds=90))
    browser = WebPerson(runtime)
    assert browser.sign_in("lin").headers["location"] == "/second-step?next=%2Faccount"
    return runtime, totp, codes, browser


def test_the_password_alone_opens_nothing(lin):
    _, _, _, browser = lin
    assert browser.get("/account").headers["location"] == "/second-step?next=%2Faccount"
    assert browser.get("/people").headers["location"].startswith("/second-step")
    assert browser.get("/sign-in").status_code == 200


def test_a_right_code_completes_the_session_under_a_new_cookie(lin):
    runtime, totp, _, browser = lin
    half = dict(browser.client.cookies)
    assert browser.send("/second-step", code=f" {totp.at(runtime.clock.now())} ", next="/people").headers["location"] == "/people"
    assert browser.get("/people").status_code == 200
    thief = WebPerson(runtime)
    thief.client.cookies.update(half)
    assert thief.get("/account").headers["location"].startswith("/sign-in")


def test_a_code_is_taken_once(lin):
    runtime, totp, _, browser = lin
    code = totp.at(runtime.clock.now())
    assert browser.send("/second-step", code=code).status_code == 303
    other = WebPerson(runtime)
    other.sign_in("lin")
    assert other.send("/second-step", code=code).status_code == 422
    assert other.send("/second-step", code=totp.at(runtime.clock.now() - timedelta(seconds=30))).status_code == 422
    runtime.clock.advance(timedelta(seconds=30))
    assert other.send("/second-step", code=totp.at(runtime.clock.now())).status_code == 303


def test_a_recovery_code_is_taken_once_as_people_type_it(lin):
    runtime, _, codes, browser = lin
    assert browser.send("/second-step", code=codes[3].upper().replace("-", " ")).status_code == 303
    other = WebPerson(runtime)
    other.sign_in("lin")
    assert other.send("/second-step", code=codes[3]).status_code == 422
    assert other.send("/second-step", code=codes[4]).status_code == 303


def test_wrong_codes_make_one_wait(lin):
    runtime, totp, _, browser = lin
    for _ in range(5):
        assert browser.send("/second-step", code="000000").status_code == 422
    locked = browser.send("/second-step", code=totp.at(runtime.clock.now()))
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "30")
    assert "请等 30 秒" in read_page(locked.text).words
    runtime.clock.advance(timedelta(seconds=31))
    assert browser.send("/second-step", code=totp.at(runtime.clock.now())).status_code == 303


@pytest.mark.parametrize("code", ["", "0" * 5_000, "１２３４５６", "' OR 1=1", "\x00"])
def test_odd_codes_are_wrong_codes(lin, code):
    assert lin[3].send("/second-step", code=code).status_code == 422


def test_without_a_password_there_is_no_second_step(lin):
    runtime, totp, _, _ = lin
    stranger = WebPerson(runtime)
    assert stranger.get("/second-step").headers["location"] == "/sign-in"
    assert stranger.send("/second-step", page="/sign-in", code=totp.at(runtime.clock.now())).headers["location"] == "/sign-in"
