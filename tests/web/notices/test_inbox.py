"""收件箱: what one was told, how many are unread, and going on from there."""

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


def tell(runtime, person, number=1, wording="claim_refused"):
    """Notices of a claim, one a minute."""
    for each in range(number):
        values = {"firm": "示例一厂", "reason": f"<b>第 {each} 次</b>"} if wording == "claim_refused" else {}
        with writing(runtime.database) as session:
            assert post_notice(session, NewNotice(wording, person.id, values, f"{wording}:{each}"), runtime.clock.now())
        runtime.clock.advance(timedelta(minutes=1))


def first_id(browser):
    """Of the newest notice in somebody's inbox."""
    ids = [each.attributes.get("id", "") for each in read_page(browser.get("/inbox").text).elements]
    return next(each for each in ids if each.startswith("ntc_"))


def test_notices_stand_newest_first_and_unread_ones_are_counted_in_the_frame(platform):
    runtime, _ = platform
    lin = make_person(runtime, Role.BROKER, "lin")
    tell(runtime, lin, 22)
    tell(runtime, lin, wording="password_changed")
    browser = signed_in(runtime, "lin")
    page = browser.get("/inbox")
    assert "23 条未读" in read_page(browser.get("/account").text).words
    words = read_page(page.text).words
    assert words.index("密码已修改") < words.index("第 21 次")
    assert "&lt;b&gt;第 21 次" in page.text
    assert "<b>第" not in page.text
    assert "第 1 次" not in words
    assert "第 1 次" in read_page(browser.get("/inbox?page=2").text).words
    assert "密码已修改" not in read_page(browser.get("/inbox?kind=claims").text).words
    assert "23 条未读" in read_page(browser.get("/inbox?kind=nothing").text).words


def test_opening_one_marks_it_read_and_goes_on(platform):
    runtime, _ = platform
    lin = make_person(runtime, Role.BROKER, "lin")
    tell(runtime, lin, 2)
    browser = signed_in(runtime, "lin")
    first = first_id(browser)
    answer = browser.send(f"/inbox/{first}", page="/inbox")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/claims")
    assert "1 条未读" in read_page(browser.get("/inbox").text).words


def test_all_of_a_kind_are_marked_read_and_others_stay(platform):
    runtime, _ = platform
    lin = make_person(runtime, Role.BROKER, "lin")
    tell(runtime, lin, 2)
    tell(runtime, lin, wording="password_changed")
    browser = signed_in(runtime, "lin")
    assert browser.send("/inbox/read", page="/inbox", kind="claims").headers["location"] == "/inbox?kind=claims"
    assert "1 条未读" in read_page(browser.get("/inbox").text).words
    browser.send("/inbox/read", page="/inbox", kind="")
    assert "条未读" not in read_page(browser.get("/account").text).words


def test_somebody_elses_notice_is_not_there(platform):
    runtime, _ = platform
    tell(runtime, make_person(runtime, Role.BROKER, "lin"))
    make_person(runtime, Role.REVIEWER, "wu")
    lin, wu = signed_in(runtime, "lin"), signed_in(runtime, "wu")
    theirs = first_id(lin)
    assert wu.send(f"/inbox/{theirs}", page="/account").status_code == 404
    assert "还没有通知" in read_page(wu.get("/inbox").text).words
    assert "1 条未读" in read_page(lin.get("/inbox").text).words
