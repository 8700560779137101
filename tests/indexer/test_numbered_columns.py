"""Capabilities and cases that a list writes side by side in numbered columns are read one by one."""

from typing import Any

import pytest

from service.command_errors import ExitCode
from tests.indexer.conftest import Desk
from tests.indexer.grids import xlsx_of
from tests.indexer.test_clerks_tables import FIRMS, HEADER, NAMES, codes, load, titles


@pytest.mark.parametrize(
    ("columns", "cells", "want"),
    [
        (["能力1", "能力2", "能力3"], ["设备联网采集", "能耗监测", ""], {"设备联网采集": "设备联网采集", "能耗监测": "能耗监测"}),
        (["服务能力一", "服务能力二"], ["采集：接入各型设备。", "看板"], {"采集": "采集：接入各型设备。", "看板": "看板"}),
        (["服务能力（一）", "服务能力（二）"], ["采集", "看板"], {"采集": "采集", "看板": "看板"}),
        (["服务内容①", "服务内容②"], ["采集，接入设备", "看板"], {"采集": "采集，接入设备", "看板": "看板"}),
        (
            ["能力1名称", "能力1描述", "能力2名称", "能力2描述"],
            ["采集", "接入设备。", "看板", "大屏。"],
            {"采集": "接入设备。", "看板": "大屏。"},
        ),
        (["主要产品1", "主要产品2"], ["采集", "采集"], {"采集": "采集"}),
        (["能力1"], ["采集"], {"采集": "采集"}),
    ],
)
def test_each_number_is_a_capability(desk: Desk, columns: list[str], cells: list[str], want: dict[str, str]) -> None:
    report = load(desk, [*HEADER, *columns], [*FIRMS[0], *cells], [*FIRMS[1], *("" for _ in cells)])
    assert {row["title"]: row["description"] for row in desk.rows("capabilities")} == want
    assert (report.exit, report.rows.read, report.rows.taken, report.rows.ignored) == (ExitCode.TAKEN, 2, 2, 0)
    assert load(desk, [*HEADER, *columns], [*FIRMS[0], *cells]).providers.same == 1


def test_each_number_is_a_case(desk: Desk) -> None:
    columns = ["案例1", "典型案例2", "案例2年份"]
    assert load(desk, [*HEADER, *columns], [*FIRMS[0], "虎门某厂联网", "长安某厂看板", "2024"]).exit is ExitCode.TAKEN
    assert {(row["summary"], row["year"]) for row in desk.rows("success_cases")} == {("虎门某厂联网", None), ("长安某厂看板", 2024)}


def test_a_sheet_of_capabilities_may_number_them_and_a_row_without_a_code_is_named(desk: Desk) -> None:
    grid = [["企业名称", "统一社会信用代码", "能力1", "能力2"], [*FIRMS[0][:2], "采集", "看板"], ["", "", "无主的能力", ""]]
    report = desk.load(desk.write("a.xlsx", xlsx_of({"服务商": [HEADER, FIRMS[0]], "服务能力": grid})))
    assert titles(desk) == {NAMES[0]: ["采集", "看板"]}
    assert [(found.code, found.line) for found in report.problems if found.severity == "error"] == [("required_missing", 3)]
    assert (report.rows.read, report.rows.refused) == (3, 1)


def test_a_capability_taken_out_of_its_column_is_named(desk: Desk) -> None:
    columns = ["能力1", "能力2"]
    load(desk, [*HEADER, *columns], [*FIRMS[0], "采集", "看板"])
    report = load(desk, [*HEADER, *columns], [*FIRMS[0], "采集", ""])
    assert [found.value for found in report.problems if found.code == "row_removed"] == ["看板"]
    assert titles(desk) == {NAMES[0]: ["采集"]}


@pytest.mark.parametrize("column", ["能力描述（200字以内）", "案例（2个以上）", "2024年服务内容", "能力名称（20字）"])
def test_a_count_in_a_note_numbers_nothing(desk: Desk, column: str) -> None:
    assert not codes(load(desk, [*HEADER, column], [*FIRMS[0], "采集"])) & {"columns_numbered"}
    assert not titles(desk)


@pytest.mark.parametrize(
    ("column", "taken"), [("资质有效期止", False), ("资质到期日", False), ("证书有效期", False), ("入池资质有效期", True)]
)
def test_the_end_of_a_certificate_is_not_the_memberships(desk: Desk, column: str, taken: bool) -> None:
    rows: list[Any] = [[*HEADER[:3], column], [*FIRMS[0][:3], "2035-06-30"]]
    report = load(desk, *rows)
    membership = desk.rows("memberships")[0]
    assert (membership["valid_until"], membership["state"] == "waiting", "paper_end" in codes(report)) == (None, taken, not taken)
