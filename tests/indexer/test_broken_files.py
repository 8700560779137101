"""The broken fixtures: each bad row gives its problem at its place, and its good neighbours are taken."""

import json
from pathlib import Path

import pytest

from indexer.problem_kinds import KINDS
from indexer.report import FileReport
from service.command_errors import ExitCode
from tests.indexer.broken_cases import FOLDER, LINES, SHEETS, write_jsonl, write_xlsx
from tests.indexer.conftest import Desk
from tests.indexer.test_tables import TOLD_OF_TABLES
from tests.indexer.test_unusable_files import UNUSABLE_CODES
from tests.indexer.test_updates import TOLD_BY_THE_DATABASE

TOLD_OF_CONFIRMATIONS = {"confirmed_against", "confirmed_left_out", "confirmed_gone"}
"""A file against what a person confirmed on the platform: `tests/unit/test_confirmations.py` tries the rule; no file alone gives them."""


def expected_lines() -> set[tuple[str, int | None, str | None]]:
    return {(code, line, column) for line, each in enumerate(LINES, start=1) for code, column in each.told}


def expected_cells() -> set[tuple[str, str, int | None, str | None]]:
    rows = {
        (sheet.name, code, line, column) for sheet in SHEETS for line, row in enumerate(sheet.rows, start=3) for code, column in row.told
    }
    return rows | {(sheet.name, *found) for sheet in SHEETS for found in sheet.told}


def test_the_files_are_what_their_source_writes(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "broken.jsonl")
    write_xlsx(tmp_path / "broken.xlsx")
    assert (tmp_path / "broken.jsonl").read_bytes() == (FOLDER / "broken.jsonl").read_bytes()
    assert (tmp_path / "broken.xlsx").read_bytes() == (FOLDER / "broken.xlsx").read_bytes()


def test_every_bad_line_is_told_at_its_place(desk: Desk) -> None:
    report = desk.load(FOLDER / "broken.jsonl")
    assert {(found.code, found.line, found.column) for found in report.problems} == expected_lines()
    assert (report.outcome, report.exit) == ("partly", ExitCode.PARTLY)


def test_good_lines_beside_bad_ones_are_taken(desk: Desk) -> None:
    report = desk.load(FOLDER / "broken.jsonl")
    taken = {line.content["uscc"] for line in LINES if line.taken and isinstance(line.content, dict)}
    assert {row["uscc"] for row in desk.rows("providers")} == taken
    assert report.providers.added == len(taken)
    assert report.providers.refused == sum(not line.taken for line in LINES)


def test_a_refused_capability_leaves_its_neighbours(desk: Desk) -> None:
    desk.load(FOLDER / "broken.jsonl")
    firms = {row["id"]: row["source_id"] for row in desk.rows("providers")}
    titles = [row["title"] for row in desk.rows("capabilities") if firms[row["provider_id"]] == "b023"]
    assert titles == ["扫码报工"]


def test_every_bad_cell_is_told_at_its_place(desk: Desk) -> None:
    report = desk.load(FOLDER / "broken.xlsx")
    assert {(found.sheet, found.code, found.line, found.column) for found in report.problems} == expected_cells()
    assert (report.outcome, report.exit) == ("partly", ExitCode.PARTLY)


def test_good_rows_beside_bad_ones_are_taken(desk: Desk) -> None:
    report = desk.load(FOLDER / "broken.xlsx")
    assert {row["name"] for row in desk.rows("providers")} == {
        f"东莞市坏样第{number}科技有限公司" for number in (101, 105, 106, 107, 108, 109, 110)
    }
    pools = {row["pool_code"] for row in desk.rows("memberships") if row["provider_id"] == _id_of(desk, 101)}
    assert pools == {"municipal", "provincial"}
    assert (report.rows.read, report.rows.refused, report.rows.ignored) == (28, 8, 2)
    assert len(desk.rows("capabilities")) == 8
    assert len(desk.rows("success_cases")) == 2


def test_a_bad_optional_value_is_left_empty(desk: Desk) -> None:
    desk.load(FOLDER / "broken.jsonl")
    by_source = {row["source_id"]: row for row in desk.rows("providers")}
    memberships = {row["provider_id"]: row for row in desk.rows("memberships")}
    prices = {row["title"]: row for row in desk.rows("capabilities") if row["provider_id"] == by_source["b029"]["id"]}
    assert by_source["b030"]["town"] is None
    assert by_source["b030"]["founded"] is None
    assert by_source["b033"]["short_name"] is None
    assert memberships[by_source["b025"]["id"]]["admitted_on"] is None
    assert memberships[by_source["b026"]["id"]]["valid_until"] is None
    assert memberships[by_source["b026"]["id"]]["state"] == "waiting"
    assert memberships[by_source["b027"]["id"]]["state"] == "suspended"
    assert memberships[by_source["b028"]["id"]]["state"] == "suspended"
    assert prices["扫码报工"]["price_min_fen"] is None
    assert (prices["看板"]["price_min_fen"], prices["看板"]["price_max_fen"], prices["看板"]["weeks"]) == (None, None, None)


def test_the_broken_files_name_every_kind_of_problem_there_is() -> None:
    in_files = {code for code, *_ in expected_lines()} | {code for _, code, *_ in expected_cells()}
    assert in_files | UNUSABLE_CODES | TOLD_BY_THE_DATABASE | TOLD_OF_TABLES | TOLD_OF_CONFIRMATIONS == set(KINDS)


@pytest.mark.parametrize("name", ["broken.jsonl", "broken.xlsx"])
def test_no_contact_stands_in_a_report(desk: Desk, name: str) -> None:
    report = desk.load(FOLDER / name)
    assert "13800001234" not in json.dumps([(found.value, found.message, found.column) for found in report.problems])


@pytest.mark.parametrize("name", ["broken.jsonl", "broken.xlsx"])
def test_loading_a_broken_file_again_changes_nothing(desk: Desk, name: str) -> None:
    first = desk.load(FOLDER / name)
    before = desk.everything()
    again = desk.load(FOLDER / name)
    assert desk.everything() == before
    assert again.providers.same == first.providers.added
    assert _places(again) == _places(first)


def _places(report: FileReport) -> list[tuple[str, str | None, int | None, str | None]]:
    return [(found.code, found.sheet, found.line, found.column) for found in report.problems]


def _id_of(desk: Desk, number: int) -> str:
    return next(row["id"] for row in desk.rows("providers") if row["name"] == f"东莞市坏样第{number}科技有限公司")
