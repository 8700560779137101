"""月报 as a workbook: the same figures as on the pages, each cell with its definition and the address of the rows behind it."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from service.domain.calendar import time_in_shanghai
from service.domain.exposure import FEWEST_TOLD
from service.domain.figure_facts import NOT_TOLD_CODE
from service.domain.figure_tables import FigureTable
from service.domain.figure_year import FigureValue
from service.domain.figures import Measure

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_HIDDEN = f"少于 {FEWEST_TOLD} 或不公布"
_FORMATS = {Measure.COUNT: "#,##0", Measure.WAN: "#,##0.00", Measure.MEDIAN: "0.0", Measure.SHARE: "0%"}
_COLUMNS = (("指标", 34), ("本期", 16), ("单位", 12), ("上期", 16), ("定义", 70), ("编号", 22), ("明细地址", 60))


@dataclass(frozen=True, slots=True)
class ReportSheets:
    """What a report holds. `lines`: (value of the period, of the period before, address of its rows). `tables`: towns, trades, groups."""

    title: str
    issuer: str
    period: str
    town: str
    at: datetime
    is_demo: bool
    lines: tuple[tuple[FigureValue, FigureValue | None, str], ...]
    tables: tuple[FigureTable, ...]


def export_report(report: ReportSheets) -> bytes:
    """The file. Equal content gives equal bytes; every text is written as text, so nothing becomes a formula."""
    from xlsxwriter.workbook import Workbook  # here: a start need not wait for it

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": report.title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001  the library wants a naive one
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 16})
    numbers = {measure: book.add_format({"num_format": text, "align": "right"}) for measure, text in _FORMATS.items()}
    sheet = book.add_worksheet("对接情况")
    sheet.write_string(0, 0, report.title, title)
    sheet.write_string(1, 0, f"{report.issuer}　{report.period}　{report.town}　截至 {time_in_shanghai(report.at):%Y-%m-%d %H:%M}")
    for column, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, name, head)
    for row, (now, before, href) in enumerate(report.lines, start=4):
        definition = now.definition
        sheet.write_string(row, 0, definition.name)
        _put(sheet, (row, 1), now, numbers)
        sheet.write_string(row, 2, "" if definition.measure is Measure.SHARE else definition.unit)
        if before is not None:
            _put(sheet, (row, 3), before, numbers)
        for column, text in ((4, definition.definition), (5, definition.id), (6, href)):
            sheet.write_string(row, column, text)
    sheet.freeze_panes(4, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for table in report.tables:
        _write_table(book.add_worksheet(table.name), table, head, numbers[Measure.COUNT])
    _remarks(book.add_worksheet("说明"), report, head)
    book.close()
    return buffer.getvalue()


def _put(sheet: "Worksheet", place: tuple[int, int], value: FigureValue, numbers: dict[Measure, "Format"]) -> None:
    if value.value is None:
        sheet.write_string(*place, _HIDDEN if value.suppressed else "没有数据")
    else:
        sheet.write_number(*place, value.value, numbers[value.definition.measure])


def _write_table(sheet: "Worksheet", table: FigureTable, head: "Format", number: "Format") -> None:
    sheet.write_string(0, 0, f"{table.name}（{table.unit}，全年）", head)
    sheet.set_column(0, 0, 22)
    for column, (_, name) in enumerate(table.columns, start=1):
        sheet.write_string(1, column, name, head)
    sheet.write_string(1, len(table.columns) + 1, "合计", head)
    for row, (code, name) in enumerate(table.rows, start=2):
        sheet.write_string(row, 0, name)
        cells = [table.cells.get((code, column), 0) for column, _ in table.columns] + [table.row_sums.get(code, 0)]
        for column, count in enumerate(cells, start=1):
            if count is None:
                sheet.write_string(row, column, f"<{FEWEST_TOLD}*")
            else:
                sheet.write_number(row, column, count, number)


def _remarks(sheet: "Worksheet", report: ReportSheets, head: "Format") -> None:
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)
    lines = [
        ("期间", report.period),
        ("范围", report.town),
        ("截至", f"{time_in_shanghai(report.at):%Y-%m-%d %H:%M}（北京时间）"),
        ("不公布", f"企业事项不足 {FEWEST_TOLD} 的不写出；为了不让人用合计相减算出来，有些够数的也不写出，表里标 <{FEWEST_TOLD}*。"),
        ("未注明", f"没有写镇街、行业或场景的，列作“未注明”（编号 {NOT_TOLD_CODE}）。"),
        ("可查", "每个数旁边有编号和明细地址，有权限的工作人员打开地址就是这个数背后的记录。"),
    ]
    lines += [("演示数据", "本表含虚构企业和虚构需求，不代表任何真实情况。")] if report.is_demo else []
    for row, (label, text) in enumerate(lines):
        sheet.write_string(row, 0, label, head)
        sheet.write_string(row, 1, text)
