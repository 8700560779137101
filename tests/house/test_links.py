"""Links between documents lead somewhere, and pictures are there."""

import re

import pytest

from service.settings import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "fixtures").rglob("*.md")])
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path) -> None:
    targets = [target for target in _LINK.findall(path.read_text("utf-8")) if not re.match(r"[a-z]+:", target)]
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_there_are_links() -> None:
    assert sum(len(_LINK.findall(path.read_text("utf-8"))) for path in DOCUMENTS) > 30


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_named_in_prose_exist(path) -> None:
    named = re.findall(r"`((?:service|indexer|web|tests|docs|fixtures)/[\w./-]+)`", path.read_text("utf-8"))
    assert [name for name in named if not any(ROOT.glob(f"{name}*"))] == []
