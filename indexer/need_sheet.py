"""A workbook of needs read into rows of text, for the desk: `python -m indexer.need_sheet .xlsx`, content on its input, JSON on its output.

It judges nothing but the form: which columns there are, and what stands in them. What a need must hold is the platform's affair.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from indexer.columns import header_key
from indexer.problems import SourceUnusable, unusable
from indexer.records import Limits, Raw, Sheet, SheetRow
from indexer.sources.contained import sheets_of
from indexer.sources.csv_table import csv_sheet
from indexer.sources.kinds import SheetKind, check_spreadsheet, check_text
from service.domain.need_sheets import COLUMNS, EXAMPLE_SIGN, SHEET_MOST_MB, SHEET_ROWS_MOST

_HEADER_ROWS = 10
_LIMITS = Limits(file_mb=SHEET_MOST_MB, unpacked_mb=50, rows=5_000, cells=200_000, cell_characters=20_000, line_bytes=1_000_000)
"""Far below those of lists of providers: hundreds of rows, not hundreds of thousands."""
_KINDS = {f".{kind.value}": kind for kind in SheetKind}


def read_needs(content: bytes, suffix: str) -> str:
    """The rows as JSON: `{"rows": [{"line", "values"}], "ignored": [headers]}`, or `{"problem": sentence}`."""
    try:
        with _opened(content, suffix.lower()) as sheets:
            told = _rows(sheets)
    except SourceUnusable as refused:
        told = {"problem": refused.problem.message}
    return json.dumps(told, ensure_ascii=False)


@contextmanager
def _opened(content: bytes, suffix: str) -> Iterator[Sequence[Sheet]]:
    if suffix == ".csv":
        check_text(content, suffix)
        yield [csv_sheet(content, sheet=None)]
        return
    kind = _KINDS.get(suffix)
    if kind is None:
        raise unusable("file_not_readable", other="请传 .xlsx、.ods 或 .csv 文件")
    check_spreadsheet(content, kind)
    with sheets_of(content, kind, limits=_LIMITS) as sheets:
        yield sheets


def _rows(sheets: Sequence[Sheet]) -> dict[str, Any]:
    """Of the first sheet that has a header; other sheets are not read."""
    for sheet in sheets:
        columns: dict[int, str] = {}
        ignored: list[str] = []
        rows: list[dict[str, Any]] = []
        for number, row in enumerate(sheet.rows):
            if not columns:
                if number >= _HEADER_ROWS:
                    break
                columns, ignored = _header(row)
                continue
            values = {columns[place]: text for place, raw in row.cells if place in columns and (text := _text(raw))}
            if not values or any(text.startswith(EXAMPLE_SIGN) for text in values.values()):
                continue
            if len(rows) >= SHEET_ROWS_MOST:
                return {"problem": f"一张表最多 {SHEET_ROWS_MOST} 条需求，请分成几张再传。"}
            rows.append({"line": row.line, "values": values})
        if columns:
            return {"rows": rows, "ignored": ignored}
    needed = "、".join(column.header for column in COLUMNS if column.required)
    return {"problem": f"没有找到表头。前十行里要有一行写着：{needed}。可以下载模板照着填。"}


def _header(row: SheetRow) -> tuple[dict[int, str], list[str]]:
    """Column → field when this row is the header; both empty for any other row."""
    known = {header_key(name): column.field for column in COLUMNS for name in (column.header, *column.names)}
    columns: dict[int, str] = {}
    ignored: list[str] = []
    for place, raw in row.cells:
        text = _text(raw)
        name = known.get(header_key(text))
        if name and name not in columns.values():
            columns[place] = name
        elif text:
            ignored.append(text[:40])
    required = {column.field for column in COLUMNS if column.required}
    return (columns, ignored) if required <= set(columns.values()) else ({}, [])


def _text(raw: Raw) -> str:
    if raw is None or isinstance(raw, list | dict):
        return ""
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).strip()


if __name__ == "__main__":
    sys.stdout.write(read_needs(sys.stdin.buffer.read(SHEET_MOST_MB * 1_000_000 + 1), sys.argv[1]))
