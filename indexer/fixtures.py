"""Write the spreadsheets of the fixture pool from its JSON Lines, so that all three formats hold the same firms.

The sheets are built from the same columns the loader reads; they are also what a bureau's own spreadsheet looks like.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from indexer.columns import CAPABILITY_COLUMNS, CASE_COLUMNS, MEMBERSHIP_COLUMNS, POOL, PROFILE_COLUMNS, USCC, Column, RowKind, ValueKind
from indexer.values.text import SEPARATORS, escape_formula
from service.errors import Invalid

Cell = str | int | float | date | None

DEMO_NOTE = "演示数据：企业、人员、电话和案例均为虚构，与任何真实企业无关。"
_PARTS = ("part_a.jsonl", "part_b.jsonl")
_POOL_NAMES = {"municipal": "市级", "provincial": "省级"}
_WIDTHS = {
    ValueKind.TEXT: 60,
    ValueKind.LIST: 24,
    ValueKind.USCC: 22,
    **dict.fromkeys((ValueKind.LINE, ValueKind.NAME, ValueKind.PHONE), 18),
}
SHEETS: Mapping[RowKind, tuple[Column, ...]] = {
    RowKind.PROVIDER: (
        PROFILE_COLUMNS[0], USCC, *PROFILE_COLUMNS[1:4], POOL, *MEMBERSHIP_COLUMNS, *PROFILE_COLUMNS[4:],
    ),
    RowKind.CAPABILITY: (USCC, *CAPABILITY_COLUMNS),
    RowKind.CASE: (USCC, *CASE_COLUMNS),
}  # fmt: skip
"""The columns of the template, in its order."""


def export_fixtures(folder: Path) -> int:
    """Write providers.jsonl (from its parts, when there are any), providers.xlsx and providers/*.csv; returns the number of firms.

    Raises:
        Invalid: there is nothing to read, or a list item holds a separator and would fall apart in a cell.
    """
    source = folder / "providers.jsonl"
    parts = [folder / name for name in _PARTS if (folder / name).exists()]
    if parts:
        firms = sorted((firm for part in parts for firm in _read(part)), key=lambda firm: str(firm["id"]))
        source.write_text("".join(json.dumps(firm, ensure_ascii=False) + "\n" for firm in firms), encoding="utf-8")
    if not source.exists():
        raise Invalid(f"{folder} 里没有 providers.jsonl。")
    firms = list(_read(source))
    write_workbook(folder / "providers.xlsx", firms)
    write_csv_files(folder / "providers", firms)
    return len(firms)


def write_workbook(path: Path, firms: Sequence[Mapping[str, Any]], *, note: str = DEMO_NOTE) -> None:
    """Write the three sheets; the same firms give the same bytes. Texts are never formulas."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})  # noqa: DTZ001  the file format knows no zone
        bold = book.add_format({"bold": True, "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for kind, columns in SHEETS.items():
            sheet = book.add_worksheet(kind.value)
            sheet.write_string(0, 0, note)
            sheet.freeze_panes(2, 0)
            for place, column in enumerate(columns):
                sheet.set_column(place, place, _WIDTHS.get(column.kind, 12))
                sheet.write_string(1, place, header_text(column), bold)
            for line, row in enumerate(sheet_rows(kind, firms), start=2):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, place, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                    elif isinstance(cell, str):
                        sheet.write_string(line, place, cell)
                    elif cell is not None:
                        sheet.write_number(line, place, cell)


def write_csv_files(folder: Path, firms: Sequence[Mapping[str, Any]]) -> None:
    """Write one CSV file a sheet, UTF-8 with BOM so that office programs read it; texts are never formulas."""
    folder.mkdir(exist_ok=True)
    for kind, columns in SHEETS.items():
        with (folder / f"{kind.value}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([header_text(column) for column in columns])
            for row in sheet_rows(kind, firms):
                writer.writerow([_csv_cell(cell) for cell in row])


def header_text(column: Column) -> str:
    """The header with a star when the column is required."""
    return column.header + ("*" if column.required else "")


def sheet_rows(kind: RowKind, firms: Sequence[Mapping[str, Any]]) -> Iterator[list[Cell]]:
    """The rows of one sheet; a firm in two pools has two 服务商 rows that differ in the pool's columns only."""
    for firm in firms:
        if kind is RowKind.PROVIDER:
            flat = {**firm, **{f"contact.{key}": value for key, value in (firm.get("contact") or {}).items()}}
            for membership in firm["pools"]:
                named = {**membership, "pool": _POOL_NAMES.get(membership["pool"], membership["pool"])}
                yield [_cell(column, named if column in {POOL, *MEMBERSHIP_COLUMNS} else flat) for column in SHEETS[kind]]
        else:
            for row in firm.get("capabilities" if kind is RowKind.CAPABILITY else "cases") or ():
                yield [_cell(column, {"uscc": firm["uscc"], **row}) for column in SHEETS[kind]]


def _cell(column: Column, values: Mapping[str, Any]) -> Cell:
    value = values.get(column.key)
    if column.field == "valid_until" and value is None:
        return "长期"
    if isinstance(value, list):
        if any(SEPARATORS.search(str(item)) for item in value):
            raise Invalid(f"列“{column.header}”有一项带分隔符，写进单元格会被拆开：{value}")
        return "、".join(str(item) for item in value) or None
    if column.kind in {ValueKind.DATE, ValueKind.ENDING} and isinstance(value, str) and value != "长期":
        return date.fromisoformat(value)
    return value if isinstance(value, str | int | float) else None


def _csv_cell(cell: Cell) -> str:
    return "" if cell is None else escape_formula(str(cell)) if isinstance(cell, str) else str(cell)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())
