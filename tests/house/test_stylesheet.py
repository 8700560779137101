"""What the stylesheet asks of a browser (docs/browsers.md): nothing that Chromium 84 lacks, unless a page reads as well without it.

Reason: browsers that people keep for years (360, QQ, what stands inside WeChat on an old phone) carry Chromium 84 to 86.
"""

import re

import pytest

from service.settings import ROOT

SHEET = re.sub(r"/\*.*?\*/", "", (ROOT / "web" / "static" / "site.css").read_text("utf-8"), flags=re.DOTALL)
SCRIPT = (ROOT / "web" / "static" / "site.js").read_text("utf-8")
PAGE = (ROOT / "docs" / "browsers.md").read_text("utf-8")
NOT_YET = {
    "logical shorthands (87)": r"(?<![\w-])(?:margin|padding|border|inset)-(?:inline|block)\s*:",
    "inset (87)": r"(?<![\w-])inset(?:-\w+)*\s*:",
    ":is and :where (88)": r":(?:is|where)\(",
    "a list in :not (88)": r":not\([^()]*,",
    "aspect-ratio (88)": r"aspect-ratio\s*:",
    "cascade layers (99)": r"@layer",
    "media ranges (104)": r"@media[^{]*[<>]=?",
    "container queries (105)": r"@container|container-type",
    "dynamic viewport units (108)": r"\d(?:dvh|svh|lvh|dvw)\b",
    "color-mix (111)": r"color-mix\(|oklch\(|lab\(",
    "nesting (112)": r"(?m)^\s*&",
    "subgrid (117)": r"subgrid",
}
WITHOUT_HARM = {
    ":focus-visible": r":focus-visible",
    "text-underline-offset": r"text-underline-offset",
    "forced-colors": r"forced-colors",
    "accent-color": r"accent-color",
    ":has": r":has\(",
    "contain: inline-size": r"contain: inline-size",
    "text-wrap": r"text-wrap",
    "text-autospace": r"text-autospace",
    "::details-content": r"::details-content",
}
NOT_YET_IN_SCRIPT = {
    "??= and ||= (85)": r"\?\?=|\|\|=|&&=",
    "private methods (84)": r"#\w+\(",
    "at() (92)": r"\.at\(",
    "Object.hasOwn (93)": r"Object\.hasOwn",
    "structuredClone (98)": r"structuredClone",
}


@pytest.mark.parametrize("feature", NOT_YET)
def test_nothing_that_an_old_browser_lacks(feature):
    assert re.findall(NOT_YET[feature], SHEET) == []


@pytest.mark.parametrize("feature", NOT_YET_IN_SCRIPT)
def test_the_script_is_read_by_an_old_browser(feature):
    assert re.findall(NOT_YET_IN_SCRIPT[feature], SCRIPT) == []


@pytest.mark.parametrize("feature", WITHOUT_HARM)
def test_what_may_be_missing_is_told_with_what_then_happens(feature):
    assert re.search(WITHOUT_HARM[feature], SHEET), "no longer used: take it off the page"
    assert f"| `{feature}` |" in PAGE


def test_a_fold_is_opened_by_style_only_where_the_browser_says_it_can():
    outside = re.sub(r"@supports selector\(::details-content\)\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", SHEET)
    assert "::details-content" not in outside
