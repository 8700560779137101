"""Files stay small and are named for what is in them."""

import ast
import re
from pathlib import Path

import pytest

from service.settings import ROOT

FOLDERS = ("service", "indexer", "web")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
MOST_LINES = 400
SAY_NOTHING = {
    "util",
    "utils",
    "helper",
    "helpers",
    "manager",
    "managers",
    "common",
    "misc",
    "data",
    "info",
    "process",
    "handle",
    "handler",
}
GIVEN = {
    "get_route_handler": "FastAPI's name for what a route class overrides",
    "data_received": "asyncio's name for what a protocol overrides",
    "process_bind_param": "SQLAlchemy's name for what a column type overrides",
    "process_result_value": "likewise",
    "Process": "工艺: the word of the trade",
    "in_process": "an operating system's process",
}


def names_in(source: str) -> set[str]:
    """Names of classes and functions."""
    nodes = ast.walk(ast.parse(source))
    return {node.name for node in nodes if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)}


def words_of(name: str) -> set[str]:
    """The words of a snake_case or CamelCase name, in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


@pytest.mark.parametrize("suffix", [".py", ".html", ".css", ".js"])
def test_no_file_is_long(suffix) -> None:
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob(f"*{suffix}")]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in paths}
    most = 1_200 if suffix == ".css" else MOST_LINES  # one stylesheet, in sections: pages ask for one file
    assert {name: lines for name, lines in lengths.items() if lines > most} == {}


def test_file_and_folder_names_say_something() -> None:
    names = {part for path in FILES for part in (path.stem, path.parent.name)}
    assert {name for name in names if words_of(name) & SAY_NOTHING} == set()


def test_class_and_function_names_say_something() -> None:
    found = {name for path in FILES for name in names_in(path.read_text("utf-8")) if words_of(name) & SAY_NOTHING}
    assert found == set(GIVEN)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree) or not tree.body


def test_no_package_is_an_empty_room() -> None:
    folders = {path.parent for path in FILES}
    assert {
        folder.relative_to(ROOT).as_posix() for folder in folders if not any(path.stat().st_size for path in folder.rglob("*.py"))
    } == set()
