"""The source files of the product, parsed once for the house rules."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from service.settings import ROOT

FOLDERS = ("service", "indexer", "web")


@cache
def modules() -> dict[str, ast.Module]:
    """Path from the root → parsed module, of everything that is shipped, migrations apart."""
    paths = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


@cache
def text_of(path: str) -> str:
    """The text of one file."""
    return Path(ROOT / path).read_text("utf-8")


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
