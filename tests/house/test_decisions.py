"""Every decision is one screen, can be quoted in one line, and names what enforces it."""

import re
import tomllib

import pytest

from service.settings import ROOT

FOLDER = ROOT / "docs" / "decisions"
DECISIONS = sorted(FOLDER.glob("[0-9]*.md"))
_LONGEST_LINES = 40
CONTRACTS = {
    contract["name"] for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}


def test_numbers_follow_each_other() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_parts(path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith(f"# {path.name[:4]} ")
    assert len(re.findall(r"^> .+\n\n", text, re.MULTILINE)) == 1, "one quotable line"
    for part in ("**Context.**", "**Decision.**", "**Consequences", "**Alternatives.**", "**Enforced by**"):
        assert part in text
    assert len(text.splitlines()) <= _LONGEST_LINES


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_what_enforces_it_exists(path) -> None:
    enforced = " ".join(path.read_text("utf-8").partition("**Enforced by**")[2].split())
    tests = re.findall(r"`(tests/[^`]+)`", enforced)
    contracts = re.findall(r"“([^”]+)”", enforced)
    assert tests or contracts
    assert [name for name in tests if not (ROOT / name).is_file()] == []
    assert [name for name in contracts if name not in CONTRACTS] == []


def test_other_documents_point_at_decisions_that_exist() -> None:
    named = set()
    for folder in ("service", "indexer", "web", "docs"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".md"}:
                named |= set(re.findall(r"decisions/(\d{4}-[a-z0-9-]+\.md)", path.read_text("utf-8")))
    assert named
    assert named <= {path.name for path in DECISIONS}
