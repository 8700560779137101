"""Every kind of bad row, each with the problem it must give: the source of fixtures/pools/broken.jsonl and broken.xlsx.

    python -m tests.indexer.broken_cases        # writes both files

Good rows stand between the bad ones; they must be taken. All firms are fictitious.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.factories import unified_code

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "pools"
NOTE = "演示数据：均为虚构。本文件故意写错，用来检查导入时的提示。"

Told = tuple[str, str | None]
"""(code, column) of a problem."""


def firm(number: int, **changes: Any) -> dict[str, Any]:
    """A good line; a change to `...` leaves the key out."""
    usual: dict[str, Any] = {
        "id": f"b{number:03d}",
        "name": f"东莞市坏样第{number}科技有限公司",
        "uscc": unified_code(90_000 + number),
        "pools": [
            {"pool": "municipal", "category": "解决方案服务商", "batch": "坏样批", "admitted_on": "2023-11-15", "valid_until": "长期"},
        ],
        "city": "东莞",
        "town": "虎门镇",
        "capabilities": [{"title": "扫码报工", "description": "手机扫码报工，当天出进度表。", "industries": ["五金"]}],
        "cases": [{"summary": "以前写白板，现在扫码看进度。", "industry": "五金", "town": "长安镇", "year": 2023}],
    }  # fmt: skip
    return {key: value for key, value in {**usual, **changes}.items() if value is not ...}


def capability(**changes: Any) -> dict[str, Any]:
    """A good capability; a change to `...` leaves the key out."""
    usual = {"title": "扫码报工", "description": "手机扫码报工，当天出进度表。"}
    return {key: value for key, value in {**usual, **changes}.items() if value is not ...}


@dataclass(frozen=True)
class BrokenLine:
    """One line of broken.jsonl: its object or raw text, the problems it must give, and whether its firm is taken."""

    content: dict[str, Any] | str
    told: tuple[Told, ...] = ()
    taken: bool = True

    @property
    def text(self) -> str:
        return self.content if isinstance(self.content, str) else json.dumps(self.content, ensure_ascii=False)


GOOD = firm(1)
_POOL = GOOD["pools"][0]


def _refused(content: dict[str, Any] | str, *told: Told) -> BrokenLine:
    return BrokenLine(content, told, taken=False)


def _taken(content: dict[str, Any] | str, *told: Told) -> BrokenLine:
    return BrokenLine(content, told)


LINES: tuple[BrokenLine, ...] = (
    _taken(GOOD),
    _refused('{"id": "b002", "name": "东莞市坏样', ("json_broken", None)),
    _refused('["东莞市坏样"]', ("json_not_object", None)),
    _refused(json.dumps(firm(4)).replace("2023,", "NaN,").replace('"year": 2023', '"year": NaN'), ("json_not_finite", None)),
    _refused(json.dumps(firm(5)).replace("2023,", "Infinity,").replace('"year": 2023', '"year": -Infinity'), ("json_not_finite", None)),
    _refused('{"id": "b006", "id": "b006", "name": "东莞市坏样"}', ("json_key_repeated", None)),
    _refused(firm(7, name=None), ("required_missing", "name")),
    _refused(firm(8, name="长" * 201), ("required_unusable", "name")),
    _refused(firm(9, name=["不是", "文字"]), ("required_unusable", "name")),
    _refused(firm(10, uscc=...), ("required_missing", "uscc")),
    _refused(firm(11, uscc="91441900DEM12"), ("uscc_shape", "uscc")),
    _refused(firm(12, uscc=9.14e17), ("uscc_damaged", "uscc")),
    _refused(firm(13, uscc="9.14419E+17"), ("uscc_damaged", "uscc")),
    _refused(firm(14, pools=[]), ("required_missing", "pools")),
    _taken(firm(15, pools=[{"pool": "lunar"}, _POOL]), ("pool_unknown", "pools[0].pool")),
    _refused(firm(16, pools=[{"pool": "lunar"}]), ("pool_unknown", "pools[0].pool"), ("required_unusable", "pools")),
    _taken(firm(17, pools=[7, _POOL]), ("membership_unusable", "pools[0]")),
    _taken(firm(18, pools=[_POOL, {"pool": "municipal", "category": "平台商"}]), ("pool_repeated", "pools[1].pool")),
    _refused(firm(1, name="东莞市另一个名字有限公司"), ("firm_repeated", "uscc")),
    _taken(firm(1, pools=[{"pool": "provincial"}])),
    _taken(GOOD, ("row_repeated", None)),
    _refused(firm(22, id="b001"), ("id_repeated", "id")),
    _taken(
        firm(23, capabilities=[capability(), capability(description=...), capability(title="  "), "扫码"], cases=[{"customer": "某厂"}]),
        ("row_unusable", "capabilities[3]"),
        ("required_missing", "capabilities[1].description"),
        ("required_missing", "capabilities[2].title"),
        ("required_missing", "cases[0].summary"),
    ),
    _taken(
        firm(24, capabilities=[capability(), capability()]),
        ("row_repeated", "capabilities[1]"),
    ),
    _taken(
        firm(25, pools=[{**_POOL, "admitted_on": "2023-02-30"}]),
        ("date_impossible", "pools[0].admitted_on"),
    ),
    _taken(
        firm(26, pools=[{**_POOL, "valid_until": "2020-01-01"}]),
        ("dates_reversed", "pools[0].valid_until"),
    ),
    _taken(firm(27, pools=[{**_POOL, "state": "不详"}]), ("state_unknown", "pools[0].state")),
    _taken(firm(28, pools=[{**_POOL, "state": "已到期"}]), ("state_without_end", "pools[0].state")),
    _taken(
        firm(29, capabilities=[capability(price_min_wan=-3), capability(title="看板", price_min_wan=9, price_max_wan=4, weeks="很快")]),
        ("number_unusable", "capabilities[0].price_min_wan"),
        ("number_unusable", "capabilities[1].weeks"),
        ("prices_reversed", "capabilities[1].price_min_wan"),
    ),
    _taken(firm(30, town="虎们", founded=3020), ("town_unknown", "town"), ("number_unusable", "founded")),
    _taken(firm(31, capabilities=[capability(scenarios=["DEV03", "XYZ99"])]), ("scenario_unknown", "capabilities[0].scenarios")),
    _taken(firm(32, cases=[{"summary": "做过一家。", "industry": "星际采矿"}]), ("industry_unknown", "cases[0].industry")),
    _taken(firm(33, summary={"不是": "文字"}, short_name="长" * 81), ("text_too_long", "short_name"), ("value_unusable", "summary")),
    _taken(firm(34, uscc=unified_code(90_034)[:17] + ("0" if unified_code(90_034)[17] != "0" else "1")), ("uscc_check_digit", "uscc")),
    _taken(firm(35, summary="有事打 13800001234。"), ("contact_in_text", "summary")),
    _taken(firm(36, 官网="https://example.invalid"), ("column_unknown", "官网")),
    _taken(firm(37, capabilities=[]), ("no_capability", None)),
    _refused(firm(38, name="长" * 20_001), ("required_unusable", "name")),
    _taken(firm(39, summary="长" * 20_001), ("text_too_long", "summary")),
    _taken(firm(40, contact={"phone": ["13800001234"]}), ("value_unusable", "contact.phone")),
    _taken(firm(41)),
)
"""The n-th is line n of broken.jsonl."""


@dataclass(frozen=True)
class BrokenRow:
    """One row of a sheet: header → cell, the problems it must give."""

    cells: dict[str, Any]
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class BrokenSheet:
    """A sheet: a note in line 1, its headers in line 2, its rows from line 3; problems of the sheet itself stand in `told`."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[BrokenRow, ...]
    told: tuple[tuple[str, int | None, str | None], ...] = ()
    litter: dict[str, str] = field(default_factory=dict)


