"""An account from the first letter to the last session, in a real browser, with and without JavaScript."""

import os
import re
import socket
from datetime import timedelta
from pathlib import Path

import httpx2
import pyotp
import pytest
from playwright.sync_api import expect

from service.domain.people import Role
from tests.browser.axe import violations
from tests.browser.conftest import Watch
from tests.demonstration import served
from tests.factories import SMALL_POOL
from tests.people import make_person, with_mailbox

pytestmark = pytest.mark.browser

FIRST, SECOND = "三条腿的板凳坐不稳当", "四条腿的板凳也会摇晃"
PICTURES = os.environ.get("POOL_PICTURES")
"""A folder: every page of the journey is drawn there, to be looked at."""


@pytest.fixture
def platform(make_platform):
    """(runtime, its letters, its address); people are about to come."""
    runtime, mailbox = with_mailbox(make_platform(SMALL_POOL[:2], sign_ins_per_minute=0))
    with served(runtime) as address:
        yield runtime, mailbox, address


@pytest.fixture
def open_browser(chromium, platform):
    """Opens a browser of its own; afterwards nothing went wrong in any of them."""
    _, _, address = platform
    watch, contexts = Watch(), []

    def open_one(*, script: bool, width: int = 390):
        context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": 844}, java_script_enabled=script, locale="zh-CN", reduced_motion="reduce"
        )
        contexts.append(context)
        watch.follow(context, address)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert watch.problems == []


def look(page, name):
    """Nothing is wider than the screen; with a folder given, a picture."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def sign_in(page, email, password):
    page.goto("/sign-in")
    page.get_by_label("邮箱").fill(email)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def end_both(page, other):
    page.goto("/account")
    page.get_by_role("button", name="退出这一处").click()
    other.goto("/account")
    expect(other.get_by_role("heading", level=1)).to_have_text("登录")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("已退出登录")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_from_sign_up_to_the_last_session(platform, open_browser, script):
    runtime, mailbox, _ = platform
    page = open_browser(script=script)
    page.goto("/sign-up")
    look(page, "sign-up")
    page.get_by_label("邮箱").fill("chen@example.com")
    page.get_by_label("怎么称呼您").fill("陈工")
    page.get_by_label("制造企业名称").fill("禾澄电子厂")
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="发送确认邮件").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("请查收邮件")

    page.goto(mailbox.link())
    look(page, "set-password")
    page.get_by_label("新密码").fill(FIRST)
    page.get_by_role("button", name="保存密码").click()
    expect(page.get_by_text("密码已设好")).to_be_visible()

    for _ in range(5):
        sign_in(page, "chen@example.com", "not this password")
        expect(page.get_by_role("heading", name="有 1 处要改")).to_be_visible()
    look(page, "sign-in-wrong")
    sign_in(page, "chen@example.com", FIRST)
    expect(page.get_by_text("密码试错太多次")).to_be_visible()

    page.get_by_role("link", name="忘记密码").click()
    page.get_by_label("邮箱").fill("chen@example.com")
    page.get_by_role("button", name="发送重设链接").click()
    page.goto(mailbox.link())
    page.get_by_label("新密码").fill(SECOND)
    page.get_by_role("button", name="保存密码").click()
    sign_in(page, "chen@example.com", SECOND)
    expect(page.get_by_text("制造企业：禾澄电子厂")).to_be_visible()
    look(page, "account")

    page.get_by_role("link", name="第二步验证").click()
    page.get_by_role("button", name="开始设置").click()
    totp = pyotp.TOTP(page.locator("ol.steps code").inner_text().replace(" ", ""))
    look(page, "second-factor")
    page.get_by_label("验证码").fill(totp.at(runtime.clock.now()))
    page.get_by_role("button", name="启用").click()
    expect(page.locator("ul.rows code")).to_have_count(10)
    look(page, "recovery-codes")
    page.get_by_role("link", name="我存好了").click()

    runtime.clock.advance(timedelta(minutes=1))
    other = open_browser(script=script, width=1366)
    sign_in(other, "chen@example.com", SECOND)
    look(other, "second-step")
    other.get_by_label("验证码").fill(totp.at(runtime.clock.now()))
    other.get_by_role("button", name="继续").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("我的账户")
    look(other, "account-wide")

    end_both(page, other)


def test_staff_pages_are_drawn_and_can_be_used_by_everybody(platform, open_browser):
    runtime, _, _ = platform
    make_person(runtime, Role.ADMINISTRATOR, "zhou")
    make_person(runtime, Role.REVIEWER, "wu")
    page = open_browser(script=True)
    sign_in(page, "zhou@example.com", FIRST)
    for path in ("/account", "/account/tokens", "/account/claims", "/account/second-factor", "/people", "/claims"):
        page.goto(path)
        look(page, path.strip("/").replace("/", "-"))
    for path in ("/account", "/account/tokens", "/people"):
        page.goto(path)
        assert violations(page) == [], path
    page.goto("/people")
    page.get_by_role("link", name="wu", exact=True).click()
    look(page, "person")
    page.get_by_label("为什么改").fill("兼任对接")
    page.get_by_label("为什么改").press("Enter")
    expect(page.get_by_role("button", name=re.compile("收回.*审核人员"))).to_be_visible()
    page.get_by_role("button", name=re.compile("授予.*对接人员")).click()
    expect(page.get_by_role("button", name=re.compile("收回.*对接人员"))).to_be_visible()
    page.goto("/account/tokens")
    page.get_by_label("给谁用").fill("企莞家接口")
    page.get_by_label("读取需求").check()
    page.get_by_role("button", name="新建令牌").click()
    expect(page.locator("code.secret")).to_contain_text("pmt_")
    look(page, "token-made")


@pytest.fixture
def secure_platform(make_platform):
    """As `platform`, at an address for which browsers make passkeys: http://localhost."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    runtime, _ = with_mailbox(make_platform((), sign_ins_per_minute=0, public_url=address))
    make_person(runtime, Role.BROKER, "lin")
    with served(runtime, port):
        yield runtime, address


