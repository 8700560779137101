"""同事: several people for one firm, each by his own account."""

import pytest

from service.domain.people import Role
from tests.people import PASSWORD, WebPerson, make_person, signed_in
from tests.web.html import read_page


@pytest.fixture
def chen(platform):
    runtime, mailbox = platform
    person = make_person(runtime, Role.MANUFACTURER, "chen", "禾澄电子厂")
    return runtime, mailbox, signed_in(runtime, "chen"), person.grants[0].firm_id


def invite(browser, firm, email="new@example.com"):
    return browser.send("/account/colleagues", firm=firm, name="小李", email=email)


def test_a_colleague_joins_with_a_new_account(chen):
    runtime, mailbox, browser, firm = chen
    assert invite(browser, firm).headers["location"] == "/account/colleagues?done=1"
    link = mailbox.link("new@example.com")
    new = WebPerson(runtime)
    assert "禾澄电子厂" in read_page(new.get(link).text).words
    new.send("/set-password", page=link, t=link.partition("t=")[2], password=PASSWORD)
    assert new.sign_in("new").status_code == 303
    assert "制造企业：禾澄电子厂" in read_page(new.get("/account").text).words
    assert "new@example.com" in read_page(browser.get("/account/colleagues").text).words


def test_who_has_an_account_joins_with_it_and_nobody_learns_it_before(chen):
    runtime, mailbox, browser, firm = chen
    make_person(runtime, Role.BROKER, "lin")
    invite(browser, firm, "lin@example.com")
    assert "lin@example.com" not in browser.get("/account/colleagues").text
    link = mailbox.link("lin@example.com")
    lin = WebPerson(runtime)
    assert "接受邀请" in read_page(lin.get(link).text).words
    assert lin.send("/set-password", page=link, t=link.partition("t=")[2]).status_code == 303
    assert lin.sign_in("lin").status_code == 303
    assert "制造企业：禾澄电子厂" in read_page(lin.get("/account").text).words


def test_only_into_ones_own_firm(chen):
    runtime, mailbox, browser, _ = chen
    other = make_person(runtime, Role.MANUFACTURER, "qian", "别的厂")
    assert invite(browser, other.grants[0].firm_id).status_code == 422
    assert invite(browser, "").status_code == 422
    assert mailbox.letters == []


def test_what_is_wrong_is_told_at_the_firm(chen):
    _, mailbox, browser, firm = chen
    answer = invite(browser, firm, "no address")
    assert answer.status_code == 422
    assert "#email" in read_page(answer.text).links()
    assert mailbox.letters == []


def test_staff_without_a_firm_have_nobody_to_invite(chen):
    runtime, *_ = chen
    make_person(runtime, Role.BROKER, "lin")
    assert signed_in(runtime, "lin").get("/account/colleagues").status_code == 403