def _row(number: int, *told: Told, **changes: Any) -> BrokenRow:
    usual: dict[str, Any] = {
        "企业全称*": f"东莞市坏样第{number}科技有限公司",
        "统一社会信用代码*": unified_code(90_000 + number),
        "资源池*": "市级",
        "批次": "坏样批",
        "入池日期": datetime(2023, 11, 15),  # noqa: DTZ001
        "有效期至": "长期",
        "镇街": "虎门",
        "简介": "做报工软件。",
    }
    return BrokenRow({**usual, **changes}, told)


def _loose(number: int, *told: Told, **changes: Any) -> BrokenRow:
    return BrokenRow({"统一社会信用代码*": unified_code(90_000 + number), **changes}, told)


_ABLE = {"能力名称*": "扫码报工", "能力描述*": "手机扫码报工，当天出进度表。"}

SHEETS: tuple[BrokenSheet, ...] = (
    BrokenSheet(
        "服务商",
        ("企业全称*", "统一社会信用代码*", "资源池*", "批次", "入池日期", "有效期至", "镇街", "简介", "简介", "吉祥物"),
        (
            _row(101),
            _row(102, ("required_missing", "企业全称*"), **{"企业全称*": ""}),
            _row(103, ("uscc_damaged", "统一社会信用代码*"), **{"统一社会信用代码*": 914419001234567890}),
            _row(104, ("uscc_shape", "统一社会信用代码*"), **{"统一社会信用代码*": "９１４４１９００ＯＯＯ"}),
            _row(101, **{"资源池*": "省级", "批次": "省坏样批"}),
            _row(101, ("row_repeated", None)),
            _row(101, ("firm_repeated", "统一社会信用代码*"), 简介="换了一种说法。"),
            _row(105, ("pool_unknown", "资源池*"), **{"资源池*": "市级、月球级"}),
            _row(106, ("date_impossible", "入池日期"), 入池日期="2023年13月1日"),
            _row(107, ("dates_reversed", "有效期至"), 有效期至="2020/1/1"),
            _row(108, ("town_unknown", "镇街"), 镇街="不知道镇"),
            _row(109, ("value_unusable", "简介"), 简介="=1/0"),
            _row(110, ("no_capability", None)),
        ),
        told=(("column_repeated", 2, "简介"), ("column_unknown", 2, "吉祥物"), ("cell_outside", None, None)),
        litter={"AZ3": "随手写的", "B900": "远处的一格"},
    ),
    BrokenSheet(
        "服务能力",
        ("统一社会信用代码*", "能力名称*", "能力描述*", "价格下限(万元)", "价格上限(万元)", "周期(周)"),
        (
            *(_loose(number, **_ABLE) for number in (101, 105, 106, 107, 108, 109)),
            _loose(101, ("required_missing", "能力描述*"), **{"能力名称*": "看板"}),
            _loose(101, ("row_repeated", None), **_ABLE),
            _loose(102, ("firm_refused", "统一社会信用代码*"), **_ABLE),
            _loose(199, ("firm_unknown", "统一社会信用代码*"), **_ABLE),
            _loose(105, ("prices_reversed", "价格下限(万元)"), **{**_ABLE, "能力名称*": "安灯", "价格下限(万元)": 9, "价格上限(万元)": 4}),
            _loose(106, ("number_unusable", "周期(周)"), **{**_ABLE, "能力名称*": "安灯", "周期(周)": "两三周"}),
        ),
    ),
    BrokenSheet(
        "案例",
        ("统一社会信用代码*", "项目内容*", "年份", "成效"),
        (
            _loose(101, **{"项目内容*": "以前写白板，现在扫码看进度。", "年份": 2024}),
            _loose(101, ("required_missing", "项目内容*"), 年份=2024),
            _loose(105, ("number_unusable", "年份"), **{"项目内容*": "装了一套。", "年份": "去年"}),
        ),
    ),
    BrokenSheet("填写说明", ("请按列填写", "有问题问科室"), (), told=(("sheet_of_prose", None, None),)),
)


def write_jsonl(path: Path) -> None:
    path.write_text("".join(line.text + "\n" for line in LINES), encoding="utf-8")


def write_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})  # noqa: DTZ001
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for each in SHEETS:
            sheet = book.add_worksheet(each.name)
            sheet.write_string("A1", NOTE)
            for place, header in enumerate(each.headers):
                sheet.write_string(1, place, header)
            for line, row in enumerate(each.rows, start=2):
                for header, cell in row.cells.items():
                    if header not in each.headers or cell == "":
                        continue
                    place = each.headers.index(header)
                    if isinstance(cell, datetime):
                        sheet.write_datetime(line, place, cell, day)
                    elif isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(line, place, cell, None, "#DIV/0!")
                    elif isinstance(cell, str):
                        sheet.write_string(line, place, cell)
                    else:
                        sheet.write_number(line, place, cell)
            for name, text in each.litter.items():
                sheet.write_string(name, text)


if __name__ == "__main__":
    write_jsonl(FOLDER / "broken.jsonl")
    write_xlsx(FOLDER / "broken.xlsx")
