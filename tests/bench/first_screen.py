"""Where the answer begins: `python -m tests.bench.first_screen` tells how far down the first name and quotation stand, for twelve needs."""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from tests.demonstration import build_demonstration, chromium, served
from web.display import COOKIE

NEEDS = (
    "三十几台啤机，晚班到底开没开我在家看不到",
    "仓库对不上数",
    "注塑机停机了没人知道，想手机上看到，预算 20 万以内，厂在长安",
    "工单走到哪一步没人知道，想扫码报工",
    "五金冲压件外观靠人看，漏检被客户罚",
    "电费越来越高，不知道哪台设备费电",
    "模具放哪、打了多少模，全靠老师傅记",
    "已有金蝶，想跟车间的生产数据打通",
    "客户要求按批次追溯，现在翻纸质单要半天",
    "接单后什么时候能交货说不准，排产靠喊",
    "图纸版本乱，车间拿错图纸做坏一批",
    "想让设备坏之前先报警，少停线",
)
"""As factories write: short, long, with limits, sure and unsure."""
NAME_MOST, QUOTE_MOST = 350, 430
"""Aim on a phone, in pixels from the top of the page."""
_TOPS = """() => {
  const top = found => found && Math.round(found.getBoundingClientRect().top + scrollY);
  const bottom = found => found && Math.round(found.getBoundingClientRect().bottom + scrollY);
  const quoted = document.querySelector('.quote blockquote');
  return [top(document.querySelector('.match-name')), top(quoted), bottom(quoted)];
}"""


@dataclass(frozen=True, slots=True)
class Screen:
    """A way to look at the page. `display`: value of the display cookie, empty for none."""

    name: str
    width: int
    height: int
    display: str = ""

    def open(self, browser: Browser, site: str) -> Page:
        """A page of a browser of its own."""
        context = browser.new_context(base_url=site, viewport={"width": self.width, "height": self.height}, locale="zh-CN")
        if self.display:
            context.add_cookies([{"name": COOKIE, "value": self.display, "url": site}])
        return context.new_page()


SCREENS = (
    Screen("390 px", 390, 844),
    Screen("390 px, large text, high contrast", 390, 844, "large.contrast"),
    Screen("1366 px", 1366, 768),
)


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """Pixels from the top of the page; None where the page shows no firm or no quotation."""

    name: int | None
    quote: int | None
    quote_end: int | None


def measure(page: Page) -> FirstScreen:
    """Measure an open page of results."""
    return FirstScreen(*page.evaluate(_TOPS))


def address_of(need: str) -> str:
    """The page of a need."""
    return f"/search?q={quote(need)}"


def main() -> None:
    """Measure on the demonstration platform and print a table in Markdown."""
    with tempfile.TemporaryDirectory(prefix="pool-first-") as scratch:
        runtime = build_demonstration(Path(scratch))
        with served(runtime) as site, chromium() as browser:
            measured = {screen.name: list(_measured(screen.open(browser, site))) for screen in SCREENS}
    heads = " | ".join(f"name, {name} | quotation, {name}" for name in measured)
    _say(f"| need | {heads} |\n| --- |{' --- |' * 2 * len(SCREENS)}")
    for place, need in enumerate(NEEDS):
        _say(f"| {need} | " + " | ".join(f"{_told(lines[place].name)} | {_told(lines[place].quote)}" for lines in measured.values()) + " |")
    middles = (median([y for y in column if y is not None] or [0]) for lines in measured.values() for column in _columns(lines))
    _say("| median | " + " | ".join(f"{middle:.0f}" for middle in middles) + " |")


def _measured(page: Page) -> Iterator[FirstScreen]:
    for need in NEEDS:
        page.goto(address_of(need))
        yield measure(page)
    page.context.close()


def _columns(lines: list[FirstScreen]) -> tuple[list[int | None], list[int | None]]:
    return [line.name for line in lines], [line.quote for line in lines]


def _told(y: int | None) -> str:
    return "none" if y is None else str(y)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
