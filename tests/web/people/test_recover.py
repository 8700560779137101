"""忘记密码: by letter, without telling who has an account."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import event

from service.domain.people import Role
from service.domain.tokens import Scope
from service.flows.people.create_token import create_token
from service.identity.tokens import TokenWish
from tests.people import PASSWORD, WebPerson, make_person, signed_in
from tests.web.html import read_page

NEW = "换了一个更长的新密码"


def test_a_link_sets_a_new_password_and_ends_every_session(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.BROKER, "lin")
    elsewhere = signed_in(runtime, "lin")
    browser = WebPerson(runtime)
    assert browser.send("/recover", email="lin@example.com").status_code == 200
    link = mailbox.link("lin@example.com")
    browser.send("/set-password", page=link, t=link.partition("t=")[2], password=NEW)
    assert elsewhere.get("/account").status_code == 303
    assert browser.sign_in("lin", PASSWORD).status_code == 422
    assert browser.sign_in("lin", NEW).status_code == 303
    assert mailbox.letters[-1].subject == "密码已重设"


def test_whoever_had_the_password_keeps_no_token(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.BROKER, "lin")
    secret = create_token(runtime, "lin@example.com", TokenWish("别人建的", (Scope.NEEDS_READ,), 366))
    browser, header = WebPerson(runtime), {"Authorization": f"Bearer {secret}"}
    assert browser.get("/api/v1/me", headers=header).status_code == 200
    browser.send("/recover", email="lin@example.com")
    link = mailbox.link("lin@example.com")
    browser.send("/set-password", page=link, t=link.partition("t=")[2], password=NEW)
    assert browser.get("/api/v1/me", headers=header).status_code == 401


def test_asking_again_and_again_writes_as_much_with_an_account_as_without(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    browser, written = WebPerson(runtime), Counter()

    def note(connection, cursor, statement, *rest):
        written[statement.split()[0]] += 1

    event.listen(runtime.database, "before_cursor_execute", note)
    for name in ("lin", "nobody") * 5:
        runtime.clock.advance(timedelta(seconds=1))
        written.clear()
        browser.send("/recover", email=f"{name}@example.com")
        assert written["INSERT"] + written["UPDATE"] > 0, name


def test_the_answer_is_the_same_for_an_address_without_account(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = WebPerson(runtime)
    pages = [browser.send("/recover", email=f"{name}@example.com").text.replace(name, "") for name in ("lin", "nobody")]
    assert read_page(pages[0]).words == read_page(pages[1]).words
    assert [letter.to for letter in mailbox.letters] == ["lin@example.com"]


def test_recovery_ends_a_lockout(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = WebPerson(runtime)
    for _ in range(5):
        browser.sign_in("lin", "wrong password")
    assert browser.sign_in("lin").status_code == 429
    browser.send("/recover", email="lin@example.com")
    link = mailbox.link()
    browser.send("/set-password", page=link, t=link.partition("t=")[2], password=NEW)
    assert browser.sign_in("lin", NEW).status_code == 303


def test_what_is_no_address_is_told(platform):
    runtime, mailbox = platform
    assert WebPerson(runtime).send("/recover", email="lin").status_code == 422
    assert mailbox.letters == []
