"""Tables as they are: titles, merged cells, two-line headers, combined sheets, sections, footers, samples, several sheets."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from indexer.report import FileReport
from service.command_errors import ExitCode
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.grids import csv_of, ods_of, xlsx_of

TOLD_OF_TABLES = {
    "rows_aside", "rows_followed", "rows_hidden", "columns_hidden", "sheet_hidden", "sheet_unread", "sheet_of_prose",
    "sheet_unknown", "sheet_proposed", "membership_proposed", "pool_from_title", "section_leaves", "row_is_sample",
    "column_alone", "uscc_placeholder", "price_doubtful", "phone_restored", "phone_doubtful", "founded_after_admission",
    "name_twice", "end_unreadable", "end_expired", "state_in_end", "day_inferred", "columns_numbered", "file_left_out",
    "state_narrowed", "paper_end", "table_beside",
}  # fmt: skip
"""Tried here, in `test_awkward_tables.py`, `test_numbered_columns.py`, `test_safety.py`, `test_doubts.py` and `test_cases.py`."""

CODES = [unified_code(72_000 + number) for number in range(9)]
NAMES = [f"东莞市表样第{number}科技有限公司" for number in range(9)]
HEADER = ["企业全称", "统一社会信用代码", "资源池"]
ROWS = [[NAMES[number], CODES[number], "市级"] for number in range(3)]
COMBINED = ["序号", "企业名称", "信用代码", "资源池", "主要产品", "服务内容", "典型案例"]
FORMATS: dict[str, Callable[[list[list[Any]]], bytes]] = {
    "csv": csv_of,
    "xlsx": lambda grid: xlsx_of({"名单": grid}),
    "ods": lambda grid: ods_of({"名单": grid}),
}


def codes(report: FileReport) -> set[str]:
    return {found.code for found in report.problems} - {"no_capability"}


def names(desk: Desk) -> set[str]:
    return {row["name"] for row in desk.rows("providers")}


def titles(desk: Desk) -> dict[str, list[str]]:
    firms = {row["id"]: row["name"] for row in desk.rows("providers")}
    found: dict[str, list[str]] = {}
    for row in sorted(desk.rows("capabilities"), key=lambda row: row["position"]):
        found.setdefault(firms[row["provider_id"]], []).append(row["title"])
    return found


@pytest.fixture(params=FORMATS)
def load(desk: Desk, request: pytest.FixtureRequest) -> Callable[..., FileReport]:
    """Loads a grid in each format."""

    def loaded(grid: list[list[Any]], **options: Any) -> FileReport:
        report = desk.load(desk.write(f"list.{request.param}", FORMATS[request.param](grid)), **options)
        rows = report.rows
        assert rows.read == rows.taken + rows.refused + rows.ignored
        return report

    return loaded


def test_title_notes_sections_and_footers_are_no_firms(desk: Desk, load: Callable[..., FileReport]) -> None:
    grid = [
        ["附件 1"], ["东莞市资源池服务商汇总表"], ["填报单位：某局", "", "填报日期：2024年7月"], ["序号", *HEADER],
        ["一、平台服务商（2家）"], [1, *ROWS[0]], ["2", *ROWS[1]], ["二、解决方案服务商（1家）"], ["3", *ROWS[2]],
        ["小计", "", "", "3家"], ["合计", "3家"], ["注：本表一式两份。"], ["审核人：", "", "填表人：张三"], ["", "（盖章）"], ["4"],
        ["5", "", "", "市级"],
    ]  # fmt: skip
    report = load(grid)
    assert names(desk) == set(NAMES[:3])
    assert (codes(report), report.exit) == ({"rows_aside"}, ExitCode.TAKEN)
    assert (report.rows.read, report.rows.ignored) == (12, 9)


@pytest.mark.parametrize("grid", [
    [["企业信息", "", "入池情况", "", ""], [*HEADER, "日期", "联系人"], [*ROWS[0], "2023-11-15", "王五"]],
    [["企业", "", "", "入池", "联系人", ""], ["全称", "统一社会信用代码", "资源池", "日期", "姓名", "电话"], [*ROWS[0], "2023-11-15",
    "王五", "0769-00000001"]],
    [["表"], [*HEADER, "入池", "", "联系方式", ""], ["", "", "", "日期", "批次", "联系人", "电话"], [*ROWS[0], "2023-11-15", "第一批",
    "王五", "0769-00000001"]],
])  # fmt: skip
def test_a_header_may_take_two_lines(desk: Desk, load: Callable[..., FileReport], grid: list[list[Any]]) -> None:
    report = load(grid)
    assert codes(report) == set()
    assert [row["admitted_on"] for row in desk.rows("memberships")] == [date(2023, 11, 15)]
    assert [row["name"] for row in desk.rows("unit_contacts")] == ["王五"]


@pytest.mark.parametrize("header", [
    ["*企业名称", "统一社会信用代码（18位）", "资源池\n（市级/省级）"], ["1.单位名称", "2.社会信用代码", "3.资源池"],
    ["机构全称 Name", "USCC/统一社会信用代码", "资源池级别 Pool"], ["（一）企业（全称）", "（二）信用代码", "（三）所属资源池"],
    ["供应商名称：", "税号", "入选资源池（必填）"], ["服务商（企业）名称", "统一社会信用代码证号", "级别"], ["企业名称/公司名称",
    "企业信用代码", "资源池【单选】"],
])  # fmt: skip
def test_a_header_is_known_in_many_spellings(desk: Desk, load: Callable[..., FileReport], header: list[str]) -> None:
    assert codes(load([header, *ROWS])) == set()
    assert names(desk) == set(NAMES[:3])


def test_firm_and_capabilities_in_one_sheet_are_told_apart(desk: Desk, load: Callable[..., FileReport]) -> None:
    grid = [
        COMBINED,
        ["1", NAMES[0], CODES[0], "市级", "采集", "注塑机联网。", "装了三十台。"],
        ["", "", "", "", "看板", "车间大屏。", ""],
        ["", "", "", "", "报工", "扫码报工。", "做了两家。"],
        ["2", NAMES[1], CODES[1], "省级", "安灯", "呼叫。", ""],
        ["3", NAMES[2], CODES[2], "市级", "", "", ""],
        ["4", "", "", "", "无主", "不知是谁。", ""],
        ["合计", "3家"],
    ]
    report = load(grid)
    assert titles(desk) == {NAMES[0]: ["采集", "看板", "报工"], NAMES[1]: ["安灯"]}
    assert len(desk.rows("success_cases")) == 2
    assert (report.rows.read, report.rows.taken, report.rows.refused, report.rows.ignored) == (7, 5, 1, 1)
    assert codes(report) == {"rows_followed", "required_missing", "rows_aside"}


def test_a_firm_written_out_in_each_row_of_a_combined_sheet_is_one_firm(desk: Desk, load: Callable[..., FileReport]) -> None:
    grid = [COMBINED, *([place, NAMES[0], CODES[0], "市级", f"能力{place}", "做这个。", ""] for place in range(1, 4))]
    report = load(grid)
    assert (titles(desk), codes(report)) == ({NAMES[0]: ["能力1", "能力2", "能力3"]}, set())
    assert (report.rows.read, report.rows.taken, report.providers.added) == (3, 3, 1)


def test_a_sheet_of_capabilities_may_write_a_firm_once(desk: Desk, load: Callable[..., FileReport]) -> None:
    load([HEADER, *ROWS])
    grid = [
        ["信用代码", "能力名称", "能力描述"],
        [CODES[0], "采集", "联网。"],
        ["", "看板", "大屏。"],
        [CODES[1], "报工", "扫码。"],
        ["", "安灯", "呼叫。"],
    ]
    assert codes(load(grid)) == {"rows_followed"}
    assert titles(desk) == {NAMES[0]: ["采集", "看板"], NAMES[1]: ["报工", "安灯"]}


def test_a_sheet_that_repeats_its_firms_fills_no_gap(desk: Desk, load: Callable[..., FileReport]) -> None:
    load([HEADER, *ROWS])
    grid = [["信用代码", "能力名称", "能力描述"], [CODES[0], "采集", "联网。"], [CODES[0], "看板", "大屏。"], ["", "报工", "扫码。"]]
    assert codes(load(grid)) == {"required_missing"}
    assert titles(desk) == {NAMES[0]: ["采集", "看板"]}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_merged_cells_are_filled_down(desk: Desk, kind: str) -> None:
    grid = [
        ["名单", "", "", "", ""], ["企业名称", "信用代码", "资源池", "主要产品", "服务内容"],
        [NAMES[0], CODES[0], "市级", "采集", "联网。"], ["", "", "", "看板", "大屏。"], ["", "", "", "报工", "扫码。"], [NAMES[1],
        CODES[1], "省级", "安灯", "呼叫。"],
    ]  # fmt: skip
    areas = ["A3:A5", "B3:B5", "C3:C5"]
    content = (
        xlsx_of({"汇总": grid}, merges={"汇总": ["A1:E1", *areas]})
        if kind == "xlsx"
        else ods_of({"汇总": grid}, spans={(2, place): 3 for place in range(3)})
    )
    report = desk.load(desk.write(f"a.{kind}", content))
    assert (titles(desk), codes(report)) == ({NAMES[0]: ["采集", "看板", "报工"], NAMES[1]: ["安灯"]}, set())
    assert (report.rows.read, report.rows.taken) == (4, 4)


def test_a_firm_merged_over_its_two_pools_is_in_both(desk: Desk) -> None:
    grid = [HEADER, [NAMES[0], CODES[0], "市级"], ["", "", "省级"], [NAMES[1], CODES[1], "市级"], [NAMES[2], CODES[2], ""]]
    desk.load(desk.write("a.xlsx", xlsx_of({"名单": grid}, merges={"名单": ["A2:A3", "B2:B3", "C4:C5"]})))
    assert sorted(row["pool_code"] for row in desk.rows("memberships")) == ["municipal"] * 3 + ["provincial"]


def test_a_number_shown_as_a_month_ends_with_it(desk: Desk) -> None:
    grid = [[*HEADER, "有效期至"], [*ROWS[0], 45444], [*ROWS[1], 45458], [*ROWS[2], 45292]]
    formats = {"D2": 'yyyy"年"m"月"', "D3": "yyyy-mm", "D4": "yyyy"}
    desk.load(desk.write("a.xlsx", xlsx_of({"名单": grid}, formats=formats)))
    assert {row["valid_until"] for row in desk.rows("memberships")} == {date(2024, 6, 30), date(2024, 6, 15), date(2024, 12, 31)}


@pytest.mark.parametrize(("title", "pool"), [
    ("东莞市工业互联网产业生态供给资源池服务商名单", "municipal"), ("关于公布省级资源池（第三批）入选名单的通知", "provincial"),
    ("东莞市入选广东省工业互联网产业生态供给资源池企业", "provincial"), ("附：市级服务商", "municipal"),
])  # fmt: skip
def test_the_pool_may_stand_in_the_title(desk: Desk, load: Callable[..., FileReport], title: str, pool: str) -> None:
    report = load([[title], HEADER[:2], *(row[:2] for row in ROWS)])
    assert {row["pool_code"] for row in desk.rows("memberships")} == {pool}
    assert codes(report) == {"pool_from_title"}


def test_the_pool_may_stand_in_the_sheets_name_or_between_the_rows(desk: Desk) -> None:
    plain = [HEADER[:2], ROWS[0][:2]]
    sections = [
        ["入选情况"],
        HEADER[:2],
        ["一、市级资源池（1家）"],
        ROWS[1][:2],
        ["二、省级资源池（1家）"],
        ROWS[2][:2],
        ["三、已退出企业"],
        [NAMES[3], CODES[3]],
    ]
    sections[0] = ["市级资源池等名单"]
    report = desk.load(desk.write("a.xlsx", xlsx_of({"省级名单": plain, "企业": sections})))
    firms = {row["id"]: row["name"] for row in desk.rows("providers")}
    assert {firms[row["provider_id"]]: row["pool_code"] for row in desk.rows("memberships")} == {
        NAMES[0]: "provincial", NAMES[1]: "municipal", NAMES[2]: "provincial",
    }  # fmt: skip
    assert [found.value for found in report.problems if found.code == "section_leaves"] == ["退出"]


def test_a_list_without_any_pool_says_what_to_do(desk: Desk, load: Callable[..., FileReport]) -> None:
    grid = [["某协会会员名单"], HEADER[:2], *(row[:2] for row in ROWS)]
    report = load(grid)
    assert (report.exit, report.problems[0].code) == (ExitCode.UNUSABLE, "column_missing")
    assert "--pool 市级" in report.problems[0].message
    assert load(grid, pool="市级").providers.added == 3
    assert load([["省级资源池名单"], *grid[1:]], pool="市级").problems[0].code == "pool_contradicts"
    assert load(grid, pool="月球").problems[0].code == "pool_option_unknown"


@pytest.mark.parametrize("title", ["拟入池服务商公示名单（市级）", "市级资源池候选名单", "市级资源池申报企业"])
def test_a_proposed_list_grants_nothing_and_takes_nothing(desk: Desk, load: Callable[..., FileReport], title: str) -> None:
    load([[*HEADER, "有效期至"], [*ROWS[0], "长期"]])
    assert {"sheet_proposed", "membership_proposed"} <= codes(load([[title], HEADER, *ROWS]))
    firms = {row["id"]: row["name"] for row in desk.rows("providers")}
    states = {firms[row["provider_id"]]: row["state"] for row in desk.rows("memberships")}
    assert states == {NAMES[0]: "active", NAMES[1]: "waiting", NAMES[2]: "waiting"}


@pytest.mark.parametrize("title", ["2024年退出资源池服务商名单", "撤销入池资格企业名单", "资源池清退名单", "已到期服务商名单"])
def test_a_list_of_firms_that_left_admits_nobody(desk: Desk, load: Callable[..., FileReport], title: str) -> None:
    report = load([[title], HEADER, *ROWS])
    assert (report.exit, report.problems[0].code, names(desk)) == (ExitCode.UNUSABLE, "sheet_leaves", set())
    load([[title], [*HEADER, "状态"], *([*row, "退出"] for row in ROWS)])
    assert {row["state"] for row in desk.rows("memberships")} == {"withdrawn"}


def test_several_sheets_of_one_kind_are_all_read(desk: Desk) -> None:
    able = [["信用代码", "能力名称", "能力描述"]]
    book = {
        "第一批服务商": [HEADER, ROWS[0]], "第二批服务商": [HEADER, ROWS[1]], "2024年": [HEADER, ROWS[2]],
        "能力（一）": [*able, [CODES[0], "采集", "联网。"]], "能力（二）": [*able, [CODES[1], "看板", "大屏。"]], "空表": [],
    }  # fmt: skip
    report = desk.load(desk.write("a.xlsx", xlsx_of(book)))
    assert (codes(report), report.exit, names(desk)) == (set(), ExitCode.TAKEN, set(NAMES[:3]))
    assert titles(desk) == {NAMES[0]: ["采集"], NAMES[1]: ["看板"]}
    assert {row["batch"] for row in desk.rows("pool_editions")} == {"第一批", "第二批"}


def test_a_sheet_that_is_not_read_is_named(desk: Desk) -> None:
    book = {
        "名单": [HEADER, *ROWS], "说明": [["本表请于月底前报送。"], ["有问题问科室。"]], "统计": [["镇街", "家数"], ["虎门", 3]],
        "企业案例": [["信用代码", "客户"], [CODES[0], "某厂"]], "旧": [HEADER, [NAMES[5], CODES[5], "市级"]], "选项": [["市级", "省级"]],
    }  # fmt: skip
    report = desk.load(desk.write("a.xlsx", xlsx_of(book, hidden=["旧", "选项"])))
    told = {(found.code, found.sheet) for found in report.problems if found.code.startswith("sheet")}
    assert told == {("sheet_of_prose", "说明"), ("sheet_unknown", "统计"), ("sheet_unread", "企业案例"), ("sheet_hidden", "旧")}
    assert (report.exit, names(desk)) == (ExitCode.PARTLY, set(NAMES[:3]))
    ods = desk.load(desk.write("a.ods", ods_of(book, hidden=["旧", "选项"])))
    assert {(found.code, found.sheet) for found in ods.problems if found.code.startswith("sheet")} == told


def test_hidden_rows_and_columns_are_taken_and_told(desk: Desk) -> None:
    grid = [[*HEADER, "镇街"], *([*row, "虎门镇"] for row in ROWS)]
    report = desk.load(desk.write("a.xlsx", xlsx_of({"名单": grid}, hidden_rows=[3], hidden_columns=["D"])))
    assert codes(report) == {"rows_hidden", "columns_hidden"}
    assert names(desk) == set(NAMES[:3])


@pytest.mark.parametrize("sample", [
    ["例", "东莞市某某科技有限公司", CODES[8], "市级"], ["1", "示例：东莞市好样科技有限公司", CODES[8], "市级"], ["1",
    "XX科技有限公司", CODES[8], "市级"],
    ["1", "东莞市××有限公司", CODES[8], "市级"], ["样例", NAMES[8], CODES[8], "市级"],
])  # fmt: skip
def test_a_sample_row_is_refused_by_name(desk: Desk, load: Callable[..., FileReport], sample: list[str]) -> None:
    report = load([["序号", *HEADER], sample, *([2, *row] for row in ROWS)])
    assert (names(desk), codes(report), report.exit) == (set(NAMES[:3]), {"row_is_sample"}, ExitCode.PARTLY)
    assert sample[1] in report.problems[0].message


def test_a_header_that_comes_again_is_no_row_and_a_second_table_is_read(desk: Desk, load: Callable[..., FileReport]) -> None:
    grid = [HEADER, ROWS[0], HEADER, ROWS[1], ["能力名称", "信用代码", "能力描述"], ["采集", CODES[0], "联网。"]]
    report = load(grid)
    assert (names(desk), titles(desk)) == (set(NAMES[:2]), {NAMES[0]: ["采集"]})
    assert (report.rows.read, report.rows.ignored, codes(report)) == (5, 2, {"rows_aside"})


def test_a_unit_in_the_header_holds_for_its_column(desk: Desk, load: Callable[..., FileReport]) -> None:
    load([HEADER, *ROWS])
    header = ["信用代码", "能力名称", "能力描述", "最低价（元）", "最高价（万元）", "周期（天）"]
    load([header, [CODES[0], "采集", "联网。", 40000, 18, 30], [CODES[1], "看板", "大屏。", "4万", "", "2周"]])
    found = {row["title"]: (row["price_min_fen"], row["price_max_fen"], row["weeks"]) for row in desk.rows("capabilities")}
    assert found == {"采集": (4_000_000, 18_000_000, 5), "看板": (4_000_000, None, 2)}
    load([[*HEADER, "入池日期", "有效期（年）"], [*ROWS[0], "2021-07-15", 3]])
    assert date(2024, 7, 15) in {row["valid_until"] for row in desk.rows("memberships")}


def test_a_missing_column_names_the_nearest_header(load: Callable[..., FileReport]) -> None:
    report = load([["企业全称", "统一信用编码号", "资源池"], *ROWS])
    assert report.problems[0].code == "column_missing"
    assert "“统一信用编码号”" in report.problems[0].message


def test_a_column_that_needs_another_is_told(desk: Desk, load: Callable[..., FileReport]) -> None:
    report = load([[*HEADER, "服务内容"], *([*row, "做采集。"] for row in ROWS)])
    assert [found.column for found in report.problems if found.code == "column_alone"] == ["服务内容"]
    assert report.exit == ExitCode.PARTLY


def test_a_year_as_a_header_is_an_unknown_column(load: Callable[..., FileReport]) -> None:
    report = load([[*HEADER, 2022, 2023], *([*row, 5, 6] for row in ROWS)])
    assert [found.column for found in report.problems if found.code == "column_unknown"] == ["2022", "2023"]


@pytest.mark.parametrize("mark", ["同上", "〃", "″", "↑", '"'])
def test_a_cell_may_mean_the_one_above(desk: Desk, load: Callable[..., FileReport], mark: str) -> None:
    header = ["序号", *HEADER, "类别", "有效期至"]
    load([header, [1, *ROWS[0], "平台商", "2026-06-30"], [2, *ROWS[1][:2], mark, mark, mark], [3, *ROWS[2][:2], mark, mark, "2024-06-30"]])
    found = sorted((row["category"], row["valid_until"]) for row in desk.rows("memberships"))
    assert found == [("平台商", date(2024, 6, 30)), ("平台商", date(2026, 6, 30)), ("平台商", date(2026, 6, 30))]


@pytest.mark.parametrize(("header", "cell", "state"), [
    ("备注", "已于2024年6月退出", "waiting"), ("是否退出", "是", "waiting"), ("情况", "2023年被撤销资格", "waiting"), ("备注",
    "限期暂停", "waiting"),
    ("是否退出", "否", "active"), ("备注", "未退出", "active"), ("备注", "见附件", "active"), ("是否专精特新", "是", "active"),
])  # fmt: skip
def test_a_remark_that_a_firm_left_grants_nothing(desk: Desk, load: Callable[..., FileReport], header: str, cell: str, state: str) -> None:
    load([[*HEADER, header], [*ROWS[0], cell]])
    assert [row["state"] for row in desk.rows("memberships")] == [state]
    load([[*HEADER, "状态"], [*ROWS[0], "有效"]])
    load([[*HEADER, header], [*ROWS[0], cell]])
    assert [row["state"] for row in desk.rows("memberships")] == ["active"]


def test_two_titles_over_a_header_in_two_lines(desk: Desk) -> None:
    grid = [
        ["附件3", *[""] * 7], ["东莞市工业互联网产业生态供给资源池（市级）第二批服务商情况表", *[""] * 7],
        ["序号", "企业基本信息", "", "", "入池信息", "", "联系方式", ""], ["", "企业名称", "统一社会信用代码", "所属镇街", "入池日期",
        "有效期至", "姓名", "手机"],
        [1, *ROWS[0][:2], "虎门", "2023.11", "三年", "王五", "0769-00000012"], ["合计", "1家", *[""] * 6],
    ]  # fmt: skip
    merges = ["A1:H1", "A2:H2", "A3:A4", "B3:D3", "E3:F3", "G3:H3"]
    report = desk.load(desk.write("a.xlsx", xlsx_of({"汇总": grid}, merges={"汇总": merges})))
    assert codes(report) == {"pool_from_title", "day_inferred", "rows_aside"}
    assert [(row["name"], row["phone"]) for row in desk.rows("unit_contacts")] == [("王五", "0769-00000012")]
    assert [row["batch"] for row in desk.rows("pool_editions")] == ["第二批"]


@pytest.mark.parametrize("header", [["市级", "省级"], ["是否市级资源池", "是否省级资源池"], ["市级（是否入选）", "入选省级"]])
def test_pools_may_be_columns_to_tick(desk: Desk, load: Callable[..., FileReport], header: list[str]) -> None:
    marks = [["√", ""], ["是", "√"], ["×", "待定"], ["", ""], ["否", "1"]]
    report = load([[*HEADER[:2], *header], *([NAMES[number], CODES[number], *each] for number, each in enumerate(marks))])
    firms = {row["id"]: row["name"] for row in desk.rows("providers")}
    assert sorted((firms[row["provider_id"]], row["pool_code"]) for row in desk.rows("memberships")) == [
        (NAMES[0], "municipal"), (NAMES[1], "municipal"), (NAMES[1], "provincial"), (NAMES[4], "provincial"),
    ]  # fmt: skip
    assert (report.rows.refused, codes(report)) == (2, {"pool_unknown", "required_unusable", "required_missing"})


def test_a_pool_may_have_columns_of_its_own(desk: Desk, load: Callable[..., FileReport]) -> None:
    header = [*HEADER, "有效期至（市级）", "省级有效期至", "市级入池时间"]
    load([header, [*ROWS[0][:2], "市级、省级", "2027-06-30", "2024-06-30", "2021-07-15"], [*ROWS[1][:2], "省级", "2027-06-30", "待定", ""]])
    found = {(row["pool_code"], row["state"], row["admitted_on"], row["valid_until"]) for row in desk.rows("memberships")}
    assert found == {
        ("municipal", "active", date(2021, 7, 15), date(2027, 6, 30)), ("provincial", "active", None, date(2024, 6, 30)),
        ("provincial", "waiting", None, None),
    }  # fmt: skip


@pytest.mark.parametrize("header", ["入池资格有效期限说明", "到期情况", "是否在有效期内"])
def test_a_column_of_validity_that_is_not_understood_grants_nothing(desk: Desk, load: Callable[..., FileReport], header: str) -> None:
    report = load([[*HEADER, header], [*ROWS[0], "2024-06-30"]])
    assert [row["state"] for row in desk.rows("memberships")] == ["waiting"]
    assert codes(report) == {"end_unreadable", "column_unknown"}
