"""The bureau brokers, in a real browser: from a sentence to a case that the next factory finds; a gap; a spreadsheet; a clerk's keys."""

import re

import pytest
from playwright.sync_api import Page, expect

from service.domain.people import Role
from service.store.rows import NeedRow, SupplyGapRow
from tests.brokering import SENTENCE, person_of
from tests.browser.conftest import Watch
from tests.demonstration import served
from tests.factories import SMALL_POOL
from tests.flows.stored import count, rows
from tests.people import PASSWORD, make_person, with_mailbox
from tests.web.brokering.test_need_sheets import forty_with_six_bad

pytestmark = pytest.mark.browser
_TABS_MOST = 120


@pytest.fixture
def platform(make_platform):
    """(runtime, its address); a broker chen is there."""
    runtime, _ = with_mailbox(make_platform(SMALL_POOL, sign_ins_per_minute=0))
    make_person(runtime, Role.BROKER, "chen")
    with served(runtime) as address:
        yield runtime, address


@pytest.fixture
def open_browser(chromium, platform):
    """Opens a browser of its own; afterwards nothing went wrong in any of them."""
    watch, contexts = Watch(), []

    def open_one(name: str = "", *, script: bool = True, width: int = 1366) -> Page:
        context = chromium.new_context(
            base_url=platform[1],
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        watch.follow(context, platform[1])
        page = context.new_page()
        page.set_default_timeout(40_000)
        if name:
            page.goto("/sign-in")
            page.get_by_label("邮箱").fill(f"{name}@example.com")
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录", exact=True).click()
            page.wait_for_url(re.compile("^(?!.*sign-in)"))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert watch.problems == []


def press(page: Page, deed: str, **fields: str) -> None:
    """Fill in fields of the form that holds this button, open its fold, and press it."""
    form = page.locator(f'form:has(button[value="{deed}"])').first
    form.locator(f'button[value="{deed}"]').first.evaluate(
        "button => { for (let fold = button.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true; }"
    )
    for name, value in fields.items():
        box = form.locator(f'[name="{name}"]').first
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    with page.expect_navigation():
        form.locator(f'button[value="{deed}"]').first.click()
    assert page.locator('[role="alert"]').count() == 0, page.locator('[role="alert"]').inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), deed


def register(page: Page, sentence: str, firm: str) -> None:
    page.goto("/needs/new")
    page.locator("[name=q]").last.fill(sentence)
    page.locator("[name=firm]").fill(firm)
    page.get_by_role("button", name="提交需求").click()
    page.wait_for_url(re.compile("/(my-needs|workbench)/"))


def test_from_a_sentence_to_a_case_that_the_next_factory_finds(platform, open_browser) -> None:
    runtime, _ = platform
    factory = open_browser(width=390)
    register(factory, SENTENCE, "长安某五金厂")
    expect(factory.get_by_text("已经登记，编号")).to_be_visible()
    (need,) = rows(runtime.database, NeedRow)
    desk = open_browser("chen")
    desk.goto(f"/workbench/needs/{need.id}")
    for deed in ("check", "clarify", "recommend"):
        press(desk, deed, reason="池里做过这件事的不多")
    provider_id = (
        desk.locator('button[value="introduce"]').first.locator("xpath=ancestor::form").locator("[name=provider]").get_attribute("value")
    )
    press(desk, "introduce")
    factory.reload()
    press(factory, "accept")
    person_of(runtime, provider_id or "", "zhao")
    provider = open_browser("zhao")
    provider.goto("/introductions")
    provider.locator("ul.rows .row-name a").first.click()
    press(provider, "accept", contact_name="赵工", contact_phone="0769-12345678")
    press(provider, "meeting", kind="factory", starts="2026-01-07T14:30")
    for kind, fields in (("met", {}), ("intent", {}), ("signed", {"band": "10_30"})):
        press(provider, "outcome", kind=kind, **fields)
        factory.reload()
        press(factory, "confirm")
        provider.reload()
    press(provider, "outcome", kind="delivered", subject="晚班开机率", before="58%", after="74%")
    factory.reload()
    press(factory, "confirm")
    press(factory, "outcome", kind="accepted")
    provider.reload()
    press(provider, "confirm")
    factory.reload()
    press(factory, "outcome", kind="rated", rating="5", reason="装得快，老机也接上了")
    press(factory, "publish", summary="三十几台冲床联网，晚班开没开手机上看得到", capability="")
    desk.reload()
    expect(desk.get_by_text("同意公布为")).to_be_visible()
    desk.goto("/workbench/funnel")
    expect(desk.get_by_role("row", name=re.compile("^评价")).get_by_role("link").first).to_have_text("1")
    following = open_browser(width=390, script=False)
    following.goto("/cases")
    expect(following.get_by_text("三十几台冲床联网").first).to_be_visible()
    following.goto(f"/providers/{provider_id}")
    expect(following.get_by_text("案例经企业确认").first).to_be_visible()
    following.goto("/search?q=三十几台冲床联网，晚班开没开手机上看得到")
    expect(following.locator(f'a[href^="/providers/{provider_id}"]').first).to_be_visible()


def test_a_need_that_nobody_serves_is_a_gap_and_forty_needs_come_by_a_table(platform, open_browser) -> None:
    runtime, _ = platform
    desk = open_browser("chen")
    register(desk, "给工厂食堂找一家做盒饭配送的", "大朗某毛织厂")
    for deed in ("check", "clarify", "find_none"):
        press(desk, deed, reason="池里没有做这个的")
    assert count(runtime.database, SupplyGapRow, reason="nobody") == 1
    desk.goto("/workbench/funnel")
    expect(desk.get_by_role("link", name=re.compile("无合适")).first).to_contain_text("1")
    desk.goto("/workbench/sheets")
    desk.get_by_label("选一张表").set_input_files(
        files=[{"name": "征集表.xlsx", "mimeType": "application/octet-stream", "buffer": forty_with_six_bad()}]
    )
    desk.get_by_role("button", name="试读").click()
    expect(desk.get_by_role("heading", name="要改的 6 行")).to_be_visible()
    desk.get_by_role("button", name=re.compile("^登记 33 条")).click()
    expect(desk.get_by_role("heading", name="已登记的 33 行")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus, as somebody without a mouse does."""
    for _ in range(_TABS_MOST):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement?.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def test_a_clerks_day_with_the_keyboard_alone(platform, open_browser) -> None:
    runtime, _ = platform
    desk = open_browser("chen")
    for firm in ("甲五金厂", "乙五金厂"):
        register(desk, SENTENCE, firm)
    desk.goto("/workbench")
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    first = desk.evaluate("document.activeElement.textContent")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.locator("p.quiet", has_text=first).first).to_be_visible()
    tab_to(desk, "button[value=check]")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    tab_to(desk, "#note")
    desk.keyboard.type("老板出差，周一上午再打")
    tab_to(desk, "button[value=note]")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.get_by_text("老板出差，周一上午再打")).to_be_visible()
    assert [row.state for row in rows(runtime.database, NeedRow)].count("checked") == 1
    tab_to(desk, 'a[href="/workbench"]')
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    desk.keyboard.press("n")
    expect(desk).to_have_url(re.compile("/needs/new"))
