"""An event on telephones: a guest signs up without a script and an account, staff check in by the code, the list prints."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from service.domain.people import Role
from service.gathering.guests import door_code
from service.identity.actors import actor_of
from service.store.rows import BookingRow
from tests.browser.axe import violations
from tests.browser.conftest import Watch
from tests.demonstration import served
from tests.events import planned, talk_times
from tests.factories import SMALL_POOL
from tests.flows.stored import rows
from tests.people import PASSWORD, make_person, with_mailbox

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("POOL_PICTURES")
"""A folder: every page of the journey is drawn there, to be looked at."""


@pytest.fixture
def platform(make_platform):
    """(runtime, an event, its address)."""
    runtime, _ = with_mailbox(make_platform(SMALL_POOL[:2], sign_ins_per_minute=0))
    broker = actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)
    event = planned(runtime, broker, 1, **talk_times(runtime, 1))
    with served(runtime) as address:
        yield runtime, event, address


@pytest.fixture
def open_phone(chromium, platform):
    """Opens a telephone of its own; afterwards nothing went wrong on any of them."""
    watch, contexts = Watch(), []

    def open_one(*, script: bool, width: int = 390):
        context = chromium.new_context(
            base_url=platform[2],
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        watch.follow(context, platform[2])
        page = context.new_page()
        page.set_default_timeout(60_000)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert watch.problems == []


def look(page, name):
    """Nothing is wider than the screen, and nothing hides from those who cannot see; with a folder given, a picture."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"events-{name}.png", full_page=True)


def test_a_guest_signs_up_and_is_let_in_on_telephones(platform, open_phone):
    runtime, event, address = platform
    guest = open_phone(script=False)
    guest.goto("/events")
    guest.get_by_role("link", name=event.facts.title).click()
    look(guest, "event")
    guest.get_by_role("link", name="报名", exact=True).click()
    guest.get_by_label("单位名称").fill("长安某五金厂")
    guest.get_by_label("制造企业").check()
    guest.get_by_label("来几个人").fill("2")
    guest.get_by_label("怎么称呼").fill("何先生")
    guest.get_by_label("电话").fill("0769-12345678")
    guest.get_by_label("同意把联系方式用于这场活动").check()
    look(guest, "book")
    guest.get_by_role("button", name="提交报名").click()
    assert guest.get_by_text("报名成功").is_visible()
    picture = guest.locator("img[alt^='签到码']")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    look(guest, "booking")
    (booking,) = rows(runtime.database, BookingRow, event_id=event.id)

    runtime.clock.advance(timedelta(hours=23))
    staff = open_phone(script=True)
    staff.goto(f"/check-in?c={door_code(runtime, booking.id)}")
    staff.get_by_label("邮箱").fill("chen@example.com")
    staff.get_by_label("密码").fill(PASSWORD)
    staff.get_by_role("button", name="登录", exact=True).click()
    staff.goto(f"/check-in?c={door_code(runtime, booking.id)}")
    assert staff.get_by_role("heading", name="长安某五金厂").is_visible()
    assert violations(staff) == []
    look(staff, "check-in")
    staff.get_by_role("button", name="签到").click()
    assert staff.get_by_text("已签到").is_visible()
    look(staff, "checked-in")
    staff.get_by_role("link", name="这场活动的签到名单").click()
    assert staff.get_by_text("到场 1 家、2 人次").is_visible()
    assert violations(staff) == []
    look(staff, "door")
    staff.emulate_media(media="print")
    look(staff, "door-on-paper")
    assert staff.locator(".print-only").first.is_visible()
    assert address in staff.url