def test_a_passkey_is_added_opens_a_session_and_is_removed(chromium, secure_platform):
    _, address = secure_platform
    watch = Watch()
    context = chromium.new_context(base_url=address, viewport={"width": 390, "height": 844}, locale="zh-CN", reduced_motion="reduce")
    watch.follow(context, address)
    page = context.new_page()
    page.set_default_timeout(20_000)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": key})["authenticatorId"]

    sign_in(page, "lin@example.com", FIRST)
    page.goto("/account/passkeys")
    look(page, "passkeys")
    assert violations(page) == []
    page.get_by_label("起个名字").fill("办公电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    expect(page.locator("ul.rows code")).to_have_count(10)
    look(page, "passkey-added")
    page.get_by_role("link", name="我存好了").click()
    page.get_by_role("button", name="退出登录").click()

    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账户")
    (kept,) = devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert kept["signCount"] == 2
    page.get_by_role("button", name="退出登录").click()

    devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_text("没有完成")).to_be_visible()
    look(page, "passkey-not-verified")
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})

    sign_in(page, "lin@example.com", FIRST)
    expect(page.get_by_role("heading", level=1)).to_have_text("登录第二步")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账户")

    page.goto("/account/passkeys")
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("还没有。")).to_be_visible()
    sign_in_again = context.new_page()
    sign_in_again.goto("/account")
    sign_in_again.get_by_role("button", name="退出登录").click()
    sign_in(sign_in_again, "lin@example.com", FIRST)
    expect(sign_in_again.get_by_role("heading", level=1)).to_have_text("我的账户")
    context.close()
    assert watch.problems == []


def test_without_a_script_the_page_of_passkeys_says_what_to_use_instead(chromium, secure_platform):
    _, address = secure_platform
    context = chromium.new_context(base_url=address, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, "lin@example.com", FIRST)
    page.goto("/account/passkeys")
    expect(page.get_by_text("可以改用")).to_be_visible()
    expect(page.get_by_role("button", name="添加通行密钥")).to_be_hidden()
    page.get_by_role("main").get_by_role("link", name="验证器").click()
    expect(page.get_by_role("button", name="开始设置")).to_be_visible()
    context.close()


def test_a_token_is_made_used_and_ends(platform, open_browser):
    runtime, _, address = platform
    make_person(runtime, Role.BROKER, "lin")
    page = open_browser(script=False)
    sign_in(page, "lin@example.com", FIRST)
    page.goto("/account/tokens")
    page.get_by_label("给谁用").fill("企莞家接口")
    page.get_by_label("有效天数").fill("1")
    page.get_by_role("button", name="新建令牌").click()
    secret = page.locator("code.secret").inner_text()

    def ask():
        return httpx2.get(f"{address}/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code

    assert ask() == 200
    page.goto("/account/tokens")
    expect(page.get_by_text("最近使用")).to_be_visible()
    runtime.clock.advance(timedelta(hours=25))
    assert ask() == 401
    sign_in(page, "lin@example.com", FIRST)
    page.goto("/account/tokens")
    expect(page.get_by_text("已过期")).to_be_visible()


def test_an_administrator_creates_staff_who_set_their_own_password(platform, open_browser):
    runtime, mailbox, _ = platform
    make_person(runtime, Role.ADMINISTRATOR, "zhou")
    page = open_browser(script=False)
    sign_in(page, "zhou@example.com", FIRST)
    page.goto("/people")
    new = page.get_by_role("region", name="新建工作人员")
    new.get_by_label("姓名").fill("吴审核")
    new.get_by_label("邮箱").fill("wu@example.com")
    new.get_by_label("审核人员").check()
    page.get_by_role("button", name="新建并发送设密码的邮件").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("吴审核")
    other = open_browser(script=False)
    other.goto(mailbox.link("wu@example.com"))
    other.get_by_label("新密码").fill(SECOND)
    other.get_by_role("button", name="保存密码").click()
    sign_in(other, "wu@example.com", SECOND)
    expect(other.get_by_text("审核人员")).to_be_visible()
