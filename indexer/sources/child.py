"""The process that opens a spreadsheet: `python -m indexer.sources.child`, started by `contained`.

It gets the limits, the kind and the bytes, tells the sheets, then rows of the sheet it is asked for. It speaks JSON, one line each way,
so that nothing it says can do more than hold values. Processor time and memory are limited by the operating system.
"""

import json
import sys
from itertools import islice
from typing import Any, BinaryIO

from indexer.problems import SourceUnusable
from indexer.records import Limits, Sheet
from indexer.sources.kinds import SheetKind
from indexer.sources.ods import OpenDocument
from indexer.sources.packed_rows import packed
from indexer.sources.xlsx import Workbook
from service.child_limits import limit_child

_ROWS_AT_ONCE = 500
_MEMORY_BYTES = 500_000_000


def main() -> None:
    """Answer until the other side closes."""
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    order = json.loads(asked.readline())
    limit_child(order["seconds"], _MEMORY_BYTES)
    try:
        sheets = _sheets(asked.read(order["bytes"]), SheetKind(order["kind"]), Limits(**order["limits"]))
        _say(told, {"sheets": [_facts(sheet) for sheet in sheets]})
        for line in asked:
            _say(told, {"rows": packed(islice(sheets[int(line)].rows, _ROWS_AT_ONCE))})
    except SourceUnusable as refused:
        found = refused.problem
        told_of = {"sheet": found.sheet, "line": found.line, "column": found.column, "value": found.value, "other": found.other}
        _say(told, {"problem": {"code": found.code, **told_of}})
    except MemoryError:
        _say(told, {"problem": {"code": "file_too_costly"}})


def _sheets(content: bytes, kind: SheetKind, limits: Limits) -> list[Sheet]:
    return OpenDocument(content, limits=limits).sheets if kind is SheetKind.ODS else Workbook(content, limits=limits).sheets


def _facts(sheet: Sheet) -> list[Any]:
    merges = [[each.top, each.bottom, each.left, each.right] for each in sheet.merges]
    return [sheet.name, merges, sheet.hidden, list(sheet.hidden_columns)]


def _say(told: BinaryIO, message: dict[str, Any]) -> None:
    told.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
    told.flush()


if __name__ == "__main__":
    main()
