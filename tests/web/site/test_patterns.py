"""样式: every part once."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[3] / "web" / "templates"


DRAWN_ELSEWHERE = {"gap_form", "desk_lines", "desk_box", "asked", "job_line", "named_card", "compared"}
"""By the states of the result page, and by the comparison."""


def test_the_pattern_page_shows_every_macro(site):
    drawn = " ".join(
        path.read_text("utf-8") for path in [TEMPLATES / "pages" / "site" / "patterns.html", TEMPLATES / "macros" / "results.html"]
    )
    for file in ("ui", "forms", "results"):
        for macro in re.findall(r"{% macro (\w+)\(", (TEMPLATES / "macros" / f"{file}.html").read_text("utf-8")):
            if macro in {
                "gap_form",
                "desk_lines",
                "desk_box",
                "asked",
                "job_line",
                "named_card",
                "compared",
                "passkey",
            }:  # drawn by the states of the result page and of signing in
                continue
            assert re.search(rf"\b{macro}\(", re.sub(rf"macro {macro}\(", "", drawn)), macro
    assert site.get("/patterns").status_code == 200
