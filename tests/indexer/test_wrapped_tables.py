"""A good table loses no row, whatever title, notes, sections, footers, numbering and merged cells are put around it."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.command_errors import ExitCode
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.grids import csv_of, ods_of, xlsx_of
from tests.indexer.test_any_file import _empty

TITLES = st.lists(
    st.sampled_from([
        ["附件2"], ["示例市资源池服务商汇总表"], ["填报单位：某某局", "", "日期：2024年7月"], ["（排名不分先后）"], [""],
        ["注：带*为必填项"], ["单位：万元"],
        ["各镇街：", "", "请于月底前报送"],
    ]), max_size=4,
)  # fmt: skip
FOOTERS = st.lists(
    st.sampled_from([
        ["合计", "3家"], ["小计"], ["填报人：", "", "联系电话："], ["审核人：张三", "", "填报日期：2024年7月1日"],
        ["注：本表一式两份，一份留存。"],
        ["单位（盖章）："], ["", "", "", ""], ["说明：1.本表由镇街填报", "", ""], ["第1页，共1页"],
    ]), max_size=4,
)  # fmt: skip
SECTION = st.sampled_from([["一、平台服务商（2家）"], ["（二）解决方案服务商"], ["三、其他"], ["小计", "", "2家"], [""]])
NAMES = {
    "name": ["企业全称", "*企业名称", "单位名称（全称）", "1.公司名称", "服务商名称 Company", "机构名称"],
    "uscc": ["统一社会信用代码", "信用代码（18位）", "2.社会信用代码", "统一社会信用代码/USCC", "统一社会信用代码\n（18位）"],
    "pool": ["资源池", "所属资源池", "资源池（市级/省级）", "入选资源池*"],
    "category": ["类别", "服务商类别", "类型"],
    "title": ["能力名称", "主要产品", "服务能力", "产品名称（主要）"],
    "description": ["能力描述", "服务内容", "产品介绍（200字内）"],
    "number": ["序号", "编号", "No."],
    "odd": ["是否专精特新", "2022", "备注"],
}
_CELLS = {"number": "1", "odd": "是"}


@dataclass(frozen=True)
class Firm:
    number: int
    capabilities: tuple[int, ...]

    def cell(self, column: str, capability: int | None) -> str:
        if column in {"title", "description"}:
            return "" if capability is None else f"{'能力' if column == 'title' else '说明'}{self.number}-{capability}"
        return {
            "name": f"东莞市裹样第{self.number}科技有限公司", "uscc": unified_code(74_000 + self.number), "pool": "市级",
            "category": "平台服务商",
        }[column]  # fmt: skip


@st.composite
def wrapped(draw: st.DrawFn) -> tuple[list[Firm], list[list[Any]], list[str], bool]:
    """Firms, the grid they stand in, the ranges merged in it, and whether firms are written once over their capabilities."""
    combined = draw(st.booleans())
    firms = [Firm(number, tuple(range(draw(st.integers(1, 3)))) if combined else ()) for number in range(draw(st.integers(1, 5)))]
    columns = [
        "name",
        "uscc",
        "pool",
        "category",
        *(["title", "description"] if combined else []),
        *draw(st.sets(st.sampled_from(["odd"]))),
    ]
    columns = draw(st.permutations(columns))
    columns = [*(["number"] if draw(st.booleans()) else []), *columns]
    once = combined and draw(st.booleans())
    grid: list[list[Any]] = [*draw(TITLES)]
    grid.append([draw(st.sampled_from(NAMES[column])) for column in columns])
    merges: list[str] = []
    for firm in firms:
        if draw(st.integers(0, 4)) == 0:
            grid.append(draw(SECTION))
        first = len(grid) + 1
        for place, capability in enumerate(firm.capabilities or (None,)):
            told = place == 0 or not once
            grid.append([
                (_CELLS[column] if told else "") if column in _CELLS
                else firm.cell(column, capability) if told or column in {"title", "description"} else ""
                for column in columns
            ])  # fmt: skip
        if once and len(firm.capabilities) > 1:
            merges += [
                f"{chr(65 + place)}{first}:{chr(65 + place)}{len(grid)}" for place,
                column in enumerate(columns) if column not in {"title", "description"}
            ]  # fmt: skip
    grid += draw(FOOTERS)
    return firms, grid, merges, once


SHARED = settings(
    max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.parametrize("kind", ["csv", pytest.param("xlsx", marks=pytest.mark.slow), pytest.param("ods", marks=pytest.mark.slow)])
@SHARED
@given(wrapped())
def test_a_wrapped_table_loses_no_row(desk: Desk, kind: str, told: tuple[list[Firm], list[list[Any]], list[str], bool]) -> None:
    firms, grid, merges, once = told
    _empty(desk)
    if kind == "csv":
        content = csv_of(grid)
    elif kind == "xlsx":
        content = xlsx_of({"汇总": grid}, merges={"汇总": merges})
    else:
        content = ods_of({"汇总": grid})
    report = desk.load(desk.write(f"a.{kind}", content))
    assert (report.exit, report.rows.refused) == (ExitCode.TAKEN, 0), ([found.message for found in report.problems], grid)
    assert {row["uscc"] for row in desk.rows("providers")} == {firm.cell("uscc", None) for firm in firms}
    stored = sorted((row["title"], row["description"]) for row in desk.rows("capabilities"))
    assert stored == sorted((firm.cell("title", each), firm.cell("description", each)) for firm in firms for each in firm.capabilities)
    records = sum(max(1, len(firm.capabilities)) for firm in firms)
    assert report.rows.taken == records
    header = next(place for place, row in enumerate(grid) if any("信用代码" in str(cell) for cell in row))
    assert report.rows.read == sum(any(str(cell).strip() for cell in row) for row in grid[header + 1 :])
    assert ("rows_followed" in {found.code for found in report.problems}) == (once and records > len(firms) and kind != "xlsx")
