"""docs/glossary.md against the code: every name it gives exists, every word it keeps free is free."""

import ast
import re

import pytest

from service.settings import ROOT

PAGE = (ROOT / "docs" / "glossary.md").read_text("utf-8")
USED, _, REST = PAGE.partition("## Words kept free")
FREE = REST.partition("\n## ")[0]
_ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+?) \|", re.MULTILINE)


def rows(section: str) -> list[tuple[str, str, list[str]]]:
    """(English, 中文, names in code)."""
    found = [(english.strip(), chinese.strip(), re.findall(r"`(\w+)`", code)) for english, chinese, code in _ROW.findall(section)]
    return [row for row in found if row[0] not in {"English", "---"}]


def defined(*folders: str) -> set[str]:
    """Names of classes, functions and fields of classes."""
    names = set()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    names.add(node.name)
                elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    names.add(node.target.id)
    return names


@pytest.fixture(scope="module")
def names() -> set[str]:
    return defined("service", "indexer", "web")


def test_the_tables_are_read() -> None:
    assert len(rows(USED)) > 30
    assert len(rows(FREE)) > 0


@pytest.mark.parametrize("row", rows(USED), ids=lambda row: row[0])
def test_a_word_has_its_name_in_the_code(row, names) -> None:
    assert row[2]
    assert [name for name in row[2] if name not in names] == []


def test_words_kept_free_are_free(names) -> None:
    kept = {name for _, _, code in rows(FREE) for name in code}
    arrived = {name for name in names if name in kept}
    assert arrived == set(), "its code has arrived: move the row up"


def test_a_word_stands_once() -> None:
    words = [english for english, _, _ in rows(USED) + rows(FREE)]
    codes = [name for _, _, code in rows(USED) + rows(FREE) for name in code]
    assert sorted(words) == sorted(set(words))
    assert sorted(codes) == sorted(set(codes))


def test_every_class_of_the_domain_that_people_speak_of_has_a_word() -> None:
    told = {name for _, _, code in rows(USED) for name in code}
    spoken = {"pools.py", "providers.py", "taxonomy.py", "levels.py", "reading.py", "matching.py"}
    folder = ROOT / "service" / "domain"
    there = {
        node.name
        for name in spoken
        for node in ast.parse((folder / name).read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    assert there - told <= UNSPOKEN


UNSPOKEN = {
    "AmbiguousTerm", "Brand", "FacetValue", "Mention", "Ranked", "ScenarioShare", "StoredCapability", "StoredCase", "Taxonomy",
    "TermReading", "Topic",
}  # fmt: skip
"""Shapes between functions; nobody says them aloud."""
