"""What a provider and a clerk come for on the pages for browsing, without a script: on a phone and on a projector."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WIDTHS = [390, 1366]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_provider_finds_itself_by_a_name_it_misspells(open_page, width):
    page = open_page("/providers", width=width, script=False)
    page.get_by_label("按企业名称或统一社会信用代码查").fill("屿站数据")
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("东莞市屿栈数据科技有限公司")
    expect(page.get_by_text("没有叫“屿站数据”的")).to_be_visible()
    expect(page.get_by_role("list", name="做成过的")).to_be_visible()
    page.get_by_role("link", name="怎样告诉我们").click()
    expect(page.get_by_role("heading", name="发现资料有误")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_clerk_goes_from_a_gap_to_the_firms_behind_a_number(open_page, width):
    page = open_page("/coverage", width=width, script=False)
    expect(page.get_by_text("个场景没有一家做")).to_be_visible()
    page.locator(".sort-line").get_by_role("link", name="能做").click()
    expect(page).to_have_url(re.compile(r"sort=providers"))
    first = page.locator(".cover-table tbody tr").first
    number = re.findall(r"\d+", first.locator("td").first.inner_text())[0]
    first.locator("td a").first.click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(f"符合条件的 {number} 家")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_factory_finds_its_trade_by_a_word_of_the_shop_floor(open_page, width):
    page = open_page("/industries", width=width, script=False)
    page.get_by_role("searchbox", name="按行业或行话查").fill("啤机")
    page.get_by_role("button", name="查", exact=True).click()
    page.get_by_role("link", name="注塑/塑胶制品").click()
    expect(page.get_by_role("heading", name="同行都改了什么")).to_be_visible()
    expect(page.locator(".case-entry .gains").first).to_contain_text("→")


def test_a_group_is_opened_and_a_scenario_chosen_by_keyboard(open_page):
    page = open_page("/scenarios")
    summary = page.locator("summary", has_text="设备互联与数据采集")
    summary.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="注塑/压铸机联网")
    expect(link).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "注塑/压铸机联网":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("注塑/压铸机联网")
