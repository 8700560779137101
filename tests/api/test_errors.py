"""Families of errors and their status."""

from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from starlette.testclient import TestClient

from service import errors
from service.api.app import create_api
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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_what_the_system_refuses_is_told_with_its_cause_and_counted(runtime):
    api = create_api(runtime)

    def keep() -> None:
        Path("/dev/full").write_text("13812345678", "utf-8")

    def forget() -> None:
        raise TimeoutError  # by the program, without a word of the system

    api.add_api_route("/api/v1/keep", keep)
    api.add_api_route("/api/v1/forget", forget)
    program = TestClient(api, raise_server_exceptions=False)
    before = _failures("storage_full")
    answer = program.get("/api/v1/keep")
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_full")
    assert "磁盘写不下了" in answer.json()["message"]
    assert _failures("storage_full") == before + 1
    assert program.get("/api/v1/forget").status_code == 500


def _failures(code: str) -> float:
    return REGISTRY.get_sample_value("pool_failures_total", {"code": code}) or 0.0
