"""Files shaped like complaints about other importers and like tables that a bureau publishes: each has its one right outcome.

All firms, codes and telephones are invented.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from service.command_errors import ExitCode
from tests.indexer.conftest import Desk

FOLDER = Path(__file__).parent / "cases"
_BARE = frozenset({"no_capability"})


@dataclass(frozen=True)
class Outcome:
    """What loading a file must come to: (read, refused, ignored) rows, firms added, memberships by pool, further codes told."""

    rows: tuple[int, int, int]
    added: int
    pools: tuple[int, int] = (0, 0)
    told: frozenset[str] = frozenset()
    exit: ExitCode = ExitCode.TAKEN
    stored: dict[str, Any] = field(default_factory=dict)
    says: str = ""


def _taken(read: int, added: int, *told: str, pools: tuple[int, int] | None = None, ignored: int = 0, **stored: Any) -> Outcome:
    return Outcome((read, 0, ignored), added, pools or (added, 0), frozenset(told), stored=stored)


CASES = {
    "bureau2_firm_merged_over_capabilities.xlsx": _taken(
        6, 2, "rows_aside", ignored=1, titles={"冲压设备采集", "能耗监测", "生产看板", "注塑MES", "质量追溯"}
    ),
    "bureau3v_pool_in_title.xlsx": _taken(
        7, 4, "rows_aside", "pool_from_title", "sheet_proposed", "membership_proposed", "no_capability", ignored=3, states={"waiting"}
    ),
    "bureau4_free_values.xlsx": _taken(
        8, 4, "rows_aside", "day_inferred", "number_unusable", "column_unknown", "no_capability", ignored=4, pools=(3, 2),
        ends={"2024-06-30", "2024-07-01", "None"}, phones={f"138{1:08d}"}, contacts={"王五"},
    ),
    "bureau4v_template_headers.xlsx": _taken(
        8, 4, "rows_aside", "day_inferred", "number_unusable", "column_unknown", "no_capability", ignored=4, pools=(3, 2),
        ends={"2024-06-30", "2024-07-01", "None"}, phones={f"138{1:08d}"}, contacts={"王五"},
    ),
    "k07_ods_named_xlsx.xlsx": Outcome((0, 0, 0), 0, exit=ExitCode.UNUSABLE, told=frozenset({"file_not_readable"}), says="（.ods）"),
    "k08_xlsb_named_xlsx.xlsx": Outcome((0, 0, 0), 0, exit=ExitCode.UNUSABLE, told=frozenset({"file_not_readable"}), says="另存为 .xlsx"),
    "x01_backslash_entries.xlsx": _taken(3, 3, *_BARE),
    "x02_backslash_targets.xlsx": _taken(3, 3, *_BARE),
    "x04_iso_date_cells.xlsx": _taken(4, 4, *_BARE, ends={"2024-11-15", "2024-11-16"}),
    "x05_hidden_rows.xlsx": _taken(4, 4, "rows_hidden", *_BARE),
    "x06_second_batch_sheet.xlsx": _taken(4, 4, *_BARE, batches={"第二批"}),
    "x07_numeric_headers.xlsx": _taken(3, 3, "column_unknown", *_BARE),
    "x08_pool_names.xlsx": Outcome(
        (10, 1, 0), 9, (8, 6), frozenset({"pool_unknown", "required_unusable", "no_capability"}), ExitCode.PARTLY,
        says="可用的名称：市级、省级。"
    ),
    "x09_phone_numbers.xlsx": _taken(
        5, 5, "phone_restored", "phone_doubtful", *_BARE,
        phones={"0769-00000012", "7690000012", "0769-00000012转801", "(0769)00000012、00000013", "22222222"},
    ),
    "x10_validity_words.xlsx": _taken(
        12, 12, "day_inferred", "end_expired", *_BARE, ends={"2024-06-30", "2024-07-15", "2024-07-14", "2024-12-31", "2026-01-04"}
    ),
    "x11_headers_with_notes.xlsx": _taken(2, 2, *_BARE),
    "x11v_headers_other_words.xlsx": _taken(2, 2, *_BARE),
    "x11x_headers_bilingual.xlsx": _taken(2, 2, *_BARE),
    "x19_prefilled_rows.xlsx": Outcome(
        (60, 1, 58), 1, (1, 0), frozenset({"uscc_shape", "rows_aside", "no_capability"}), ExitCode.PARTLY
    ),
    "x21_bracket_width.xlsx": _taken(4, 2, *_BARE, pools=(2, 2)),
    "c01_equals_quoted.csv": _taken(2, 2, *_BARE),
    "c01v_equals_plain.csv": _taken(2, 2, *_BARE),
    "c01y_backtick.csv": _taken(2, 2, *_BARE),
    "c05_fullwidth_comma.csv": Outcome((0, 0, 0), 0, exit=ExitCode.UNUSABLE, told=frozenset({"separator_wrong"}), says="中文逗号“，”"),
    "j01_iso_datetimes.jsonl": _taken(6, 6, "day_inferred", *_BARE, ends={"2024-11-15", "2024-11-30"}),
}  # fmt: skip


def test_every_file_is_tried() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_file_has_its_right_outcome(desk: Desk, name: str) -> None:
    right = CASES[name]
    report = desk.load(FOLDER / name)
    assert {found.code for found in report.problems} == right.told
    assert (report.exit, report.providers.added) == (right.exit, right.added)
    assert (report.rows.read, report.rows.refused, report.rows.ignored) == right.rows
    memberships = desk.rows("memberships")
    pools = [row["pool_code"] for row in memberships]
    assert (pools.count("municipal"), pools.count("provincial")) == right.pools
    assert right.says in "".join(found.message for found in report.problems)
    seen = {
        "titles": {row["title"] for row in desk.rows("capabilities")},
        "states": {row["state"] for row in memberships},
        "ends": {str(row["valid_until"]) for row in memberships},
        "batches": {row["batch"] for row in desk.rows("pool_editions")},
        "phones": {row["phone"] for row in desk.rows("unit_contacts") if row["phone"]},
        "contacts": {row["name"] for row in desk.rows("unit_contacts") if row["name"]},
    }
    assert {what: seen[what] for what in right.stored} == right.stored


@pytest.mark.parametrize("name", CASES)
def test_the_same_file_again_changes_nothing(desk: Desk, name: str) -> None:
    desk.load(FOLDER / name)
    before = desk.everything()
    again = desk.load(FOLDER / name)
    assert desk.everything() == before
    assert (again.providers.added, again.providers.changed) == (0, 0)
