"""Commands that documents tell people to type exist, and `make help` explains every target."""

import re
import subprocess

import pytest
import typer.main

import indexer.cli
import service.cli
from service.settings import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "Makefile", *(ROOT / "fixtures").rglob("*.md")])
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
COMMANDS = {
    "service": set(typer.main.get_command(service.cli.app).commands),
    "indexer": set(typer.main.get_command(indexer.cli.app).commands),
}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_make_target_named_exists(path) -> None:
    text = path.read_text("utf-8")
    named = set(re.findall(r"`make ([a-z][a-z-]*)", text)) | set(re.findall(r"^\s*(?:\$ )?make ([a-z][a-z-]*)", text, re.MULTILINE))
    assert named <= TARGETS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_named_exists(path) -> None:
    named = set(re.findall(r"(?:python|\$\(PY\)) -m (service|indexer) ([a-z][a-z-]*)", path.read_text("utf-8")))
    assert {(package, command) for package, command in named if command not in COMMANDS[package]} == set()


def test_help_explains_every_target() -> None:
    told = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    explained = set(re.findall(r"^\s+(?:\x1b\[1m)?([a-z-]+)\s+(?:\x1b\[0m)?\s*\S", told, re.MULTILINE))
    assert explained == TARGETS


def test_the_readmes_tell_the_same_commands() -> None:
    def told(name: str) -> list[str]:
        blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.MULTILINE | re.DOTALL)
        return [re.sub(r"\s+#.*", "", line) for block in blocks for line in block.splitlines() if line.strip() and not line.startswith("#")]

    assert told("README.md")
    assert told("README.zh-CN.md") == told("README.md")
