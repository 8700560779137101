"""Pages in a browser of five years ago (docs/browsers.md): newer style taken out, no script, 360 px."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from service.settings import ROOT
from tests.browser.test_browsing_pages_drawn import OPEN_FOLDS, PAGES
from tests.house.test_stylesheet import WITHOUT_HARM

pytestmark = pytest.mark.browser

MORE = {
    "home": "/",
    "found": "/search?q=注塑机停机了没人知道",
    "compare": "/compare",
    "desk": "/desk",
    "map-sorted": "/coverage?sort=providers",
}


def older(sheet: str) -> str:
    """The stylesheet without what Chromium 84 does not know: a rule with an unknown selector is dropped whole, as browsers do."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r"@supports selector\(::details-content\)\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
    sheet = re.sub(r"@media \(forced-colors[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
    sheet = re.sub(r"(?m)^[^{}\n]*:(?:has\(|focus-visible)[^{}]*\{[^{}]*\}", "", sheet)
    return re.sub(
        r"(?:text-underline-offset|text-decoration-thickness|accent-color|contain|text-wrap|text-autospace)\s*:[^;}]*;?", "", sheet
    )


@pytest.fixture
def open_old(open_page):
    def opened(path: str) -> Page:
        page = open_page("/help", width=360, script=False)

        def answer(route: Route) -> None:
            route.fulfill(body=older((ROOT / "web" / "static" / "site.css").read_text("utf-8")), content_type="text/css")

        page.route("**/site.css", answer)
        page.goto(path)
        return page

    return opened


def test_the_sheet_is_really_older():
    sheet = older((ROOT / "web" / "static" / "site.css").read_text("utf-8"))
    assert [feature for feature, pattern in WITHOUT_HARM.items() if re.search(pattern, sheet)] == []
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("path", [*PAGES.values(), *MORE.values()], ids=[*PAGES, *MORE])
def test_nothing_stands_outside_the_screen(open_old, path):
    page = open_old(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate(OPEN_FOLDS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_menu_is_one_tap_away(open_old):
    page = open_old("/")
    page.get_by_text("菜单").click()
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="名录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("服务商名录")
