"""Rooms by area (decision 0017): a path can be guessed from any other one of the same feature.

Reason: with sixty use cases and fifty pages a reader finds a thing only where every folder uses the same area and the same stem.
"""

import ast
import re

import pytest

from service.settings import ROOT

AREAS = {"matching", "directory", "profiles", "people", "brokering", "events", "programmes", "figures", "notices", "upkeep", "site"}
ROOMS = ("service/flows", "web/pages", "web/views", "web/templates/pages", "tests/flows", "tests/web")
NO_AREA = {
    "tests/web/addresses": "tests of web/addresses, which belong to no area",
    "tests/web/parts": "tests of web/parts, which belong to no area",
}
PAGES_WITHOUT_TEMPLATE = {
    "site/static": "sends files",
    "site/display": "sets a cookie and goes back",
    "profiles/entry_contacts": "the page of a firm's contact people, drawn for staff: profiles/contacts",
    "matching/ask": "takes the sentence box and goes to its list",
    "matching/suggestions": "a piece of a page: templates/partials/suggestions.html",
}
PAGES_WITHOUT_TEST: dict[str, str] = {}
"""Pages without a test file of their own, each with its reason; none has one."""
VIEWS_WITHOUT_PAGE = {
    "site/errors": "drawn by web/errors.py, for any address",
    "matching/understood": "a part of the result page, in a file of its own for its size",
    "matching/differences": "one line of the comparison, read from its firms",
    "matching/facets": "a part of the result page: ways to narrow",
    "matching/plan": "a part of the result page: several jobs",
}
FLOW_NAMES = {
    "read_filters": "one reader for pages and API: the two forms of a filter",
    "measure_matching": "several measurements for the indexer; writes package source",
}


def stems(folder: str, suffix: str = ".py") -> set[str]:
    """`area/stem` of all files below a folder."""
    paths = (ROOT / folder).glob(f"*/*{suffix}")
    return {f"{path.parent.name}/{path.stem}" for path in paths if path.stem != "__init__" and path.parent.name in AREAS}


def singular(stem: str) -> str:
    """`directory/industries` → `directory/industry`: a page of one thing stands beside the page of all."""
    if stem.endswith("/people"):
        return stem.replace("/people", "/person")
    return re.sub(r"ies$", "y", stem) if stem.endswith("ies") else stem.removesuffix("s")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_holds_only_areas(room) -> None:
    folders = {path.name for path in (ROOT / room).iterdir() if path.is_dir() and path.name != "__pycache__"}
    allowed = AREAS | {name.rpartition("/")[2] for name in NO_AREA if name.startswith(room)}
    assert folders
    assert folders <= allowed


def test_every_area_is_in_the_glossary() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    named = set(re.findall(r"^\| `(\w+)` \|", page.partition("## Areas")[2].partition("\n## ")[0], re.MULTILINE))
    assert named == AREAS


def test_a_page_has_its_view_in_the_same_place() -> None:
    pages, views = stems("web/pages"), stems("web/views")
    assert pages - views == set(PAGES_WITHOUT_TEMPLATE) - {"matching/suggestions"}
    assert views - pages == set(VIEWS_WITHOUT_PAGE)


def test_a_template_has_its_view_in_the_same_place() -> None:
    views, templates = stems("web/views"), stems("web/templates/pages", ".html")
    assert templates <= views | {singular(view) for view in views}
    assert {view for view in views if not {view, singular(view)} & templates} == {
        "matching/suggestions",
        *(view for view in VIEWS_WITHOUT_PAGE if view.startswith("matching/")),
    }


def test_a_page_has_its_test_in_the_same_place() -> None:
    pages = stems("web/pages")
    tests = {test.replace("/test_", "/") for test in stems("tests/web") if "/test_" in test}
    assert pages - tests == set(PAGES_WITHOUT_TEST)
    assert tests - pages == set(TESTS_OF_MORE)


TESTS_OF_MORE = {
    "matching/understood": "the chips, which stand on the result page only",
    "matching/result_states": "the result page drawn from made answers, in every state",
    "matching/plan": "the result page of several jobs, drawn from made answers",
    "profiles/two_kinds_of_file": "imports, with files that are two things at once",
}


def test_a_flow_is_named_for_the_function_it_gives() -> None:
    for path in (ROOT / "service" / "flows").glob("*/*.py"):
        if path.stem == "__init__" or path.stem in FLOW_NAMES:
            continue
        names = {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
        assert path.stem in names, path


def test_rows_and_queries_are_named_for_the_same_nouns() -> None:
    rows = {path.stem for path in (ROOT / "service" / "store" / "rows").glob("*.py")} - {"__init__"}
    queries = {path.stem for path in (ROOT / "service" / "store" / "queries").glob("*.py")} - {"__init__"}
    assert rows - queries == set()
    assert queries - rows == set(QUERIES_WITHOUT_ROWS)


QUERIES_WITHOUT_ROWS = {
    "counts": "totals over several tables",
    "figure_sources": "what figures are counted from, over several tables",
    "personal_records": "rows about one person, whatever the table",
    "database_state": "of the database itself",
    "provider_writing": "the one writer of provider rows, with its feed lines and audit entries",
    "stored_firms": "what a load compares a file with, over several tables",
}


def test_the_places_that_contributing_names_are_there() -> None:
    """Reason: a table that leads to a missing file is worse than none."""
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Where a change goes")[2].partition("\n## ")[0]
    named = set(re.findall(r"`((?:service|indexer|web|tests|docs|fixtures)/[\w./<>-]*)`", table))
    assert len(named) > 25
    places = {name.partition("<")[0] for name in named}
    assert {name for name in places if not (ROOT / name).exists()} == set()
