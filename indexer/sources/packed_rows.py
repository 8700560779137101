"""Rows of a sheet as JSON values and back: a day and a failed formula are objects with one key, everything else is itself."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from indexer.records import CellError, Raw, SheetRow


def packed(rows: Iterable[SheetRow]) -> list[list[Any]]:
    """Rows as [line, hidden, [[column, value], …]]."""
    return [[row.line, row.hidden, [[place, _packed(raw)] for place, raw in row.cells]] for row in rows]


def unpacked(rows: Iterable[list[Any]]) -> Iterator[SheetRow]:
    """The rows that `packed` made."""
    for line, hidden, cells in rows:
        yield SheetRow(line, tuple((place, _unpacked(value)) for place, value in cells), hidden=hidden)


def _packed(raw: Raw) -> Any:  # noqa: ANN401  a JSON value
    if isinstance(raw, date):
        return {"day": raw.toordinal()}
    return {"failed": raw.text} if isinstance(raw, CellError) else raw


def _unpacked(value: Any) -> Raw:  # noqa: ANN401  a JSON value
    if isinstance(value, dict):
        return date.fromordinal(value["day"]) if "day" in value else CellError(value["failed"])
    return value  # type: ignore[no-any-return]
