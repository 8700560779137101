"""退订: by the link of a letter, by one click, without signing in."""

import pytest

from service.domain.notices import MAIL_PAUSE, NewNotice
from service.domain.people import Role
from service.store.queries.notices import post_notice
from service.store.unit_of_work import writing
from tests.factories import SMALL_POOL
from tests.people import WebPerson, make_person, with_mailbox

SITE = "http://pool.example.com"


@pytest.fixture
def platform(make_runtime):
    return with_mailbox(make_runtime(SMALL_POOL[:1], sign_ins_per_minute=0, matches_per_minute=0, public_url=SITE))


def tell(runtime, person, key):
    with writing(runtime.database) as session:
        notice = NewNotice("claim_refused", person.id, {"firm": "示例一厂", "reason": key}, key)
        post_notice(session, notice, runtime.clock.now())


def test_looking_changes_nothing_and_one_click_ends_the_kind(platform):
    runtime, mailbox = platform
    lin = make_person(runtime, Role.BROKER, "lin")
    tell(runtime, lin, "一")
    (letter,) = mailbox.letters
    assert letter.unsubscribe.startswith(f"{SITE}/unsubscribe?w=")
    assert letter.unsubscribe in letter.body
    path, stranger = letter.unsubscribe.removeprefix(SITE), WebPerson(runtime)
    page = stranger.get(path)
    assert "停发这类邮件" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "lin@example.com" not in page.text
    assert "停发这类邮件" in stranger.get(path).text
    # As a mail program does it: RFC 8058, no cookie, no token, no Origin.
    assert "已停发" in stranger.client.post(path, data={"List-Unsubscribe": "One-Click"}).text
    assert "已停发" in stranger.client.post(path).text
    tell(runtime, lin, "二")
    assert len(mailbox.letters) == 1
    assert "继续发" in stranger.get(path).text
    assert "停发这类邮件" in stranger.client.post(f"{path}&again=1").text
    tell(runtime, lin, "三")
    assert len(mailbox.letters) == 1, "the pause between two letters holds"
    runtime.clock.advance(MAIL_PAUSE)
    assert len(mailbox.letters) == 2


def test_a_link_that_the_platform_did_not_write_ends_nothing(platform):
    runtime, mailbox = platform
    lin = make_person(runtime, Role.BROKER, "lin")
    tell(runtime, lin, "一")
    code = mailbox.letters[0].unsubscribe.partition("w=")[2]
    other = code.replace("claims", "brokering")
    stranger = WebPerson(runtime)
    for wrong in (code[:-1] + ("0" if code[-1] != "0" else "1"), other, code.replace(lin.id, "per_somebody"), "", "x", "a.b.c", "。" * 40):
        assert stranger.client.get("/unsubscribe", params={"w": wrong}).status_code == 404, wrong
        assert stranger.client.post("/unsubscribe", params={"w": wrong}).status_code == 404, wrong
    tell(runtime, lin, "二")
    runtime.clock.advance(MAIL_PAUSE)
    assert len(mailbox.letters) == 2
