"""The tree of errors: drawn in its docstring, documented for callers, and every leaf with an HTTP status of its family."""

import re

import pytest

from service import errors
from service.api.errors import STATUS_BY_FAMILY, status_of
from service.errors import PlatformError
from service.settings import ROOT

PAGE = (ROOT / "docs" / "errors.md").read_text("utf-8")


def all_below(family: type[PlatformError]) -> list[type[PlatformError]]:
    """The classes under `family`."""
    return [each for child in family.__subclasses__() for each in (child, *all_below(child))]


EVERYWHERE = all_below(PlatformError)
LEAVES = [each for each in EVERYWHERE if each.__module__ == "service.errors"]


def status_of_class(leaf: type[PlatformError]) -> int:
    """The status the API answers with."""
    return status_of(leaf.__new__(leaf))


def test_the_docstring_draws_the_tree() -> None:
    drawn = re.findall(r"^[│ ]*[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE)
    assert sorted(drawn) == sorted(each.__name__ for each in LEAVES)


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_a_leaf_has_a_family_and_a_code_of_its_own(leaf) -> None:
    assert any(issubclass(leaf, family) for family, _ in STATUS_BY_FAMILY)
    assert 400 <= status_of_class(leaf) < 600
    assert status_of_class(leaf) != 500
    assert [other for other in LEAVES if other.code == leaf.code] == [leaf]


def test_errors_defined_elsewhere_keep_the_code_of_their_family() -> None:
    codes = {leaf.code for leaf in LEAVES}
    assert {
        each.__name__ for each in EVERYWHERE if each.__module__.startswith(("service.", "indexer.", "web.")) and each.code not in codes
    } == set()


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_a_leaf_is_documented_with_its_status(leaf) -> None:
    row = re.search(rf"^\| `{leaf.code}` \| (\d+) \| (.+) \|$", PAGE, re.MULTILINE)
    assert row, f"docs/errors.md has no row for {leaf.code}"
    assert int(row[1]) == status_of_class(leaf)
    assert len(row[2]) > 20


def test_the_page_documents_nothing_that_is_not_there() -> None:
    told = set(re.findall(r"^\| `(\w+)` \| \d+ \|", PAGE, re.MULTILINE))
    assert told - {leaf.code for leaf in LEAVES} == {"method_not_allowed", "internal_error", "unreadable_address", "misdirected"}
