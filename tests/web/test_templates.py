"""Templates and views belong together one by one, and every part is drawn once on the pattern page."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

from service.flows.matching.explain_ranking import explain_ranking
from tests.web.html import read_page
from web import views
from web.assets import Assets
from web.render import build_environment
from web.text import percent
from web.views.matching.ranking import SIGNAL_WORDS

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"


def view_templates() -> dict[str, str]:
    """Template → the view class that draws it."""
    found: dict[str, str] = {}
    for module in pkgutil.walk_packages(views.__path__, "web.views."):
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            template = getattr(kind, "template", None)
            if template and kind.__module__ == module.name:
                assert template not in found, f"{template} has two views"
                found[template] = name
    return found


def test_every_page_template_has_one_view():
    pages = {path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "pages").rglob("*.html")}
    assert set(view_templates()) == pages | {"partials/suggestions.html"}  # fetched by the script, without a frame


def test_every_template_compiles():
    environment = build_environment(Assets())
    names = environment.list_templates()
    assert len(names) > 10
    for name in names:
        environment.get_template(name)


def test_no_template_switches_escaping_off_or_styles_inline():
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "|safe" not in text.replace(" ", ""), path
        assert "autoescape" not in text, path
        assert not re.search(r"\sstyle=|\son[a-z]+=", text), path


def test_the_pattern_page_shows_every_macro(site):
    drawn = " ".join(
        path.read_text("utf-8") for path in [TEMPLATES / "pages" / "site" / "patterns.html", TEMPLATES / "macros" / "results.html"]
    )
    for file in ("ui", "forms", "results"):
        for macro in re.findall(r"{% macro (\w+)\(", (TEMPLATES / "macros" / f"{file}.html").read_text("utf-8")):
            if macro in {"gap_form", "desk_lines"}:  # drawn by the states of the result page
                continue
            assert re.search(rf"\b{macro}\(", re.sub(rf"macro {macro}\(", "", drawn)), macro
    assert site.get("/patterns").status_code == 200


def test_the_ranking_page_is_made_from_the_running_weights(site):
    rules = explain_ranking()
    assert {signal.name for signal in rules.signals} == set(SIGNAL_WORDS)
    assert abs(sum(signal.share for signal in rules.signals) - 1) < 1e-9
    words = read_page(site.get("/ranking").text).words
    for signal in rules.signals:
        assert f"{signal.weight:g} {percent(signal.share)}" in words, signal
    for bound in (rules.strong_from, rules.possible_from, rules.confident_from):
        assert percent(bound) in words


def test_counts_on_the_first_page_are_those_of_the_pools(site):
    # Of SMALL_POOL: municipal on the books 5, provincial 3, firms 6, listed 4.
    words = read_page(site.get("/").text).words
    for figure in ("市级资源池 5 家", "省级资源池 3 家", "去重合计 6 家", "现在能搜到 4 家"):
        assert figure in words


def test_the_placeholder_turns_without_a_script(site):
    area = read_page(site.get("/").text).all("textarea", name="q")[0]
    assert area.attributes["placeholder"].startswith("例如：")
