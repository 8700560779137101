"""我的账户: password, and where one is signed in."""

from datetime import timedelta

from service.domain.people import Role
from tests.people import PASSWORD, WebPerson, make_person, signed_in
from tests.web.html import read_page

NEW = "换了一个更长的新密码"


def test_changing_the_password_gives_a_new_cookie_and_ends_all_other_sessions(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.BROKER, "lin")
    elsewhere, browser = signed_in(runtime, "lin"), signed_in(runtime, "lin")
    old = dict(browser.client.cookies)
    answer = browser.send("/account/password", page="/account", current=PASSWORD, password=NEW)
    assert answer.headers["location"] == "/account?done=password"
    assert browser.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    thief = WebPerson(runtime)
    thief.client.cookies.update(old)
    assert thief.get("/account").status_code == 303
    assert mailbox.letters[-1].subject == "密码已修改"
    assert WebPerson(runtime).sign_in("lin", NEW).status_code == 303


def test_the_present_password_is_asked_for(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = signed_in(runtime, "lin")
    wrong = browser.send("/account/password", page="/account", current="not this one", password=NEW)
    assert wrong.status_code == 422
    assert "#current" in read_page(wrong.text).links()
    weak = browser.send("/account/password", page="/account", current=PASSWORD, password="1234567890")
    assert "#password" in read_page(weak.text).links()
    assert WebPerson(runtime).sign_in("lin", PASSWORD).status_code == 303


def test_whoever_took_over_a_session_cannot_guess_the_password_in_it(platform):
    runtime, _ = platform
    make_person(runtime, Role.MANUFACTURER, "lin")
    browser = signed_in(runtime, "lin")
    for number in range(5):
        if number % 2:
            assert browser.send("/account/records/erase", page="/account/records", password=f"guess {number}").status_code == 422
        else:
            assert browser.send("/account/password", page="/account", current=f"guess {number}", password=NEW).status_code == 422
    assert browser.send("/account/password", page="/account", current=PASSWORD, password=NEW).status_code == 429
    assert browser.send("/account/records/erase", page="/account/records", password=PASSWORD).status_code == 429
    assert WebPerson(runtime).sign_in("lin", PASSWORD).status_code == 303, "its owner signs in all the same"
    runtime.clock.advance(timedelta(seconds=31))
    assert browser.send("/account/password", page="/account", current=PASSWORD, password=NEW).status_code == 303


def test_one_sees_and_ends_ones_sessions(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    phone, browser = WebPerson(runtime), signed_in(runtime, "lin")
    phone.client.headers["user-agent"] = "Mozilla/5.0 (iPhone) MicroMessenger/8"
    phone.sign_in("lin")
    page = browser.get("/account")
    assert "iPhone 上的 微信" in read_page(page.text).words
    (key,) = [each.attributes["value"] for each in read_page(page.text).elements if each.attributes.get("name") == "key"]
    assert browser.send("/account/sessions", page="/account", key=key).status_code == 303
    assert phone.get("/account").status_code == 303
    assert browser.get("/account").status_code == 200


def test_all_others_end_at_once(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    others, browser = [signed_in(runtime, "lin") for _ in range(3)], signed_in(runtime, "lin")
    browser.send("/account/sessions", page="/account")
    assert [other.get("/account").status_code for other in others] == [303] * 3
    assert browser.get("/account").status_code == 200


def test_nobody_ends_somebody_elses_session(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    make_person(runtime, Role.BROKER, "wu")
    signed_in(runtime, "lin")
    lin, wu = signed_in(runtime, "lin"), signed_in(runtime, "wu")
    (key,) = [e.attributes["value"] for e in read_page(lin.get("/account").text).elements if e.attributes.get("name") == "key"]
    assert wu.send("/account/sessions", page="/account", key=key).status_code == 404
    assert "退出这一处" in lin.get("/account").text


def test_a_person_sees_only_what_he_may_open(platform):
    runtime, _ = platform
    places = {}
    for role in (Role.BROKER, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR):
        make_person(runtime, role, role)
        browser = signed_in(runtime, role)
        places[role] = {link for link in read_page(browser.get("/account").text).links() if link in {"/people", "/claims", "/audit"}}
        assert all(browser.get(link).status_code == 200 for link in places[role])
    assert places == {
        Role.BROKER: set(),
        Role.REVIEWER: {"/claims"},
        Role.AUDITOR: {"/people", "/audit"},
        Role.ADMINISTRATOR: {"/people", "/claims", "/audit"},
    }
