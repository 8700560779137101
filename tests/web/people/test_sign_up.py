"""注册: from the form to the letter to the account."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.domain.people import Role
from service.store.rows import LinkRow, PersonRow
from tests.people import PASSWORD, WebPerson, make_person
from tests.web.conftest import HOSTILE
from tests.web.html import read_page


def people(runtime):
    with Session(runtime.database) as session:
        return session.scalar(select(func.count()).select_from(PersonRow))


def test_from_the_form_to_the_account(platform):
    runtime, mailbox = platform
    browser = WebPerson(runtime)
    asked = browser.send("/sign-up", email=" CHEN@example.com ", name="陈工", unit="东莞市禾澄电子厂", agreed="1")
    assert asked.status_code == 200
    assert "打开邮件里的链接" in read_page(asked.text).words
    (letter,) = mailbox.letters
    assert letter.to == "chen@example.com"
    assert "chen" not in letter.subject
    assert people(runtime) == 0
    link = mailbox.link()
    assert "chen@example.com" in read_page(browser.get(link).text).words
    answer = browser.send("/set-password", page=link, t=link.partition("t=")[2], password=PASSWORD)
    assert answer.headers["location"] == "/sign-in?done=password"
    assert browser.sign_in("chen").status_code == 303
    assert "制造企业：东莞市禾澄电子厂" in read_page(browser.get("/account").text).words


def test_somebody_with_an_account_learns_it_by_letter_only(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = WebPerson(runtime)
    known = browser.send("/sign-up", email="lin@example.com", name="林", agreed="1")
    new = browser.send("/sign-up", email="new@example.com", name="林", agreed="1")
    words = [read_page(page.text.replace(mail, "")).words for page, mail in ((known, "lin@example.com"), (new, "new@example.com"))]
    assert words[0] == words[1]
    (told,) = (letter for letter in mailbox.letters if letter.to == "lin@example.com")
    assert "已经有账户" in told.subject + told.body
    assert "/set-password" not in told.body


def test_one_address_gets_three_letters_an_hour(platform):
    runtime, mailbox = platform
    browser = WebPerson(runtime)
    for _ in range(5):
        assert browser.send("/sign-up", email="new@example.com", name="林", agreed="1").status_code == 200
    assert len(mailbox.letters) == 3


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "a" * 300 + "@example.com"}, "email"),
        ({"email": "a@example.com\nBcc: b@example.com"}, "email"),
        ({"name": ""}, "name"),
        ({"name": "甲" * 41}, "name"),
        ({"unit": "厂" * 81}, "unit"),
        ({"agreed": ""}, "agreed"),
    ],
)
def test_what_is_wrong_is_told_at_its_place_and_nothing_is_sent(platform, fields, place):
    runtime, mailbox = platform
    usual = {"email": "new@example.com", "name": "林", "unit": "", "agreed": "1"}
    answer = WebPerson(runtime).send("/sign-up", **{**usual, **fields})
    assert answer.status_code == 422
    assert f"#{place}" in read_page(answer.text).links()
    assert mailbox.letters == []


def test_hostile_text_is_shown_as_text(platform):
    runtime, mailbox = platform
    browser = WebPerson(runtime)
    answer = browser.send("/sign-up", email=HOSTILE, name=HOSTILE, unit=HOSTILE, agreed="")
    assert "<script>alert" not in answer.text
    assert mailbox.letters == []


def test_links_lie_as_digests(platform):
    runtime, mailbox = platform
    WebPerson(runtime).send("/sign-up", email="new@example.com", name="林", agreed="1")
    secret = mailbox.link().partition("t=")[2]
    with Session(runtime.database) as session:
        (row,) = session.scalars(select(LinkRow))
    assert secret not in (row.digest, str(row.detail))
    assert len(secret) >= 43
