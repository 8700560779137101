"""Tables as people lay them out: a grid of cells written as CSV, XLSX or ODS, with merged cells where the format has them."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

Grid = Sequence[Sequence[Any]]


def csv_of(grid: Grid, **kind: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text, **kind).writerows(grid)
    return text.getvalue().encode()


def xlsx_of(
    sheets: Mapping[str, Grid], *, merges: Mapping[str, Sequence[str]] | None = None, hidden: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[str] = (), formats: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """`merges`: sheet → ranges such as A2:A4; `formats`: cell → number format; rows count from 1."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(grid):
                for place, cell in enumerate(row):
                    code = (formats or {}).get(f"{chr(65 + place)}{line + 1}")
                    if isinstance(cell, str) and cell:
                        sheet.write_string(line, place, cell)
                    elif cell not in {None, ""}:
                        sheet.write_number(line, place, cell, book.add_format({"num_format": code}) if code else None)
            for area in (merges or {}).get(name, ()):
                first, _, last = area.partition(":")
                value = grid[int(first[1:]) - 1][ord(first[0]) - 65]
                sheet.merge_range(f"{first}:{last}", value)
            for line in hidden_rows:
                sheet.set_row(line - 1, None, None, {"hidden": True})
            for letter in hidden_columns:
                sheet.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
            if name in hidden:
                sheet.hide()
    return made.getvalue()


def ods_of(sheets: Mapping[str, Grid], *, spans: Mapping[tuple[int, int], int] | None = None, hidden: Sequence[str] = ()) -> bytes:
    """`spans`: (row, column), counted from 0, of a cell merged over so many rows."""
    tables = []
    for name, grid in sheets.items():
        rows = []
        covered: set[tuple[int, int]] = set()
        for line, row in enumerate(grid):
            cells = []
            for place, cell in enumerate(row):
                span = (spans or {}).get((line, place), 1)
                covered |= {(line + more, place) for more in range(1, span)}
                more = f' table:number-rows-spanned="{span}" table:number-columns-spanned="1"' if span > 1 else ""
                cells.append(_ods_cell(cell, more, covered=(line, place) in covered))
            rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        style = ' table:style-name="hid"' if name in hidden else ""
        tables.append(f"<table:table table:name={quoteattr(name)}{style}>{''.join(rows)}</table:table>")
    content = (
        '<office:document-content xmlns:office="urn:o" xmlns:table="urn:t" xmlns:text="urn:x" xmlns:style="urn:s"><office:automatic-styles>'
        '<style:style style:name="hid"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return made.getvalue()


def _ods_cell(cell: Any, more: str, *, covered: bool) -> str:
    if covered:
        return "<table:covered-table-cell/>"
    if cell in {None, ""}:
        return "<table:table-cell/>"
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"{more}><text:p>{cell}</text:p></table:table-cell>'
    paragraphs = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(cell).split("\n"))
    return f'<table:table-cell office:value-type="string"{more}>{paragraphs}</table:table-cell>'
