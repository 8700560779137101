"""What happened is told: in the inbox, by letter, and to the administrator where it failed; with and without JavaScript."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from service.domain.people import Role
from service.domain.sessions import CameFrom
from service.errors import Refused
from service.flows.people.recover_account import recover_account
from tests.browser.axe import violations
from tests.browser.conftest import Watch
from tests.demonstration import served
from tests.factories import SMALL_POOL
from tests.people import PASSWORD, make_person, with_mailbox

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("POOL_PICTURES")
"""A folder: the pages of the journey are drawn there, to be looked at."""

HERE = CameFrom("192.0.2.1")


@pytest.fixture
def platform(make_platform):
    """(runtime, its letters, its address)."""
    runtime, mailbox = with_mailbox(make_platform(SMALL_POOL[:2], sign_ins_per_minute=0, matches_per_minute=0))
    with served(runtime) as address:
        yield runtime, mailbox, address


@pytest.fixture
def open_browser(chromium, platform):
    _, _, address = platform
    watch, contexts = Watch(), []

    def open_one(*, script: bool, width: int = 390):
        context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": 844}, java_script_enabled=script, locale="zh-CN", reduced_motion="reduce"
        )
        contexts.append(context)
        watch.follow(context, address)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert watch.problems == []


def look(page, name, *, script):
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    if script:
        assert violations(page) == [], name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def sign_in(page, name):
    page.goto("/sign-in")
    page.get_by_label("邮箱").fill(f"{name}@example.com")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账户")


@pytest.mark.parametrize("script", [True, False])
def test_told_read_and_switched_off(platform, open_browser, script):
    runtime, mailbox, _ = platform
    make_person(runtime, Role.MANUFACTURER, "zhao", "禾澄电子厂")
    make_person(runtime, Role.REVIEWER, "wu")
    page, staff = open_browser(script=script), open_browser(script=script, width=1366)
    sign_in(page, "zhao")
    page.goto("/account/claims")
    page.get_by_label("统一社会信用代码").fill(SMALL_POOL[0].uscc)
    page.locator("[name=note]").fill("市场部，座机 22000000")
    page.locator("main form button[type=submit]").last.click()
    sign_in(staff, "wu")
    staff.goto("/claims")
    staff.get_by_label("怎么核实的").fill("座机说没有这个人")
    staff.get_by_role("button", name="不通过").click()

    page.goto("/account")
    expect(page.get_by_text("1 条未读").first).to_be_attached()
    page.get_by_role("link", name="收件箱").click()
    expect(page.get_by_text("座机说没有这个人")).to_be_visible()
    look(page, "inbox", script=script)
    page.get_by_role("button", name="去看看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("认领服务商")
    page.goto("/inbox")
    expect(page.get_by_text("0 条未读")).to_be_visible()

    page.get_by_role("link", name="改通知方式").click()
    look(page, "notice-choices", script=script)
    page.get_by_role("group", name="认领").get_by_label("邮件：每天早上合成一封").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    expect(page.get_by_role("group", name="认领").get_by_label("邮件：每天早上合成一封")).to_be_checked()

    letter = next(each for each in mailbox.letters if each.subject == "认领结果")
    stranger = open_browser(script=script)
    stranger.goto(next(word for line in letter.body.splitlines() for word in line.split("：") if word.startswith("/unsubscribe")))
    look(stranger, "unsubscribe", script=script)
    stranger.get_by_role("button", name="停发这类邮件").click()
    expect(stranger.get_by_text("的邮件已停发")).to_be_visible()
    page.goto("/account/notices")
    expect(page.get_by_role("group", name="认领").get_by_label("邮件：不发")).to_be_checked()


@pytest.mark.parametrize("script", [True, False])
def test_a_letter_that_failed_is_tried_again(platform, open_browser, script):
    runtime, mailbox, _ = platform
    make_person(runtime, Role.ADMINISTRATOR, "zhou")
    mailbox.refuses = Refused("收信方的邮件服务器不收这个地址的信（550），多半是地址写错或邮箱已停用。")
    recover_account(runtime, "zhou@example.com", HERE)
    assert mailbox.letters == []
    page = open_browser(script=script)
    sign_in(page, "zhou")
    page.get_by_role("link", name="任务").click()
    expect(page.get_by_text("不收这个地址的信（550）")).to_be_visible()
    look(page, "tasks", script=script)
    page.get_by_role("button", name="放弃").click()
    expect(page.get_by_text("请写明为什么放弃")).to_be_visible()
    mailbox.refuses = None
    page.get_by_role("button", name="再试").click()
    expect(page.get_by_text("没有这样的任务")).to_be_visible()
    assert [letter.subject for letter in mailbox.letters] == ["重设密码"]
