"""登录: who comes in, who waits, and what nobody learns."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from service.domain.people import Role
from service.domain.sessions import CameFrom
from service.errors import Invalid, TooManyRequests
from service.flows.people.sign_in import SignInTry, sign_in
from tests.people import PASSWORD, WebPerson, make_person, signed_in
from tests.web.html import read_page


def test_the_right_password_opens_a_session(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = WebPerson(runtime)
    assert browser.get("/account").headers["location"] == "/sign-in?next=%2Faccount"
    answer = browser.sign_in("lin")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    (cookie,) = [line for line in answer.headers.get_list("set-cookie") if line.startswith("session=")]
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    page = browser.get("/account")
    assert "lin" in read_page(page.text).words
    assert page.headers["cache-control"] == "no-store"


def test_one_goes_on_to_where_one_wanted_and_never_to_another_site(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    foreign = (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        " //evil.example",
        "javascript:x",
    )
    for target, reached in (("/account/tokens", "/account/tokens"), *((each, "/") for each in foreign)):
        browser = WebPerson(runtime)
        answer = browser.send("/sign-in", email="lin@example.com", password=PASSWORD, next=target)
        assert answer.headers["location"] == reached


def test_wrong_password_and_unknown_address_are_told_alike(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = WebPerson(runtime)
    wrong = browser.send("/sign-in", email="lin@example.com", password="not the right one")
    unknown = browser.send("/sign-in", email="nobody@example.com", password="not the right one")
    odd = browser.send("/sign-in", email="no address", password="\x00" * 500)
    assert wrong.status_code == unknown.status_code == odd.status_code == 422
    assert "邮箱或密码不对" in read_page(wrong.text).words
    normal = [page.text.replace(mail, "").split("编号")[0] for page, mail in ((wrong, "lin@example.com"), (unknown, "nobody@example.com"))]
    assert read_page(normal[0]).words == read_page(normal[1]).words
    assert "not the right one" not in wrong.text


@pytest.mark.parametrize("name", ["lin", "nobody"])
def test_the_fifth_wrong_try_makes_one_wait_and_longer_each_time(platform, name):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = WebPerson(runtime)
    for _ in range(5):
        assert browser.sign_in(name, "wrong password").status_code == 422
    locked = browser.sign_in(name, PASSWORD)
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "30")
    assert "请等 30 秒" in read_page(locked.text).words
    runtime.clock.advance(timedelta(seconds=31))
    assert browser.sign_in(name, "wrong password").status_code == 422
    assert browser.sign_in(name, PASSWORD).headers["retry-after"] == "60"


def test_the_right_password_after_the_wait_forgets_the_wrong_ones(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = WebPerson(runtime)
    for _ in range(5):
        browser.sign_in("lin", "wrong password")
    runtime.clock.advance(timedelta(seconds=31))
    assert browser.sign_in("lin").status_code == 303
    other = WebPerson(runtime)
    for _ in range(4):
        assert other.sign_in("lin", "wrong password").status_code == 422
    assert other.sign_in("lin").status_code == 303


def test_an_address_that_tries_many_accounts_waits_too(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = WebPerson(runtime)
    for number in range(20):
        assert browser.sign_in(f"guess{number}", "wrong password").status_code == 422
    assert browser.sign_in("lin").status_code == 429


def test_signing_in_gives_a_new_cookie_and_the_one_planted_before_opens_nothing(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    victim = WebPerson(runtime)
    victim.client.cookies.set("session", "planted-by-an-attacker")
    victim.sign_in("lin")
    assert victim.client.cookies.get("session", domain="testserver.local") != "planted-by-an-attacker"
    attacker = WebPerson(runtime)
    attacker.client.cookies.set("session", "planted-by-an-attacker")
    assert attacker.get("/account").status_code == 303


def test_signing_out_ends_the_session_itself(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = signed_in(runtime, "lin")
    kept = dict(browser.client.cookies)
    assert browser.send("/sign-out", page="/account").headers["location"] == "/sign-in?done=out"
    again = WebPerson(runtime)
    again.client.cookies.update(kept)
    assert again.get("/account").status_code == 303


def test_a_session_ends_when_idle_and_at_last(platform):
    runtime, _ = platform
    make_person(runtime, Role.MANUFACTURER, "chen", "禾澄电子厂")
    browser = signed_in(runtime, "chen")
    for _ in range(3):
        runtime.clock.advance(timedelta(hours=11))
        assert browser.get("/account").status_code == 200
    runtime.clock.advance(timedelta(hours=12, minutes=1))
    assert browser.get("/account").status_code == 303
    browser.sign_in("chen")
    for _ in range(14 * 3):
        runtime.clock.advance(timedelta(hours=8))
        browser.get("/account")
    assert browser.get("/account").status_code == 303


def test_staff_sessions_are_shorter(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = signed_in(runtime, "lin")
    runtime.clock.advance(timedelta(hours=2, seconds=1))
    assert browser.get("/account").status_code == 303


def test_cookies_are_secure_where_the_site_is(make_runtime):
    runtime = make_runtime(public_url="https://pool.example", sign_ins_per_minute=0)
    make_person(runtime, Role.BROKER, "lin")
    browser = WebPerson(runtime)
    answer = browser.sign_in("lin")
    (cookie,) = [line for line in answer.headers.get_list("set-cookie") if line.startswith("__Host-session=")]
    assert "Secure" in cookie.split("; ")
    assert browser.get("/account").status_code == 200


def test_too_many_tries_a_minute_are_refused_before_anything_is_looked_up(make_runtime):
    runtime = make_runtime(sign_ins_per_minute=3)
    browser = WebPerson(runtime)
    token = browser.token("/sign-in")
    answers = [browser.client.post("/sign-in", data={"form_token": token, "email": f"a{n}@example.com"}).status_code for n in range(5)]
    assert answers == [422, 422, 422, 429, 429]


def test_a_right_guess_among_tries_at_the_same_time_does_not_count(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    here, asked = CameFrom("192.0.2.7"), []

    class Overtaken:
        """While the right password is compared, five wrong ones of the same account come to their end."""

        def now(self):
            asked.append(1)
            for number in range(5 if len(asked) == 2 else 0):
                with suppress(Invalid):
                    sign_in(runtime, SignInTry("lin@example.com", f"guess {number}"), here)
            return runtime.clock.now()

    with pytest.raises(TooManyRequests):
        sign_in(replace(runtime, clock=Overtaken()), SignInTry("lin@example.com", PASSWORD), here)
    assert len(asked) >= 2
