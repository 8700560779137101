"""What runs needs only what is installed to run: no library of tests and training is missing on a fresh machine."""

import ast
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import PurePosixPath

from service.settings import ROOT
from tests.house.source import modules
from tests.house.test_lock import LOCKS, entries

TRAINING = frozenset({"network_layers", "network_training", "tune_reading"})
"""Modules of the indexer that only developers run; nothing imports them at its top but each other and what they train with."""
ENTRY_POINTS = (
    "web.app",
    "web.__main__",
    "service.cli",
    "indexer.cli",
    "indexer.need_sheet",
    "indexer.sources.child",
    "service.attachments.child",
)
_WITHOUT = """
import importlib, sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"no module named {name}", name=name)

BLOCKED = set(sys.argv[1].split(","))
sys.meta_path.insert(0, Missing())
for name in sys.argv[2].split(","):
    importlib.import_module(name)
"""


def only_of_developers() -> frozenset[str]:
    """Top-level modules of the libraries that stand in the developers' lock alone."""
    run, everything = (set(entries(name)) for name in LOCKS)
    extra = everything - run
    return frozenset(
        module
        for module, libraries in packages_distributions().items()
        if module.isidentifier() and {each.lower().replace("_", "-") for each in libraries} <= extra
    )


def test_every_entry_point_starts_without_them() -> None:
    blocked = only_of_developers()
    assert {"jax", "pytest", "playwright"} <= blocked
    words = [sys.executable, "-c", _WITHOUT, ",".join(sorted(blocked)), ",".join(ENTRY_POINTS)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]


def test_nothing_that_runs_imports_them_later_either() -> None:
    blocked = only_of_developers()
    found = {}
    for path, tree in modules().items():
        if PurePosixPath(path).stem in TRAINING:
            continue
        for node in ast.walk(tree):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            if bad := {name for name in names if name.partition(".")[0] in blocked}:
                found[f"{path}:{node.lineno}"] = bad
    assert found == {}
