"""A clerk imports a broken workbook, sees where it is broken, then a good one; on a phone without JavaScript and on a desk with it."""

import os
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from indexer.carry_out import carry_out
from service.domain.people import Role
from service.flows.profiles.open_import import open_import
from service.settings import ROOT
from tests.browser.axe import violations
from tests.browser.conftest import Watch
from tests.demonstration import served
from tests.factories import SMALL_POOL
from tests.people import PASSWORD, make_person, with_mailbox

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("POOL_PICTURES")
"""A folder: the pages of the journey are drawn there, to be looked at."""
_LONGEST_MS = 30_000
POOLS = ROOT / "fixtures" / "pools"


@pytest.fixture
def platform(make_platform, tmp_path):
    """(runtime, its address)."""
    runtime, _ = with_mailbox(make_platform(SMALL_POOL[:2], data_dir=tmp_path, sign_ins_per_minute=0, matches_per_minute=0))
    make_person(runtime, Role.REVIEWER, "zhao")
    with served(runtime) as address:
        yield runtime, address


def look(page, name, *, script):
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    if script:
        assert violations(page) == [], name
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{'desk' if script else 'phone'}.png", full_page=True)


def carried_out(runtime, page):
    """What the process of the import does; the page looks again by itself and tells it."""
    carry_out(open_import(runtime, page.url.rpartition("/")[2]), threading.Event())


@pytest.mark.parametrize("script", [True, False])
def test_a_broken_workbook_is_told_and_a_good_one_comes_in(chromium, platform, script):
    runtime, address = platform
    watch = Watch()
    size = {"width": 1366, "height": 768} if script else {"width": 390, "height": 844}
    context = chromium.new_context(base_url=address, viewport=size, java_script_enabled=script, locale="zh-CN", reduced_motion="reduce")
    watch.follow(context, address)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto("/sign-in")
    page.get_by_label("邮箱").fill("zhao@example.com")
    page.get_by_label("密码").fill(PASSWORD)
    page.locator("#main").get_by_role("button", name="登录", exact=True).click()
    page.goto("/imports")
    look(page, "imports", script=script)
    page.get_by_label("名单文件").set_input_files(POOLS / "broken.xlsx")
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("正在检查")).to_be_visible()
    carried_out(runtime, page)
    expect(page.get_by_role("heading", name="要改的")).to_be_visible(timeout=_LONGEST_MS)
    look(page, "broken", script=script)
    page.get_by_role("button", name="不导入了").click()
    expect(page.get_by_text("上传的文件已删除")).to_be_visible()
    page.goto("/imports")
    page.get_by_label("名单文件").set_input_files(POOLS / "providers.xlsx")
    page.get_by_role("button", name="上传并检查").click()
    carried_out(runtime, page)
    expect(page.get_by_role("button", name="确认导入")).to_be_visible(timeout=_LONGEST_MS)
    look(page, "checked", script=script)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("正在入库")).to_be_visible()
    carried_out(runtime, page)
    expect(page.get_by_text("已导入", exact=True)).to_be_visible(timeout=_LONGEST_MS)
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="下载报告").click()
    assert Path(downloaded.value.path()).read_bytes().startswith(b"PK")
    context.close()
    assert watch.problems == []
