"""通知方式: each kind by itself, and letters that come together instead of in a flood."""

from datetime import timedelta

import pytest

from service.domain.notices import NewNotice
from service.domain.people import Role
from service.store.queries.notices import post_notice
from service.store.unit_of_work import writing
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import read_page


@pytest.fixture
def platform(make_runtime):
    return with_mailbox(make_runtime(SMALL_POOL[:1], sign_ins_per_minute=0))


def tell(runtime, person, key):
    with writing(runtime.database) as session:
        notice = NewNotice("claim_refused", person.id, {"firm": "示例一厂", "reason": key}, key)
        post_notice(session, notice, runtime.clock.now())


def choose(browser, **fields):
    others = {"mail-profiles": "at_once", "mail-brokering": "at_once", "mail-events": "at_once", "mail-upkeep": "at_once"}
    return browser.send("/account/notices", **{**others, **fields})


def test_the_first_letter_goes_at_once_and_the_next_ones_come_together(platform):
    runtime, mailbox = platform
    lin = make_person(runtime, Role.BROKER, "lin")
    for key in ("一", "二", "三", "四"):
        tell(runtime, lin, key)
        assert len(mailbox.letters) == 1
        runtime.clock.advance(timedelta(minutes=5))
    runtime.clock.advance(timedelta(minutes=30))
    first, later = mailbox.letters
    assert (first.to, first.subject) == ("lin@example.com", "认领结果")
    assert later.subject == "认领：3 条通知"
    assert all(key in later.body for key in ("二", "三", "四"))
    assert "/unsubscribe?w=" in later.body
    assert "一厂" in later.body


def test_once_a_day_in_the_morning(platform):
    runtime, mailbox = platform
    lin = make_person(runtime, Role.BROKER, "lin")
    browser = signed_in(runtime, "lin")
    assert choose(browser, **{"mail-claims": "daily", "inbox": "claims"}).headers["location"] == "/account/notices?done=saved"
    assert "已保存" in read_page(browser.get("/account/notices?done=saved").text).words
    tell(runtime, lin, "一")
    runtime.clock.advance(timedelta(hours=3))
    tell(runtime, lin, "二")
    assert mailbox.letters == []
    # The clock of tests shows 10:00 in Shanghai: the next morning at eight is 22 hours off.
    runtime.clock.advance(timedelta(hours=18, minutes=59))
    assert mailbox.letters == []
    runtime.clock.advance(timedelta(minutes=1))
    (letter,) = mailbox.letters
    assert letter.subject == "认领：2 条通知"


def test_no_mail_and_no_inbox(platform):
    runtime, mailbox = platform
    lin = make_person(runtime, Role.BROKER, "lin")
    browser = signed_in(runtime, "lin")
    choose(browser, **{"mail-claims": "never"})
    tell(runtime, lin, "一")
    assert mailbox.letters == []
    assert "还没有通知" in read_page(browser.get("/inbox").text).words


def test_the_safety_of_the_account_cannot_be_switched_off(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.BROKER, "lin")
    browser = signed_in(runtime, "lin")
    assert "账户安全" not in [each.attributes.get("value") for each in read_page(browser.get("/account/notices").text).elements]
    choose(browser, **{"mail-account": "never", "mail-claims": "never"})
    browser.send("/account/password", page="/account", current="三条腿的板凳坐不稳当", password="四条腿的板凳也会摇晃")
    assert mailbox.letters[-1].subject == "密码已修改"
    assert mailbox.letters[-1].unsubscribe == ""


def test_an_unknown_choice_is_told(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    assert choose(signed_in(runtime, "lin"), **{"mail-claims": "by_pigeon"}).status_code == 422
