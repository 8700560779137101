"""Families of errors and their status."""

import pytest

from service import errors
from service.api.errors import STATUS_BY_FAMILY, status_of
from service.api.invalid_requests import describe_problems, printable


def _leaves() -> list[type[errors.PlatformError]]:
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.PlatformError)]


@pytest.mark.parametrize("leaf", [leaf for leaf in _leaves() if leaf is not errors.PlatformError])
def test_every_error_has_a_family_with_a_status(leaf):
    assert 400 <= status_of(leaf("句子。")) <= 503
    assert status_of(leaf("句子。")) != 500


def test_an_error_without_a_family_is_our_own_fault():
    class Stray(errors.PlatformError):
        """Hangs at the root, as a forgotten leaf would."""

    assert status_of(Stray("句子。")) == 500


def test_narrow_families_stand_before_wide_ones():
    families = [family for family, _ in STATUS_BY_FAMILY]
    for place, family in enumerate(families):
        assert not any(issubclass(family, wider) for wider in families[:place]), f"{family.__name__} is never reached"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotFound("。"), 404),
        (errors.RecordChanged("。"), 409),
        (errors.Refused("。"), 403),
        (errors.TooManyRequests("。"), 429),
        (errors.FileUnusable("。"), 422),
        (errors.TooLarge("。"), 413),
        (errors.IndexStale("。"), 503),
    ],
)
def test_status_of_a_family(error, status):
    assert status_of(error) == status


def test_names_chosen_by_others_are_made_harmless():
    assert printable("a" * 100) == "a" * 39 + "…"
    assert printable("a\nb\x00\ud800") == "a?b??"


def test_number_of_told_fields_is_bounded():
    found = describe_problems([{"type": "missing", "loc": ("body", f"field{number}")} for number in range(1000)])
    assert len(found.fields) == 20
    assert len(found.message) < 200
