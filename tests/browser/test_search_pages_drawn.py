"""How the search pages are drawn: accessible, inside the screen, large enough to touch, in Chinese."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import LONGEST_NAME

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "found": "/search?q=注塑机停机了没人知道，预算 20 万以内，厂在道滘，已有金蝶",
    "narrowed": "/search?q=注塑机停机了没人知道&town=441900129&price=20",
    "nobody": "/search?q=qqqq zzzz xxxx",
    "unreadable": "/search?q=！！！",
    "blank": "/search",
    "nothing-to-compare": "/compare",
    "ranking": "/ranking",
    "desk": "/desk?noted=1&q=停机没人知道",
    "patterns": "/patterns",
    "missing": "/no-such-page",
    "not-opened-so": "/desk/gaps",
}
STATES = {
    "要注塑机联网，另外扫码报工也想做": "您说了两件事",
    "屿栈数据": "您找的是这家",
    "有哪些公司在你们资源池里": "您问的是资源池本身",
    "忘记密码": "这个要请人来答",
    "不要MES": "您说了不要什么，还没说要什么",
    "我想搞一下": "再多说一句就能找",
    "想在寮步租三千方厂房": "这件事不在本池服务范围",
}
"""A need for each kind of answer → its heading."""
SMALL_TARGETS = """() => {
  const touched = 'button, select, input:not([type=hidden]), textarea, summary, a.button, .chip-remove, .chip-choice, .facet a, nav a';
  return [...document.querySelectorAll(touched)]
    .filter(e => e.checkVisibility() && !e.closest('.crumbs'))
    .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 120)])
    .filter(([box]) => box.height < 43.5 || box.width < 43.5)
    .map(([box, html]) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`);
}"""


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("high", [False, True], ids=["usual", "high-contrast"])
def test_axe_finds_nothing(open_page, path, high):
    page = open_page(path, high=high, script=True)
    page.evaluate("for (const fold of document.querySelectorAll('details:not([name])')) fold.open = true")
    assert violations(page) == []


@pytest.mark.parametrize(("need", "heading"), STATES.items(), ids=STATES.values())
def test_every_kind_of_answer_is_accessible_and_fits_with_the_largest_letters(open_page, need, heading):
    page = open_page(f"/search?q={need}", width=390, high=True)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("high", [False, True], ids=["usual", "high-contrast"])
def test_axe_finds_nothing_in_a_comparison(open_page, high):
    page = open_page(PAGES["found"], high=high)
    for place in range(3):
        page.locator("article.match").nth(place).get_by_role("link", name=re.compile("加入对比")).click()
        expect(page.get_by_role("link", name=re.compile("移出对比"))).to_have_count(place + 1)
    page.get_by_role("link", name="并排对比（3 家）").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("对比 3 家服务商")
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("high", [False, True], ids=["usual", "high-contrast"])
def test_axe_finds_nothing_in_the_suggestions(open_page, high):
    page = open_page("/", high=high)
    page.get_by_label("用一句话说说您想解决什么问题").press_sequentially("注塑机联网")
    expect(page.locator("[data-suggestions] a").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_it_fits_the_screen_and_the_finger(open_page, path):
    page = open_page(path, width=390)
    assert page.evaluate(SMALL_TARGETS) == []
    for width in (390, 1366, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    # 320 px with the largest letters: what WCAG 1.4.10 asks for.
    page.evaluate("document.documentElement.dataset.text = 'large'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", [path for name, path in PAGES.items() if name != "patterns"])
def test_chinese_pages_speak_chinese(open_page, path):
    page = open_page(path)
    words = page.evaluate("document.querySelector('main').innerText")
    words = re.sub(r"\breq_[0-9a-f]+", "", words)  # the number of an incident is no word
    assert set(re.findall(r"[A-Za-z]{5,}", words)) == set()


def test_rare_characters_and_the_longest_name_are_drawn(open_page):
    page = open_page("/search?q=注塑机联网采集&n=50", width=390)
    assert "道滘" in page.content()
    heading = page.get_by_role("heading", name=LONGEST_NAME)
    assert heading.count() == 1
    box = heading.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
