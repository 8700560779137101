"""Tables as clerks hand them in: nothing wider, nothing under the wrong firm, nothing lost in silence."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from indexer.report import FileReport
from indexer.telling import told_on_terminal
from service.command_errors import ExitCode
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.grids import csv_of, xlsx_of

CODES = [unified_code(76_000 + number) for number in range(4)]
NAMES = [f"东莞市案头第{number}科技有限公司" for number in range(4)]
HEADER = ["企业名称", "统一社会信用代码", "资源池", "有效期至"]
FIRMS = [[name, code, "市级", "2028-12-31"] for name, code in zip(NAMES, CODES, strict=True)]
ABLE = ["统一社会信用代码", "能力名称", "能力描述"]


def load(desk: Desk, *grid: Sequence[Any]) -> FileReport:
    return desk.load(desk.write("list.csv", csv_of(grid)))


def titles(desk: Desk) -> dict[str, list[str]]:
    names = {row["id"]: row["name"] for row in desk.rows("providers")}
    found: dict[str, list[str]] = {}
    for row in sorted(desk.rows("capabilities"), key=lambda row: row["position"]):
        found.setdefault(names[row["provider_id"]], []).append(row["title"])
    return found


def memberships(desk: Desk) -> dict[str, tuple[str, str, date | None]]:
    names = {row["id"]: row["name"] for row in desk.rows("providers")}
    return {names[row["provider_id"]]: (row["pool_code"], row["state"], row["valid_until"]) for row in desk.rows("memberships")}


def codes(report: FileReport) -> set[str]:
    return {found.code for found in report.problems}


@pytest.mark.parametrize("name", ["服务能力2", "补充"])
@pytest.mark.parametrize("header", [["统一社会信用代码", "名字", "描写"], ["统一社会信用代码", "能力名称", "详情"]])
def test_a_sheet_that_is_not_read_takes_nothing_from_stored_lists(desk: Desk, name: str, header: list[str]) -> None:
    able = [[CODES[0], "采集", "联网。"], [CODES[0], "看板", "大屏。"]]
    desk.load(desk.write("a.xlsx", xlsx_of({"服务商": [HEADER, FIRMS[0]], "服务能力": [ABLE, *able]})))
    book = {"服务商": [HEADER, FIRMS[0]], "服务能力": [ABLE, able[0]], name: [header, able[1]]}
    report = desk.load(desk.write("a.xlsx", xlsx_of(book)))
    assert (titles(desk), report.exit) == ({NAMES[0]: ["采集", "看板"]}, ExitCode.PARTLY)
    assert "list_kept" in codes(report)
    report = desk.load(desk.write("a.xlsx", xlsx_of({**book, name: [ABLE, able[1]]}, hidden=[name])))
    assert (titles(desk), "sheet_hidden" in codes(report)) == ({NAMES[0]: ["采集", "看板"]}, True)


@pytest.mark.parametrize("second", [[2, NAMES[1], "", "市级", "看板", "大屏。"], ["例", NAMES[1], CODES[1], "市级", "看板", "大屏。"]])
def test_rows_below_a_refused_firm_go_to_no_other(desk: Desk, second: list[Any]) -> None:
    header = ["序号", *HEADER[:3], "能力名称", "能力描述"]
    first = [1, *FIRMS[0][:3], "采集", "联网。"]
    report = load(desk, header, first, ["", "", "", "", "排产", "排单。"], second, ["", "", "", "", "能耗", "省电。"])
    assert titles(desk) == {NAMES[0]: ["采集", "排产"]}
    assert (report.rows.read, report.rows.taken, report.rows.refused) == (4, 2, 2)


@pytest.mark.parametrize("title", ["非市级", "未入选市级资源池企业", "原市级资源池服务商", "不属于市级的企业"])
def test_a_title_that_denies_a_pool_names_none(desk: Desk, title: str) -> None:
    report = load(desk, [title], [*HEADER[:2], "有效期至"], [*FIRMS[0][:2], "2028-12-31"])
    assert (report.exit, memberships(desk)) == (ExitCode.UNUSABLE, {})
    assert [found.code for found in report.problems] == ["column_missing"]


@pytest.mark.parametrize(("end", "stands"), [
    ("2028-12-31", ("suspended", date(2028, 12, 31))), ("", ("suspended", None)), ("2024-06-30", ("active", date(2024, 6, 30))),
])  # fmt: skip
def test_a_list_of_lapsed_firms_grants_only_what_is_past(desk: Desk, end: str, stands: tuple[str, date | None]) -> None:
    load(desk, ["市级资源池到期企业名单"], [*HEADER[:2], "有效期至"], [*FIRMS[0][:2], end])
    assert memberships(desk) == {NAMES[0]: ("municipal", *stands)}


@pytest.mark.parametrize("section", ["退出企业", "已退出企业（1家）", "二、清退单位"])
def test_firms_below_a_line_that_says_they_left_are_refused(desk: Desk, section: str) -> None:
    report = load(desk, ["市级资源池名单"], HEADER[:2], FIRMS[0][:2], [section], ["续表"], FIRMS[1][:2])
    assert (set(memberships(desk)), report.rows.refused, "section_leaves" in codes(report)) == ({NAMES[0]}, 1, True)


def test_firms_below_a_line_that_proposes_them_wait(desk: Desk) -> None:
    load(desk, ["市级资源池名单"], HEADER[:2], FIRMS[0][:2], ["二、拟入池企业"], FIRMS[1][:2])
    assert {name: state for name, (_, state, _) in memberships(desk).items()} == {NAMES[0]: "active", NAMES[1]: "waiting"}


@pytest.mark.parametrize(("header", "cell", "state"), [
    ("是否在库", "否", "waiting"), ("是否仍在池", "×", "waiting"), ("年审是否合格", "否", "waiting"), ("是否在库", "是", "active"),
    ("是否专精特新", "否", "active"), ("退出时间", "2024-05-01", "waiting"), ("注销日期", "2024年5月", "waiting"),
    ("退出时间", "", "active"),
    ("退出时间", "/", "active"),
])  # fmt: skip
def test_a_no_below_a_question_whether_it_stays_grants_nothing(desk: Desk, header: str, cell: str, state: str) -> None:
    load(desk, [*HEADER, header], [*FIRMS[0], cell])
    assert memberships(desk)[NAMES[0]][1] == state


@pytest.mark.parametrize(("note", "state"), [("（已注销）", "waiting"), ("(2024年退出)", "waiting"), ("（东莞）", "active")])
def test_a_note_beside_a_name_that_it_left_grants_nothing(desk: Desk, note: str, state: str) -> None:
    load(desk, HEADER, [NAMES[0] + note, *FIRMS[0][1:]])
    assert [each[1] for each in memberships(desk).values()] == [state]


@pytest.mark.parametrize("other", ["有效期", "有效期限"])
@pytest.mark.parametrize("first", [True, False])
def test_of_two_columns_of_ends_the_exact_one_counts_and_the_other_fills_its_gaps(desk: Desk, other: str, first: bool) -> None:
    cells = [("长期", "2025-06-30"), ("2025-06-30", "")]
    rows = [[*FIRMS[place][:3], *(pair if first else pair[::-1])] for place, pair in enumerate(cells)]
    report = load(desk, [*HEADER[:3], *((other, "有效期至") if first else ("有效期至", other))], *rows)
    assert {until for _, _, until in memberships(desk).values()} == {date(2025, 6, 30)}
    assert [found.column for found in report.problems if found.code == "column_repeated"] == [other]


def test_a_proposed_member_stays_so_until_a_state_or_another_end_is_written(desk: Desk) -> None:
    load(desk, [*HEADER, "状态"], [*FIRMS[0], "拟入池"])
    report = load(desk, HEADER, FIRMS[0])
    assert (memberships(desk)[NAMES[0]][1], "state_kept" in codes(report)) == ("waiting", True)
    load(desk, [*HEADER, "状态"], [*FIRMS[0], "有效"])
    assert memberships(desk)[NAMES[0]][1] == "active"


def test_lists_written_side_by_side_that_contradict_are_refused_by_name(desk: Desk) -> None:
    columns = ["能力1", "能力1名称", "能力2描述", "能力2说明"]
    report = load(desk, [*HEADER, *columns], [*FIRMS[0], *("甲" for _ in columns)])
    assert [found.column for found in report.problems if found.code == "columns_numbered"] == ["、".join(columns)]
    assert (report.exit, titles(desk), set(memberships(desk))) == (ExitCode.PARTLY, {}, {NAMES[0]})


@pytest.mark.parametrize("place", ["title", "sheet"])
def test_a_combined_sheet_may_name_its_pool_in_a_title_only(desk: Desk, place: str) -> None:
    grid = [
        ["市级资源池名单" if place == "title" else "附件"], ["单位名称", "信用代码", "所属镇街", "服务名称", "服务内容"],
        [*FIRMS[0][:2], "虎门", "采集", "联网。"], ["", "", "", "看板", "大屏。"],
    ]  # fmt: skip
    report = desk.load(desk.write("a.xlsx", xlsx_of({"省级名单" if place == "sheet" else "汇总": grid})))
    assert (titles(desk), report.exit) == ({NAMES[0]: ["采集", "看板"]}, ExitCode.TAKEN)
    assert memberships(desk)[NAMES[0]][0] == ("municipal" if place == "title" else "provincial")


def test_other_tables_in_a_folder_are_named(desk: Desk) -> None:
    folder = desk.write("pool/list.csv", csv_of([HEADER, FIRMS[0]])).parent
    desk.write("pool/more.xls", b"x")
    desk.write("pool/readme.txt", b"x")
    assert [found.value for found in desk.load(folder).problems if found.code == "file_left_out"] == ["more.xls"]


@pytest.mark.parametrize(("name", "way_out"), [("a.numbers", "在 Numbers 里导出"), ("a.docx", "粘贴到 Excel"), ("a.et", "另存为 .xlsx")])
def test_a_kind_that_is_not_read_names_a_way_out_that_exists(desk: Desk, name: str, way_out: str) -> None:
    report = desk.load(desk.write(name, b"x"))
    assert [way_out in found.message for found in report.problems] == [True]


def test_several_firms_in_one_sentence_stand_without_stray_quotes(desk: Desk) -> None:
    load(desk, HEADER, *FIRMS)
    told = "\n".join(told_on_terminal(load(desk, HEADER, FIRMS[0]), dry_run=False))
    assert "、".join(f"{name} {code}" for name, code in sorted(zip(NAMES, CODES, strict=True))[1:]) in told


@pytest.mark.parametrize("word", ["退出", "暂停"])
def test_a_later_sheet_of_firms_that_left_narrows_an_earlier_one(desk: Desk, word: str) -> None:
    book = {
        "市级名单": [[*HEADER[:2], "有效期至"], [*FIRMS[0][:2], "2028-12-31"]],
        "市级变更": [[*HEADER[:2], "状态"], [*FIRMS[0][:2], word]],
    }
    report = desk.load(desk.write("a.xlsx", xlsx_of(book)))
    state = {"退出": "withdrawn", "暂停": "suspended"}[word]
    assert memberships(desk) == {NAMES[0]: ("municipal", state, date(2028, 12, 31))}
    assert {"state_narrowed", "pool_repeated"} <= codes(report)
    assert not any("municipal" in found.message for found in report.problems)


def test_three_tables_below_each_other_in_a_sheet_are_all_read(desk: Desk) -> None:
    grid = [
        ["一、市级服务商"], HEADER[:2], FIRMS[0][:2], FIRMS[1][:2], ["二、服务能力"], ABLE, [CODES[0], "采集", "联网。"],
        ["三、案例"], ["统一社会信用代码", "客户", "项目内容"], [CODES[1], "某厂", "上线。"],
    ]  # fmt: skip
    report = load(desk, *grid)
    assert (titles(desk), set(memberships(desk)), len(desk.rows("success_cases"))) == ({NAMES[0]: ["采集"]}, set(NAMES[:2]), 1)
    assert (report.rows.taken, report.rows.refused) == (4, 0)


@pytest.mark.parametrize("told", [{"validUntil": "2025-01-01"}, {"有效期": "2025-01-01"}, {"valid_until": []}])
def test_a_key_of_json_that_looks_like_an_end_grants_nothing(desk: Desk, told: dict[str, Any]) -> None:
    line = {"name": NAMES[0], "uscc": CODES[0], "pools": [{"pool": "municipal", **told}]}
    report = desk.load(desk.write("a.jsonl", json.dumps(line)))
    assert (memberships(desk)[NAMES[0]][1], "end_unreadable" in codes(report)) == ("waiting", True)
