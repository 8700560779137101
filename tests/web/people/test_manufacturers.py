"""登记企业: staff enter a firm, its person comes in by a link, and two firms of one name are never mixed unasked."""

import pytest

from service.domain.people import Role
from tests.people import PASSWORD, WebPerson, make_person, signed_in
from tests.web.conftest import HOSTILE
from tests.web.html import read_page

GOOD = {"unit": "道滘精密五金厂", "name": "何厂长", "email": "he@example.com", "reason": "座机回拨，行政部确认"}


@pytest.fixture
def lin(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.BROKER, "lin")
    return runtime, mailbox, signed_in(runtime, "lin")


def take(runtime, mailbox, address):
    browser = WebPerson(runtime)
    link = mailbox.link(address)
    sent = browser.send("/set-password", page=link, t=link.partition("t=")[2], password=PASSWORD)
    assert sent.status_code == 303
    return browser


def test_a_firm_is_entered_and_its_person_comes_in(lin):
    runtime, mailbox, browser = lin
    assert browser.send("/manufacturers", **GOOD).headers["location"] == "/manufacturers?done=1"
    person = take(runtime, mailbox, "he@example.com")
    assert person.sign_in("he").status_code == 303
    assert "制造企业：道滘精密五金厂" in read_page(person.get("/account").text).words


def test_a_second_person_joins_only_where_staff_say_it_is_the_same_firm(lin):
    runtime, mailbox, browser = lin
    browser.send("/manufacturers", **GOOD)
    take(runtime, mailbox, "he@example.com")
    second = {**GOOD, "name": "李工", "email": "li@example.com"}
    refused = browser.send("/manufacturers", **second)
    assert refused.status_code == 409
    assert "li@example.com" in refused.text, "what was typed is still there"
    assert browser.send("/manufacturers", **second, joins="yes").status_code == 303
    person = take(runtime, mailbox, "li@example.com")
    person.sign_in("li")
    assert "何厂长" in read_page(person.get("/account/colleagues").text).words


@pytest.mark.parametrize("wrong", [{"unit": ""}, {"name": "x" * 41}, {"email": "nobody"}, {"reason": " "}, {"unit": "厂\x00"}], ids=str)
def test_what_is_wrong_is_told_at_its_field(lin, wrong):
    _, mailbox, browser = lin
    answer = browser.send("/manufacturers", **{**GOOD, **wrong})
    assert answer.status_code == 422
    assert f'id="{next(iter(wrong))}-error"' in answer.text
    assert mailbox.letters == []


def test_what_was_typed_is_text(lin):
    _, _, browser = lin
    page = browser.send("/manufacturers", **dict.fromkeys(GOOD, HOSTILE)).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
