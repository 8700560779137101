"""How the browsing pages are drawn: accessible, inside the screen, large enough to touch, in Chinese, light on the wire."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import LONGEST_NAME
from tests.browser.test_search_pages_drawn import SMALL_TARGETS

pytestmark = pytest.mark.browser

PAGES = {
    "providers": "/providers",
    "providers-narrowed": "/providers?pool=provincial&industry=plastics",
    "providers-none": "/providers?q=没有这样的名字",
    "scenarios": "/scenarios",
    "scenario": "/scenarios/DEV02",
    "scenario-nobody": "/scenarios/GRN05",
    "industries": "/industries",
    "industry": "/industries/plastics",
    "cases": "/cases",
    "cases-none": "/cases?year=1999",
    "pools": "/pools",
    "pool": "/pools/municipal",
    "coverage": "/coverage",
    "help": "/help",
    "accessibility": "/accessibility",
    "sitemap": "/sitemap",
    "provider-gone": "/providers/prv_gone",
}
OPEN_FOLDS = "for (const fold of document.querySelectorAll('details')) fold.open = true"


def provider_address(page) -> str:
    """The address of 屿栈数据, which has everything a page can show."""
    page.goto("/providers?q=屿栈")
    return str(page.get_by_role("link", name="屿栈数据", exact=True).first.get_attribute("href"))


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("high", [False, True], ids=["usual", "high-contrast"])
def test_axe_finds_nothing(open_page, path, high):
    page = open_page(path, high=high)
    page.evaluate(OPEN_FOLDS)
    assert violations(page) == []


@pytest.mark.parametrize("high", [False, True], ids=["usual", "high-contrast"])
def test_axe_finds_nothing_on_a_provider(open_page, high):
    page = open_page("/providers", high=high)
    page.goto(provider_address(page))
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_it_fits_the_screen_and_the_finger(open_page, path):
    page = open_page(path, width=390)
    page.evaluate(OPEN_FOLDS)
    assert page.evaluate(SMALL_TARGETS) == []
    for width in (390, 1366, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    page.evaluate("document.documentElement.dataset.text = 'large'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_chinese_pages_speak_chinese(open_page, path):
    page = open_page(path)
    page.evaluate(OPEN_FOLDS)
    # Words that factories use as they stand; names in capitals, such as a protocol's, are no English.
    known = {"Excel", "WiFi", "DeepSeek", "Content", "Accessibility"}
    words = set(re.findall(r"(?<![A-Za-z0-9])[A-Za-z]{5,}(?![A-Za-z0-9])", page.evaluate("document.querySelector('main').innerText")))
    assert {word for word in words if not word.isupper()} <= known


def test_the_longest_name_is_drawn_whole_on_a_phone(open_page):
    page = open_page(f"/providers?q={LONGEST_NAME}", width=390)
    heading = page.get_by_role("heading", level=1, name=LONGEST_NAME)
    box = heading.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_nothing_is_cut_off_beside_a_chart(open_page):
    page = open_page("/scenarios/DEV02")
    chart = page.get_by_role("img", name=re.compile("堆叠的横条图"))
    frame = chart.bounding_box()
    assert frame is not None
    assert frame["width"] > 300
    for text in chart.locator("text").all():
        box = text.bounding_box()
        if box is not None and box["width"]:
            assert box["x"] >= frame["x"] - 1, text.text_content()
            assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1, text.text_content()


@pytest.mark.parametrize("script", [True, False])
def test_from_a_trade_to_a_provider(open_page, script):
    page = open_page("/industries", script=script, width=390)
    page.get_by_role("link", name="注塑/塑胶制品").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("注塑/塑胶制品")
    number = page.locator(".counts a").nth(1)
    count = int(re.findall(r"\d+", number.inner_text())[0])
    number.click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(f"符合条件的 {count} 个案例")
    page.locator(".case-by a").first.click()
    expect(page.get_by_role("heading", name="单位联系方式")).to_be_visible()
    assert "#cas_" in page.url


@pytest.mark.parametrize("script", [True, False])
def test_narrowing_a_list_on_a_phone(open_page, script):
    page = open_page("/providers", script=script, width=390)
    town = page.get_by_label("镇街")
    expect(town).to_be_hidden()
    page.get_by_text("按条件筛选").click()
    town.select_option("441900129")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("符合条件的")
    expect(page).to_have_url(re.compile("town=441900129"))
    chip = page.get_by_role("link", name="去掉“高埗镇”")
    expect(chip).to_be_visible()
    chip.click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("全部")


def test_filters_are_open_on_a_wide_screen(open_page):
    page = open_page("/providers")
    expect(page.get_by_label("镇街")).to_be_visible()
    expect(page.get_by_text("按条件筛选")).to_be_hidden()


def test_a_list_by_keyboard(open_page):
    page = open_page("/providers")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("屿栈")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("符合条件的 1 家")


def test_the_members_file_is_downloaded(open_page):
    page = open_page("/pools/provincial")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("下载名单")).click()
    assert waiting.value.suggested_filename == "资源池成员名单_20260105.xlsx"


def test_the_map_opens_group_by_group(open_page):
    page = open_page("/coverage", width=390)
    table = page.get_by_role("table", name=re.compile("设备互联与数据采集"))
    expect(table).to_be_hidden()
    page.locator("summary", has_text="设备互联与数据采集").click()
    expect(table).to_be_visible()
    expect(table.get_by_role("link", name="屿栈数据").first).to_be_visible()  # once in each line it serves
    expect(page.get_by_role("list", name="设备互联与数据采集：按行业")).to_be_visible()
    table.get_by_role("link", name=re.compile(r"^\d+ 家$")).first.click()
    expect(page).to_have_url(re.compile(r"/providers\?scenario="))


def test_the_map_is_sorted_by_its_heads(open_page):
    page = open_page("/coverage", script=False)
    page.locator(".heat-table thead").get_by_role("link", name="质量检测与追溯").click()
    expect(page.get_by_role("columnheader", name="质量检测与追溯")).to_have_attribute("aria-sort", "descending")
    numbers = [int(text) if text.isdigit() else 0 for text in page.locator(".heat-table tbody td:nth-child(7)").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    assert any(numbers)
