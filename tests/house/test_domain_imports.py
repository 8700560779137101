"""The domain's files import the standard library, numpy, each other and the errors; nothing else, however harmless it looks."""

import ast
import sys

import pytest

from service.settings import ROOT

ALLOWED = {"numpy", *sys.stdlib_module_names}
FILES = [*sorted((ROOT / "service" / "domain").glob("*.py")), ROOT / "service" / "errors.py"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_needs_nothing_but_itself(path) -> None:
    foreign = {
        name
        for name in imported(path.read_text("utf-8"))
        if name.partition(".")[0] not in ALLOWED and not name.startswith(("service.domain", "service.errors"))
    }
    assert foreign == set()


def imported(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names
