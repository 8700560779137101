"""Sheets of every kind: find the header in the first ten rows, tell the sheet's kind, turn rows into source rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from indexer.clean import SEPARATORS, is_blank
from indexer.columns import (
    COLUMN_BY_HEADER,
    MEMBERSHIP_COLUMNS,
    POOL,
    PROFILE_COLUMNS,
    SHEET_COLUMNS,
    SILENT_HEADERS,
    USCC,
    Column,
    RowKind,
    header_key,
)
from indexer.problems import ProblemLog, unusable
from indexer.records import Limits, Raw, SourceFirm, SourceItem, SourceRow, Tally

HEADER_ROWS = 10
_FAR_ROWS = 100
"""A row with a single value that far below the one before it is litter, not a record."""

_PROFILE_FIELDS = frozenset({USCC.field, *(column.field for column in PROFILE_COLUMNS)})
_MEMBERSHIP_FIELDS = frozenset(column.field for column in MEMBERSHIP_COLUMNS)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that holds something: its number, counted from 1, and (column counted from 0, value) in order."""

    line: int
    cells: tuple[tuple[int, Raw], ...]


@dataclass(frozen=True, slots=True)
class Header:
    """A header row that was recognised: column number → column, and what the person reads there."""

    kind: RowKind
    line: int
    columns: Mapping[int, Column]
    texts: Mapping[int, str]

    @property
    def missing(self) -> tuple[str, ...]:
        """Headers of required columns that are not there."""
        present = {column.field for column in self.columns.values()}
        return tuple(column.header for column in SHEET_COLUMNS[self.kind] if column.required and column.field not in present)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its header found; `rows` goes on after it."""

    sheet: str | None
    header: Header
    rows: Iterator[SheetRow] = field(repr=False)


def open_table(rows: Iterable[SheetRow], *, sheet: str | None, kind: RowKind | None) -> Table | None:
    """Find the header; None when the sheet is empty.

    Args:
        kind: what the sheet's name says it is, None to tell it by the header.

    Raises:
        SourceUnusable: no header in the first ten rows, a required column missing.
    """
    going = iter(rows)
    first: list[SheetRow] = []
    for row in going:
        first.append(row)
        if row.line >= HEADER_ROWS:
            break
    if not first:
        return None
    header = _best_header([row for row in first if row.line <= HEADER_ROWS], kind)
    if header is None:
        raise unusable("header_missing", sheet=sheet)
    if header.missing:
        raise unusable("column_missing", sheet=sheet, line=header.line, column="、".join(header.missing))
    return Table(sheet, header, chain((row for row in first if row.line > header.line), going))


def _best_header(rows: Iterable[SheetRow], kind: RowKind | None) -> Header | None:
    found = [_header(row, each) for row in rows for each in ([kind] if kind else RowKind)]
    likely = [header for header in found if len(header.columns) >= 2]
    return max(likely, key=lambda header: (not header.missing, len(header.columns)), default=None)


def _header(row: SheetRow, kind: RowKind) -> Header:
    texts = {place: " ".join(value.split()) for place, value in row.cells if isinstance(value, str)}
    columns: dict[int, Column] = {}
    taken: set[str] = set()
    for place, text in texts.items():
        column = COLUMN_BY_HEADER[kind].get(header_key(text))
        if column and column.field not in taken:
            taken.add(column.field)
            columns[place] = column
    return Header(kind, row.line, columns, texts)


def read_table(table: Table, *, limits: Limits, log: ProblemLog, tally: Tally) -> Iterator[SourceItem]:
    """Source rows of a table; unknown columns and litter outside the table are told once.

    Raises:
        SourceUnusable: over a limit.
    """
    header, sheet = table.header, table.sheet
    tally.sheets.add(header.kind)
    _tell_columns(table, log)
    labels = {column.field: header.texts[place] for place, column in header.columns.items()}
    given = frozenset(labels)
    litter: list[str] = []
    last = header.line
    for row in table.rows:
        _check_lengths(row, header, sheet, limits)
        values = {}
        for place, raw in row.cells:
            column = header.columns.get(place)
            if column is None:
                if place not in header.texts:
                    litter.append(cell_name(row.line, place))
            elif not is_blank(raw):
                values[column.field] = raw
        del litter[3:]
        if not values:
            continue
        if len(values) == 1 and row.line - last > _FAR_ROWS:
            litter.append(cell_name(row.line, row.cells[0][0]))
            continue
        last = row.line
        tally.read += 1
        if tally.read > limits.rows:
            raise unusable("too_many_rows", sheet=sheet, line=row.line, other=limits.rows)
        yield _item(SourceRow(header.kind, sheet, row.line, values, given, labels))
    if litter:
        log.add("cell_outside", sheet=sheet, value="、".join(litter[:3]))


def _item(row: SourceRow) -> SourceItem:
    if row.kind is not RowKind.PROVIDER:
        return row
    profile = {name: value for name, value in row.values.items() if name in _PROFILE_FIELDS}
    shared = {name: value for name, value in row.values.items() if name in _MEMBERSHIP_FIELDS}
    cell = row.values.get(POOL.field)
    pools = [part for part in SEPARATORS.split(cell) if not is_blank(part)] if isinstance(cell, str) else [] if cell is None else [cell]
    given = row.given & _MEMBERSHIP_FIELDS
    return SourceFirm(
        row=SourceRow(row.kind, row.sheet, row.line, profile, row.given & _PROFILE_FIELDS, row.labels),
        memberships=tuple(SourceRow(row.kind, row.sheet, row.line, {POOL.field: pool, **shared}, given, row.labels) for pool in pools),
    )


def _tell_columns(table: Table, log: ProblemLog) -> None:
    header = table.header
    known = COLUMN_BY_HEADER[header.kind]
    names = COLUMN_BY_HEADER[RowKind.PROVIDER]
    for place, text in header.texts.items():
        if place in header.columns or is_blank(text):
            continue
        key = header_key(text)
        if key in known:
            log.add("column_repeated", sheet=table.sheet, line=header.line, column=text)
        elif key not in SILENT_HEADERS and not (key in names and names[key].field == "name"):
            log.add("column_unknown", sheet=table.sheet, line=header.line, column=text)


def _check_lengths(row: SheetRow, header: Header, sheet: str | None, limits: Limits) -> None:
    for place, raw in row.cells:
        if isinstance(raw, str) and len(raw) > limits.cell_characters:
            column = header.texts.get(place) or cell_name(row.line, place)
            raise unusable("cell_too_long", sheet=sheet, line=row.line, column=column, other=limits.cell_characters)


def cell_name(line: int, place: int) -> str:
    """A1 name of the cell in row `line` (from 1) and column `place` (from 0)."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{line}"
