"""One content in three formats, and what each format may look like."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from indexer.columns import SHEET_COLUMNS, RowKind, header_key
from indexer.fixtures import SHEETS, export_fixtures, header_text, write_csv_files, write_workbook
from indexer.load import limits_of
from indexer.sources.xlsx import Workbook
from indexer.tables.headers import meaning_of
from service.command_errors import ExitCode
from service.errors import Invalid
from service.settings import ROOT, Settings
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.made_xlsx import text_rows, workbook

POOLS = ROOT / "fixtures" / "pools"
USCC = unified_code(60_001)


@pytest.mark.parametrize("name", ["providers.xlsx", "providers"])
def test_the_fixture_pool_is_the_same_in_every_format(desk: Desk, name: str) -> None:
    assert desk.load(POOLS / "providers.jsonl").providers.added == 54
    before = desk.everything()
    report = desk.load(POOLS / name)
    assert (report.exit, report.providers.same, report.providers.changed) == (ExitCode.TAKEN, 54, 0)
    assert desk.everything() == before


def test_the_fixture_pool_has_the_members_the_letter_counts(desk: Desk) -> None:
    desk.load(POOLS / "providers.xlsx")
    pools = [row["pool_code"] for row in desk.rows("memberships")]
    assert (pools.count("municipal"), pools.count("provincial")) == (42, 18)
    assert all(row["is_demo"] for row in desk.rows("providers"))


def test_the_spreadsheets_are_what_their_source_writes(tmp_path: Path) -> None:
    (tmp_path / "providers.jsonl").write_bytes((POOLS / "providers.jsonl").read_bytes())
    assert export_fixtures(tmp_path) == 54
    for name in ("providers.xlsx", "providers/服务商.csv", "providers/服务能力.csv", "providers/案例.csv"):
        assert (tmp_path / name).read_bytes() == (POOLS / name).read_bytes(), name


def test_a_list_item_that_would_fall_apart_in_a_cell_is_not_exported(tmp_path: Path) -> None:
    (tmp_path / "providers.jsonl").write_text(
        json.dumps({"uscc": USCC, "name": "甲", "pools": [{"pool": "municipal"}], "qualifications": ["软著3、4项"]}), encoding="utf-8"
    )
    with pytest.raises(Invalid):
        export_fixtures(tmp_path)


def test_a_cell_that_looks_like_a_formula_comes_back_as_it_was(desk: Desk) -> None:
    firm = {"uscc": USCC, "name": "=1+1有限公司", "summary": "'+86 起步", "pools": [{"pool": "municipal"}]}
    write_csv_files(desk.write("csv/x", b"").parent, [firm])
    write_workbook(desk.folder / "a.xlsx", [firm])
    assert "'=1+1" in (desk.folder / "csv" / "服务商.csv").read_text("utf-8-sig")
    for name in ("csv", "a.xlsx"):
        desk.load(desk.folder / name)
        assert [(row["name"], row["summary"]) for row in desk.rows("providers")] == [("=1+1有限公司", "'+86 起步")]


def test_our_reader_sees_what_calamine_sees() -> None:
    content = (POOLS / "providers.xlsx").read_bytes()
    ours = Workbook(content, limits=limits_of(Settings()))
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert [sheet.name for sheet in ours.sheets] == theirs.sheet_names
    for sheet in ours.sheets:
        rows = theirs.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        expected = {(line, place): cell for line, row in enumerate(rows, start=1) for place, cell in enumerate(row) if cell != ""}
        assert {(row.line, place): cell for row in sheet.rows for place, cell in row.cells} == expected


def _csv(rows: list[list[str]], **kind: Any) -> str:
    text = io.StringIO()
    csv.writer(text, **kind).writerows(rows)
    return text.getvalue()


HEADER = ["企业全称", "统一社会信用代码", "资源池", "简介"]
FIRM = ["东莞市道滘埗头科技有限公司", USCC, "市级", "第一行\n第二行"]


@pytest.mark.parametrize("encode", [
    lambda text: text.encode(),
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("gb18030"),
    lambda text: text.replace("\r\n", "\n").encode(),
    lambda text: text.replace("\r\n", "\r").encode(),
], ids=["utf-8", "bom", "gb18030", "lf", "cr"])  # fmt: skip
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_may_be_encoded_and_delimited_in_several_ways(desk: Desk, encode: Callable[[str], bytes], delimiter: str) -> None:
    report = desk.load(desk.write("a.csv", encode(_csv([HEADER, FIRM], delimiter=delimiter))))
    assert report.exit is ExitCode.TAKEN
    assert [(row["name"], row["summary"]) for row in desk.rows("providers")] == [(FIRM[0], "第一行\n第二行")]


def test_lines_of_a_csv_file_count_as_a_text_editor_counts(desk: Desk) -> None:
    report = desk.load(desk.write("a.csv", _csv([HEADER, FIRM, ["", USCC, "市级", ""]])))
    assert [(found.code, found.line) for found in report.problems if found.severity == "error"] == [("required_missing", 4)]


@pytest.mark.parametrize("line", [1, 2, 10])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_header_may_stand_anywhere_in_the_first_ten_rows(desk: Desk, line: int, kind: str) -> None:
    rows = [["东莞市资源池名单"]] * (line - 1) + [HEADER, FIRM]
    content = _csv(rows).encode() if kind == "csv" else workbook({"名单": text_rows(rows)})
    assert desk.load(desk.write(f"a.{kind}", content)).exit is ExitCode.TAKEN
    assert len(desk.rows("providers")) == 1


def test_columns_may_stand_in_any_order_and_under_other_names(desk: Desk) -> None:
    for kind, columns in SHEET_COLUMNS.items():
        for column in columns:
            for name in (column.header, header_text(column), f"{column.header}（必填）", *column.other_headers):
                meaning = meaning_of(kind, name)
                assert meaning, (kind, name)
                assert meaning.column is column, (kind, name)
    backwards = [["公司简介", "所属资源池", "信用代码 *", "单位名称："], FIRM[::-1]]
    desk.load(desk.write("a.csv", _csv(backwards)))
    assert [row["name"] for row in desk.rows("providers")] == [FIRM[0]]


def test_no_header_means_two_things_in_one_sheet() -> None:
    for columns in SHEET_COLUMNS.values():
        names = [header_key(name) for column in columns for name in {column.header, *column.other_headers}]
        assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]


def test_three_csv_files_are_taken_in_their_order_whatever_the_order_given(desk: Desk) -> None:
    paths = [POOLS / "providers" / name for name in ("案例.csv", "服务能力.csv", "服务商.csv")]
    for dry_run in (True, False):
        reports = desk.load_all(paths, dry_run=dry_run)
        assert [Path(report.file).name for report in reports] == ["服务商.csv", "服务能力.csv", "案例.csv"]
        assert [report.exit for report in reports] == [ExitCode.TAKEN] * 3
        assert [report.providers.added for report in reports] == [54, 0, 0]
        assert [report.providers.changed for report in reports][1] == 54
    one_by_one = desk.content(without=frozenset({"version", "at"}))
    counts = {table: len(rows) for table, rows in one_by_one.items()}
    assert (counts["providers"], counts["capabilities"], counts["success_cases"]) == (54, 248, 203)


def test_a_folder_is_one_transaction(desk: Desk) -> None:
    desk.write("pool/服务商.csv", _csv([HEADER, FIRM]))
    desk.write("pool/服务能力.csv", _csv([["统一社会信用代码", "能力名称"], [USCC, "采集"]]))
    assert desk.load(desk.folder / "pool").exit is ExitCode.UNUSABLE
    assert desk.rows("providers") == []
    desk.write("pool/服务能力.csv", _csv([["统一社会信用代码", "能力名称", "能力描述"], [USCC, "采集", "注塑机。"]]))
    desk.write("pool/说明.csv", "看一看,说明\n")
    report = desk.load(desk.folder / "pool")
    assert [(found.code, found.sheet) for found in report.problems] == [("sheet_of_prose", "说明")]
    assert [row["version"] for row in desk.rows("providers")] == [1]


def test_a_capability_sheet_alone_speaks_of_stored_firms(desk: Desk) -> None:
    desk.load(desk.write("a.csv", _csv([HEADER, FIRM])))
    stranger = unified_code(60_099)
    rows = [["统一社会信用代码", "能力名称", "能力描述"], [USCC, "采集", "注塑机。"], [stranger, "采集", "冲床。"]]
    report = desk.load(desk.write("b.csv", _csv(rows)))
    assert [(found.code, found.line, found.value) for found in report.problems] == [("firm_unknown", 3, stranger)]
    assert (report.outcome, report.providers.changed) == ("partly", 1)
    assert [row["summary"] for row in desk.rows("providers")] == ["第一行\n第二行"]


def test_several_files_are_all_tried_and_the_worst_exit_counts(desk: Desk) -> None:
    good, bad = desk.write("a.csv", _csv([HEADER, FIRM])), desk.write("b.jsonl", "{}\n")
    reports = desk.load_all([bad, desk.folder / "none.xlsx", good])
    assert [report.exit for report in reports] == [ExitCode.PARTLY, ExitCode.UNUSABLE, ExitCode.TAKEN]
    assert [report.outcome for report in reports] == ["refused", "refused", "taken"]


def test_a_dry_run_tells_the_same_and_writes_nothing(desk: Desk) -> None:
    before = desk.everything()
    dry = desk.load(POOLS / "broken.jsonl", dry_run=True)
    assert desk.everything() == before
    assert desk.load(POOLS / "broken.jsonl") == dry


def _styled(styles: str, cells: str, **more: Any) -> bytes:
    header = text_rows([["企业全称", "统一社会信用代码", "资源池", "入池日期", "有效期至", "员工人数"]])
    return workbook({"服务商": header + f'<row r="2">{cells}</row>'}, styles=styles, **more)


_FIRM_CELLS = f'<c r="A2" t="inlineStr"><is><t>甲公司</t></is></c><c r="B2" t="str"><v>{USCC}</v></c><c r="C2" t="s"><v>0</v></c>'
_SHARED = ['<r><t>市</t></r><rPh><t>shi</t></rPh><r><t xml:space="preserve">级 </t></r>']


@pytest.mark.parametrize(("styles", "properties", "serial"), [
    ('<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>', "", 45245),
    ('<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs>', "", 45245.75),
    ('<numFmts><numFmt numFmtId="170" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></numFmts>'
     '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>', "", 45245),
    ('<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>', '<workbookPr date1904="1"/>', 43783),
    ("", "", 45245),
])  # fmt: skip
def test_excel_dates_are_days(desk: Desk, styles: str, properties: str, serial: float) -> None:
    cells = f'{_FIRM_CELLS}<c r="D2" s="1"><v>{serial}</v></c><c r="F2"><v>26</v></c>'
    report = desk.load(desk.write("a.xlsx", _styled(styles, cells, shared=_SHARED, properties=properties)))
    assert {found.code for found in report.problems} == {"no_capability"}
    assert [row["admitted_on"] for row in desk.rows("memberships")] == [date(2023, 11, 15)]
    assert [row["staff"] for row in desk.rows("providers")] == [26]


def test_cells_without_a_name_follow_each_other(desk: Desk) -> None:
    rows = text_rows([HEADER, FIRM]).replace('r="', 'x="')
    assert desk.load(desk.write("a.xlsx", workbook({"服务商": rows}))).exit is ExitCode.TAKEN
    assert len(desk.rows("providers")) == 1


def test_the_template_holds_every_column_of_its_sheet() -> None:
    assert {kind: {column.field for column in columns} for kind, columns in SHEETS.items()} == {
        kind: {column.field for column in columns} for kind, columns in SHEET_COLUMNS.items()
    }
    assert [kind.value for kind in RowKind] == ["服务商", "服务能力", "案例"]


def test_one_row_may_name_both_pools(desk: Desk) -> None:
    names = (
        "市级、省级",
        "省级资源池，市级池",
        "市级/PROVINCIAL",
        "东莞市工业互联网产业生态供给资源池（市级）；广东省工业互联网产业生态供给资源池",
    )
    for number, text in enumerate(names):
        report = desk.load(desk.write("a.csv", _csv([HEADER, [FIRM[0], unified_code(60_100 + number), text, ""]])))
        assert report.exit is ExitCode.TAKEN, report.problems
        assert len(desk.rows("memberships")) == 2 * (number + 1)
    unknown = desk.load(desk.write("a.csv", _csv([HEADER, [FIRM[0], unified_code(60_200), "市级、资源池、级", ""]])))
    assert [found.value for found in unknown.problems if found.code == "pool_unknown"] == ["资源池", "级"]
