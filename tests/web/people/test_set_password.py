"""Links from letters: used once, ending soon, and only for what they were sent for."""

from datetime import timedelta

import pytest

from service.domain.people import Role
from tests.people import PASSWORD, WebPerson, make_person
from tests.web.html import read_page


@pytest.fixture
def link(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.BROKER, "lin")
    WebPerson(runtime).send("/recover", email="lin@example.com")
    return mailbox.link()


def use(runtime, link, password="一个新的而且够长的密码"):
    return WebPerson(runtime).send("/set-password", page=link if "t=" in link else "/recover", t=link.partition("t=")[2], password=password)


def test_looking_does_not_use_it_up_and_using_it_does(platform, link):
    runtime, _ = platform
    for _ in range(3):
        assert WebPerson(runtime).get(link).status_code == 200
    token = WebPerson(runtime)
    first = token.send("/set-password", page=link, t=link.partition("t=")[2], password="一个新的而且够长的密码")
    assert first.status_code == 303
    again = token.send("/set-password", page="/recover", t=link.partition("t=")[2], password="再来一个够长的新密码")
    assert again.status_code == 404
    assert token.get(link).status_code == 404


def test_an_older_link_ends_with_the_newer_one(platform, link):
    runtime, mailbox = platform
    browser = WebPerson(runtime)
    browser.send("/recover", email="lin@example.com")
    assert use(runtime, mailbox.link()).status_code == 303
    assert browser.get(link).status_code == 404


def test_it_ends_by_itself(platform, link):
    runtime, _ = platform
    runtime.clock.advance(timedelta(minutes=31))
    answer = WebPerson(runtime).get(link)
    assert answer.status_code == 404
    assert "已经用过或过期" in read_page(answer.text).words


@pytest.mark.parametrize("password", ["short", "1234567890", "Password123", "aaaaaaaaaaaa", "lin@example.com", "x" * 129])
def test_a_weak_password_is_refused_and_the_link_goes_on(platform, link, password):
    runtime, _ = platform
    answer = use(runtime, link, password)
    assert answer.status_code == 422
    assert "#password" in read_page(answer.text).links()
    assert password not in answer.text.replace("lin@example.com", "", 2) or password == "lin@example.com"
    assert use(runtime, link).status_code == 303


def test_a_link_that_was_never_sent_opens_nothing(platform):
    runtime, _ = platform
    browser = WebPerson(runtime)
    assert browser.get("/set-password?t=" + "A" * 43).status_code == 404
    assert browser.send("/set-password", page="/recover", t="' OR 1=1 --", password=PASSWORD).status_code == 404
    assert browser.get("/set-password").headers["location"] == "/recover"
