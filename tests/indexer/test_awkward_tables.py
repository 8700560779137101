"""Tables as a clerk may have them, the right outcome of each decided before it was tried. What cannot be read never means more."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from service.command_errors import ExitCode
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.grids import Grid, csv_of, xlsx_of

HEADER = ["企业名称", "统一社会信用代码", "资源池", "入池日期", "有效期至"]
WAITS = "waits"


def name(number: int) -> str:
    return f"东莞市怪样第{number}科技有限公司"


def row(number: int, pool: str = "市级", end: Any = "2027-06-30", *more: Any, since: str = "2024-06-30") -> list[Any]:
    return [name(number), unified_code(78_000 + number), pool, since, end, *more]


def standing(desk: Desk) -> dict[str, Any]:
    """Firm → the end of its membership, or that it waits or left."""
    names = {each["id"]: each["name"] for each in desk.rows("providers")}
    return {names[each["provider_id"]]: each["valid_until"] if each["state"] == "active" else WAITS for each in desk.rows("memberships")}


def of_one(desk: Desk, header: Sequence[Any], cells: Sequence[Any], *, numbers: bool = False) -> Any:
    grid = [header, cells]
    desk.load(desk.write("a.xlsx", xlsx_of({"名单": grid})) if numbers else desk.write("a.csv", csv_of(grid)))
    return standing(desk).get(name(1))


@pytest.mark.parametrize(
    ("end", "want"),
    [
        ("24.6.30", date(2024, 6, 30)), ("2024年7月—2027年6月", date(2027, 6, 30)), ("2024/6/30~2027/6/30", date(2027, 6, 30)),
        ("三年(2024-2027)", date(2027, 6, 30)), ("3年（2024年6月30日-2027年6月29日）", date(2027, 6, 29)),
        ("三年（2024—2030）", date(2027, 6, 30)), ("2027/6/30 23:59", date(2027, 6, 30)), ("2027-06-30T00:00:00.000Z", date(2027, 6, 30)),
        ("有效期至2027.6.30", date(2027, 6, 30)), ("2027.06.31", WAITS), ("2027-13-01", WAITS), ("2027.2.29", WAITS),
        ("到期自动续期一年", WAITS), ("以文件为准", WAITS), ("见备注", WAITS), ("待定", WAITS), ("06/07/2027", WAITS), ("#REF!", WAITS),
        ("########", WAITS), ("长期？", WAITS), ("长期", None), ("永久有效", None), ("无固定期限", None),
    ],
)  # fmt: skip
def test_an_end_is_read_or_grants_nothing(desk: Desk, end: str, want: Any) -> None:
    assert of_one(desk, HEADER, row(1, end=end)) == want


@pytest.mark.parametrize(
    ("end", "want"), [(45473, date(2024, 6, 30)), (20240630, date(2024, 6, 30)), (2024, date(2024, 12, 31)), (3, WAITS)]
)
def test_a_number_as_an_end(desk: Desk, end: int, want: Any) -> None:
    assert of_one(desk, HEADER, row(1, end=end), numbers=True) == want


@pytest.mark.parametrize("end", ["5年", "三年", "36个月"])
def test_a_term_without_a_beginning_grants_nothing(desk: Desk, end: str) -> None:
    assert of_one(desk, HEADER, row(1, end=end, since="")) == WAITS


@pytest.mark.parametrize(
    ("column", "cell", "want"),
    [
        ("有效期（年）", "3", date(2027, 6, 30)), ("入池有效期限", "2024年7月1日-2027年6月30日", date(2027, 6, 30)),
        ("资格到期日", "2027-06-30", date(2027, 6, 30)), ("入库有效期至", "2027年6月", date(2027, 6, 30)),
        ("合作到期时间", "2027-06-30", WAITS),
        ("资质有效期止", "2035-06-30", None), ("资质到期日", "2035-06-30", None), ("证书有效期", "2035-06-30", None),
        ("营业期限", "2035-06-30", None),
    ],
)  # fmt: skip
def test_columns_of_ends(desk: Desk, column: str, cell: str, want: Any) -> None:
    assert of_one(desk, [*HEADER[:4], column], [*row(1)[:4], cell]) == want


@pytest.mark.parametrize(
    ("cell", "pools"),
    [
        ("市", "m"), ("省", "p"), ("市池", "m"), ("省资源池", "p"), ("市级/省级", "mp"), ("市级\n省级", "mp"), ("市级 省级", "mp"),
        ("市级（2021）、省级（2023）", ""), ("市级→省级", ""), ("市级？", ""), ("原省级", ""), ("非市级", ""),
    ],
)  # fmt: skip
def test_a_pool_is_known_or_refused(desk: Desk, cell: str, pools: str) -> None:
    report = desk.load(desk.write("a.csv", csv_of([HEADER, row(1, cell)])))
    assert "".join(sorted(each["pool_code"][0] for each in desk.rows("memberships"))) == pools
    assert (report.exit is ExitCode.TAKEN) == bool(pools)


@pytest.mark.parametrize(
    ("column", "cell", "active"),
    [
        ("备注", "2024年已注销", False), ("备注", "该企业已迁出东莞", False), ("备注", "破产清算中", False),
        ("备注", "被列入异常，资格终止", False),
        ("备注", "已退库", False), ("备注", "专精特新", True), ("备注", "未退出", True), ("备注", "按退出机制执行", True),
        ("经营状态", "吊销，未注销", False), ("经营状态", "存续", True), ("经营状态", "在业", True),
        ("是否在库", "否", False), ("是否在库", "是", True),
        ("状态", "有效（至2024）", False), ("状态", "已不在库", False), ("状态", "停业", False), ("状态", "正常", True),
    ],
)  # fmt: skip
def test_words_that_a_firm_left_grant_nothing(desk: Desk, column: str, cell: str, active: bool) -> None:
    assert (of_one(desk, [*HEADER, column], row(1, "市级", "2027-06-30", cell)) != WAITS) == active


LAYOUTS: Mapping[str, tuple[Grid, int, int]] = {
    "sums between the rows": ([HEADER, row(1), ["小计", "1家"], row(2), ["小计", 1], ["合计", 2]], 0, 2),
    "another table beside": ([[*HEADER, "", "部门", "职务"], [*row(1), "", "工信科", "科长"]], 0, 1),
    "a second list of firms beside": ([[*HEADER, "", *HEADER], [*row(1), "", *row(2)]], 1, 1),
    "blank columns between": ([["序号", "", *HEADER[:2], "", *HEADER[2:]], [1, "", *row(1)[:2], "", *row(1)[2:]]], 0, 1),
    "line breaks in headers": ([["企业\n名称", "统一社会\n信用代码", "所属\n资源池", "入池\n日期", "有效期\n至"], row(1)], 0, 1),
    "a header on each page": ([["名单"], HEADER, row(1), ["第1页，共2页"], ["名单（续）"], HEADER, row(2)], 0, 2),
    "a header in another order": ([HEADER, row(1), [HEADER[1], HEADER[0], *HEADER[2:]], [row(2)[1], row(2)[0], *row(2)[2:]]], 0, 2),
    "a table in the middle of the sheet": ([[], [], ["", "", "名单"], ["", "", *HEADER], ["", "", *row(1)]], 0, 1),
    "spaces that nobody sees": (
        [["企业\u00a0名称", "统一社会\u200b信用代码", *HEADER[2:]], [name(1), f"\u200b{row(1)[1]}\u00a0", *row(1)[2:]]], 0, 1,
    ),
    "marks of texts": ([HEADER, ["'" + cell for cell in row(1)]], 0, 1),
    "a code cut by a spreadsheet": ([HEADER, [name(1), "9.14419E+17", *row(1)[2:]], row(2)], 1, 1),
    "two codes in one cell": ([HEADER, [name(1), f"{row(1)[1]}、{row(2)[1]}", *row(1)[2:]], row(3)], 1, 1),
    "name and code exchanged": ([HEADER, [row(1)[1], row(1)[0], *row(1)[2:]], row(2)], 1, 1),
    "one code for two firms": ([HEADER, row(1), [name(9), *row(1)[1:]]], 1, 1),
    "a row that is only a name": ([HEADER, row(1), [name(2), "", "", "", ""], row(3)], 1, 2),
    "signatures below": ([HEADER, row(1), ["经办人：张三", "", "联系电话：13800138000"], ["填报日期：2024年6月30日"]], 0, 1),
    "rows of dashes": ([HEADER, row(1), ["—"] * 5, row(2)], 0, 2),
    "firms as columns": ([["企业名称", name(1), name(2)], ["统一社会信用代码", row(1)[1], row(2)[1]], ["资源池", "市级", "市级"]], 2, 0),
    "name and code in one column": ([["企业名称及统一社会信用代码", "资源池"], [f"{name(1)}\n{row(1)[1]}", "市级"]], 2, 0),
    "a list of firms that left": ([["2024年退库企业名单"], HEADER, row(1)], 2, 0),
    "words in numbers": ([[*HEADER, "员工人数", "成立年份"], row(1, "市级", "2027-06-30", "约50人", "成立于2017年")], 0, 1),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_read_or_told(desk: Desk, layout: str) -> None:
    grid, exit_code, added = LAYOUTS[layout]
    report = desk.load(desk.write("a.csv", csv_of(grid)))
    assert (int(report.exit), len(desk.rows("providers"))) == (exit_code, added)
    assert report.rows.read == report.rows.taken + report.rows.refused + report.rows.ignored
    assert report.rows.read in {0, sum(any(str(cell).strip() for cell in each) for each in grid[_header_line(grid) :])}
    assert all(found.message.endswith("。") for found in report.problems)


def _header_line(grid: Grid) -> int:
    return next((line for line, cells in enumerate(grid, 1) if any("统一社会" in str(cell) for cell in cells)), 0)


@pytest.mark.parametrize(
    ("books", "exit_code", "active"),
    [
        ({"虎门镇": [HEADER, row(1)], "长安镇": [HEADER, row(2)], "松山湖": [HEADER, row(3)]}, 0, 3),
        ({"在库": [HEADER, row(1)], "已退库": [HEADER, row(2)]}, 1, 1),
        ({"目录": [["目录"], ["1", "市级名单"], ["2", "省级名单"]], "市级名单": [HEADER, row(1)]}, 0, 1),
        ({"2023年": [HEADER, row(1), row(2)], "2026年": [HEADER, row(1, end="2029-06-30")]}, 0, 2),
    ],
)
def test_several_sheets(desk: Desk, books: dict[str, Grid], exit_code: int, active: int) -> None:
    report = desk.load(desk.write("a.xlsx", xlsx_of(books)))
    assert (int(report.exit), list(standing(desk).values())) == (exit_code, [date(2027, 6, 30)] * active)


def test_a_code_that_became_a_number_is_told_and_never_guessed(desk: Desk) -> None:
    grid = [HEADER, [name(1), 9.14419e17, *row(1)[2:]], [name(2), 914419001234567890, *row(1)[2:]], row(3)]
    report = desk.load(desk.write("a.xlsx", xlsx_of({"名单": grid})))
    assert [(found.line, found.code) for found in report.problems if found.severity == "error"] == [
        (2, "uscc_damaged"),
        (3, "uscc_damaged"),
    ]
    assert [each["name"] for each in desk.rows("providers")] == [name(3)]


def test_what_is_personal_reaches_no_public_text_and_no_report(desk: Desk) -> None:
    people = {"联系人": "张三", "手机": "13800138000", "法人代表": "李四", "微信号": "wx_zhangsan", "身份证号": "440111199001011234"}
    firms = [[*HEADER, *people, "主营业务"], row(1, "市级", "2027-06-30", *people.values(), "做设备联网。")]
    able = [["统一社会信用代码", "能力名称", "能力描述", *people], [row(1)[1], "采集", "接入设备。", *people.values()]]
    report = desk.load(desk.write("a.xlsx", xlsx_of({"服务商": firms, "服务能力": able})))
    public = repr([desk.rows(table) for table in ("providers", "capabilities", "success_cases", "memberships")]) + repr(report)
    assert not [value for value in people.values() if value in public]
    assert [(each["name"], each["phone"]) for each in desk.rows("unit_contacts")] == [("张三", "13800138000")]
    assert "做设备联网。" in public
