"""The rows of a table as source rows: values by column, firms apart from their capabilities and cases, and what is no record left aside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indexer.columns import (
    CONTACT_BOTH,
    MEMBERSHIP_COLUMNS,
    NUMBER_HEADERS,
    POOL,
    PREFILLED,
    PROFILE_COLUMNS,
    USCC,
    RowKind,
    ValueKind,
    header_key,
)
from indexer.problems import ProblemLog, lines_told, unusable
from indexer.records import Limits, Raw, Sheet, SheetRow, SourceFirm, SourceItem, SourceRow, Tally
from indexer.tables.asides import is_footer, is_note, is_our_example, is_prefilled, is_sample, names_a_firm
from indexer.tables.header import Header, best_header, is_header_again, required_columns
from indexer.tables.headers import meaning_of
from indexer.tables.numbered import of_blocks
from indexer.tables.pool_columns import PoolColumns
from indexer.tables.remarks import DITTO, UNSETTLED, note_says_left, says_left
from indexer.tables.titles import Context, Surroundings, proposed_state, still_leaving
from indexer.values.text import BLANKS, is_blank
from service.domain import uscc

_FAR_ROWS = 100
"""A row with a single value that far below the one before it is litter, not a record."""

FIRM_NAME = "firm_name"
"""The field of a capability's or case's row that holds the name beside its code."""

_PROFILE_FIELDS = frozenset({USCC.field, CONTACT_BOTH.field, *(column.field for column in PROFILE_COLUMNS)})
_MEMBERSHIP_FIELDS = frozenset(column.field for column in MEMBERSHIP_COLUMNS)
_NEEDED = {kind: {column.field for column in required_columns(kind)} - {USCC.field} for kind in RowKind}
_PREFILLED = {kind: fields | {USCC.field} for kind, fields in PREFILLED.items()}
_Values = dict[RowKind, dict[str, Raw]]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its header found; `rows` goes on after it, with merged cells filled down."""

    sheet: Sheet
    header: Header
    of_pools: PoolColumns
    context: Context
    rows: Iterator[SheetRow] = field(repr=False)


class TableReader:
    """Reads one table. What concerns many rows, such as hidden ones, is told once at the end."""

    def __init__(self, table: Table, surroundings: Surroundings, *, limits: Limits, log: ProblemLog, tally: Tally) -> None:
        self._table, self._name = table, table.sheet.name
        self._surroundings, self._context = surroundings, table.context
        self._limits, self._log, self._tally = limits, log, tally
        self._use(table.header)
        self._code: Raw = None
        self._code_above: Raw = None
        self._firm: Mapping[str, Raw] = {}
        self._repeats = False
        self._last = table.header.line
        self._litter: list[str] = []
        self._asides: list[int] = []
        self._hidden: list[int] = []
        self._followed: list[int] = []
        self._example: int | None = None
        self._above: dict[int, Raw] = {}

    def items(self) -> Iterator[SourceItem]:
        """All source rows.

        Raises:
            SourceUnusable: over a limit.
        """
        before = self._tally.read
        for row in self._table.rows:
            self._check_lengths(row)
            values, told = self._values(row)
            del self._litter[3:]
            if not told or (len(told) == 1 and row.line - self._last > _FAR_ROWS):
                self._litter += [cell_name(row.line, place) for place, _ in row.cells if told]
                continue
            self._last = row.line
            self._tally.read += 1
            if self._tally.read > self._limits.rows:
                raise unusable("too_many_rows", sheet=self._name, line=row.line, other=self._limits.rows)
            if self._is_record(row, values):
                yield from self._record(row, values)
            else:
                self._asides.append(row.line)
                self._tally.ignore((self._name, row.line, ""))
        if self._example is None or self._tally.read - before > len(self._asides):
            # A sheet of our template that nobody filled in speaks of no firm's capabilities.
            self._tally.sheets.update(self._table.header.kinds)
        self._tell()

    def _use(self, header: Header) -> None:
        self._header = header
        self._kinds = tuple(header.columns)
        self._targets: dict[int, list[tuple[RowKind, str, str]]] = {}
        for kind, columns in header.columns.items():
            for place, each in columns.items():
                self._targets.setdefault(place, []).append((kind, each.column.field, each.unit))
        self._labels = {
            kind: {each.column.field: header.texts[place] for place, each in columns.items()} for kind, columns in header.columns.items()
        }
        if RowKind.PROVIDER in self._labels:
            self._labels[RowKind.PROVIDER] = {POOL.field: POOL.header, "state": "状态", **self._labels[RowKind.PROVIDER]}
        unread = self._table.of_pools.unread_end
        self._unread_labels = {**self._labels.get(RowKind.PROVIDER, {}), "valid_until": unread or ""}
        self._given = {kind: frozenset(each.column.field for each in columns.values()) for kind, columns in header.columns.items()}
        self._number = next((place for place, text in header.texts.items() if header_key(text) in NUMBER_HEADERS), None)
        self._blocks = header.blocks
        self._only_blocks = {block.kind for block in header.blocks if not _NEEDED[block.kind] <= self._given.get(block.kind, frozenset())}
        self._read = {*self._targets, *self._table.of_pools.ticks, *self._table.of_pools.fields, *of_blocks(header.blocks)}
        # 有效期 beside 有效期至: it counts in rows where the other is empty, so that no end is overlooked.
        self._spare_ends = {
            place: meaning.unit
            for place, text in header.texts.items()
            if place not in self._read and (meaning := meaning_of(RowKind.PROVIDER, text)) and meaning.column.kind is ValueKind.ENDING
        }
        self._firm_places = frozenset(header.columns.get(RowKind.PROVIDER, {}))

    def _values(self, row: SheetRow) -> tuple[_Values, list[int]]:
        """Values by kind and field, and the columns of the table that hold something."""
        values: _Values = {kind: {} for kind in self._kinds}
        told: list[int] = []
        for place, raw in row.cells:
            targets = self._targets.get(place)
            if targets is None and place not in self._header.texts:
                self._litter.append(cell_name(row.line, place))
            elif not is_blank(raw):
                told.append(place)
                raw = self._above.get(place, raw) if raw in DITTO else raw  # noqa: PLW2901  the value that is meant
                for kind, name, unit in targets or ():
                    values[kind][name] = f"{raw}{unit}" if unit and _is_bare_number(raw) else raw
        firm = values.get(RowKind.PROVIDER)
        if self._spare_ends and firm is not None and firm.get("valid_until") is None:
            for place, raw in row.cells:
                if place in self._spare_ends and not is_blank(raw):
                    firm["valid_until"] = f"{raw}{self._spare_ends[place]}" if _is_bare_number(raw) else raw
        return values, told

    def _is_record(self, row: SheetRow, values: _Values) -> bool:
        """Tell whether a row is one; a line between the rows and a second header are taken in on the way."""
        code = values[self._kinds[0]].get(USCC.field)
        if isinstance(code, str) and uscc.has_shape(code):
            return True
        if is_our_example(row):
            self._example = row.line
            return False
        if self._takes_header(row):
            return False
        if code is not None and (code in BLANKS or _is_count(code)) and is_note(row):
            return False
        if code is not None:
            wordy = isinstance(code, str) and any("一" <= each <= "龥" for each in code)
            return not (wordy and (is_note(row) or (row.line == self._header.line + 1 and not names_a_firm(row))))
        return self._is_record_without_code(row, values)

    def _takes_header(self, row: SheetRow) -> bool:
        """Tell whether a row is a header once more; another header holds for the rows below it."""
        if not is_header_again(row):
            return False
        again = best_header([row], None, self._table.sheet.merges, titled=self._context.pool is not None)
        if again and not again.missing and again.texts != self._header.texts:
            self._use(again)
            self._tally.sheets.update(again.kinds)
        return True

    def _is_record_without_code(self, row: SheetRow, values: _Values) -> bool:
        whole = any(_NEEDED[kind] <= values[kind].keys() for kind in self._kinds if kind is not RowKind.PROVIDER)
        if any(block.values(dict(row.cells)) for block in self._blocks) and not is_footer(row):
            return True
        if not any(values.values()) or (is_note(row) and not whole):
            self._context = self._surroundings.of_section(self._context, row)
            return False
        if self._follows(row, values):
            self._followed.append(row.line)
            return True
        return not is_prefilled(self._kinds, values)

    def _follows(self, row: SheetRow, values: _Values) -> bool:
        """Give a row without a firm to the firm above it, where the sheet writes each firm once over its capabilities."""
        lists = [kind for kind in self._kinds if kind is not RowKind.PROVIDER and not PREFILLED[kind].issuperset(values[kind])]
        firm = values.get(RowKind.PROVIDER, {})
        numbered = any(place == self._number and place not in row.filled for place, _ in row.cells)
        named = any(place == self._header.name_place for place, _ in row.cells)
        if not lists or self._code is None or numbered or named or self._repeats or not firm.items() <= self._firm.items():
            return False
        for kind in lists:
            values[kind][USCC.field] = self._code
        values[RowKind.PROVIDER] = {}
        return True

    def _record(self, row: SheetRow, values: _Values) -> Iterator[SourceItem]:
        if row.hidden:
            self._hidden.append(row.line)
        self._above = {place: self._above.get(place, raw) if raw in DITTO else raw for place, raw in row.cells}
        firm, code = values.get(RowKind.PROVIDER, {}), values[self._kinds[0]].get(USCC.field)
        name = next((raw for place, raw in row.cells if place == self._header.name_place), None)
        titles = [values[kind].get("title") for kind in self._kinds if kind is RowKind.CAPABILITY]
        number = next((raw for place, raw in row.cells if place == self._number), None)
        if row.line not in self._followed[-1:]:
            # Rows without a firm follow this one, or nobody when it has no code or is refused; never the firm before it.
            self._code_above, self._code = self._code, None
        if is_sample(number, [name, *titles]):
            self._refuse(row, "row_is_sample", str(name or number))
            return
        if RowKind.PROVIDER in self._kinds and still_leaving(self._context, self._given[RowKind.PROVIDER]):
            self._refuse(row, "section_leaves", self._context.leaving or "", other=self._context.line or "")
            return
        if code is not None:
            # A code that follows itself, written out: this sheet repeats the firm in each of its rows.
            written = not row.filled and row.line not in self._followed[-1:]
            self._repeats = self._repeats or (code == self._code_above and written and RowKind.PROVIDER not in self._kinds)
            self._code, self._firm = code, firm or self._firm
        lists = [kind for kind in self._kinds if kind is not RowKind.PROVIDER and self._tells_list(kind, values[kind])]
        if firm and not (row.filled and not self._tells_firm(row)):
            yield self._firm_of(row, firm, beside_lists=bool(lists), leaving=self._leaving(row))
        for kind in lists:
            own = values[kind] if name is None else {**values[kind], FIRM_NAME: name}
            yield SourceRow(kind, self._name, row.line, own, self._given[kind], self._labels[kind])
        yield from self._of_blocks(row, code, name)

    def _of_blocks(self, row: SheetRow, code: Raw, name: Raw) -> Iterator[SourceRow]:
        """The capabilities and cases of numbered columns; what stands twice in a row counts once."""
        beside = {each: raw for each, raw in ((USCC.field, code), (FIRM_NAME, name)) if raw is not None}
        told: list[tuple[RowKind, dict[str, Raw]]] = []
        for block in self._blocks:
            values = block.values(dict(row.cells))
            if values and (block.kind, values) not in told:
                told.append((block.kind, values))
                yield SourceRow(block.kind, self._name, row.line, {**values, **beside}, frozenset({*values, USCC.field}), block.labels)

    def _tells_firm(self, row: SheetRow) -> bool:
        return any(place in self._firm_places and place not in row.filled for place, _ in row.cells)

    def _tells_list(self, kind: RowKind, values: Mapping[str, Raw]) -> bool:
        if kind in self._only_blocks:
            return False
        return len(self._kinds) == 1 or not _PREFILLED[kind].issuperset(values)

    def _leaving(self, row: SheetRow) -> str | None:
        """What a column that is not read says of a firm that left, such as 备注 or 是否退出; nothing may be granted beside it."""
        for place, raw in row.cells:
            unread = place not in self._read and place in self._header.texts
            if (unread and says_left(self._header.texts[place], raw)) or (place == self._header.name_place and note_says_left(raw)):
                return UNSETTLED
        return None

    def _firm_of(self, row: SheetRow, values: Mapping[str, Raw], *, beside_lists: bool, leaving: str | None) -> SourceFirm:
        given, labels = self._given[RowKind.PROVIDER], self._labels[RowKind.PROVIDER]
        profile = {name: value for name, value in values.items() if name in _PROFILE_FIELDS}
        shared = {name: value for name, value in values.items() if name in _MEMBERSHIP_FIELDS}
        told = given & _MEMBERSHIP_FIELDS
        around = self._context.values()
        if "batch" in around and "batch" not in told:
            # Not given: a list of all batches may bear the newest one in its title, and stored members keep theirs.
            shared["batch"] = around["batch"]
        if (self._context.proposed or leaving) and "state" not in shared:
            shared["state"], told = leaving or proposed_state(), told - {"state"}
        elif self._context.lapsed and "state" not in given:
            shared["state"] = self._context.lapsed
        cells, own = dict(row.cells), self._table.of_pools
        if own.unread_end:
            # A column of validity that is not understood: without it a new membership would have no end.
            shared["valid_until"], told, labels = own.unread_end, told | {"valid_until"}, self._unread_labels
        cell = values.get(POOL.field) if POOL.field in given else around.get(POOL.field)
        pools: list[Raw] = (
            list(self._surroundings.names.parts(cell))
            if isinstance(cell, str) and len(cell) <= POOL.longest
            else []
            if cell is None
            else [cell]
        )
        pools += own.pools(cells) if POOL.field not in given else []
        return SourceFirm(
            row=SourceRow(RowKind.PROVIDER, self._name, row.line, profile, given & _PROFILE_FIELDS, labels),
            memberships=tuple(
                SourceRow(
                    RowKind.PROVIDER,
                    self._name,
                    row.line,
                    self._of_pool(pool, shared, cells),
                    told | own.given(self._code_of(pool)),
                    labels,
                )
                for pool in pools
            ),
            beside_lists=beside_lists,
        )

    def _of_pool(self, pool: Raw, shared: Mapping[str, Raw], cells: Mapping[int, Raw]) -> dict[str, Raw]:
        """The values of one membership: those of all pools, those of this pool's own columns, and the batch of 市级（第三批）."""
        batch = self._surroundings.names.batch(pool) if isinstance(pool, str) and "batch" not in shared else None
        named: dict[str, Raw] = {"batch": batch} if batch else {}
        return {POOL.field: pool, **named, **shared, **self._table.of_pools.of_pool(self._code_of(pool), cells)}

    def _code_of(self, pool: Raw) -> str | None:
        return self._surroundings.names.code(pool) if isinstance(pool, str) else None

    def _refuse(self, row: SheetRow, code: str, value: str, *, other: object = "") -> None:
        self._tally.refuse((self._name, row.line, ""))
        self._log.add(code, sheet=self._name, line=row.line, value=value, other=other)

    def _tell(self) -> None:
        name = self._name
        asides = [line for line in self._asides if line != self._example]
        if asides:
            self._log.add("rows_aside", sheet=name, line=asides[0], value=lines_told(asides), other=len(asides))
        if self._hidden:
            self._log.add("rows_hidden", sheet=name, line=self._hidden[0], value=lines_told(self._hidden), other=len(self._hidden))
        if self._followed:
            self._log.add("rows_followed", sheet=name, line=self._followed[0], value=lines_told(self._followed), other=len(self._followed))
        if self._litter:
            self._log.add("cell_outside", sheet=name, value="、".join(self._litter[:3]))

    def _check_lengths(self, row: SheetRow) -> None:
        for place, raw in row.cells:
            if isinstance(raw, str) and len(raw) > self._limits.cell_characters:
                column = self._header.texts.get(place) or cell_name(row.line, place)
                raise unusable("cell_too_long", sheet=self._name, line=row.line, column=column, other=self._limits.cell_characters)


def cell_name(line: int, place: int) -> str:
    """A1 name of the cell in row `line` (from 1) and column `place` (from 0)."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{line}"


def _is_count(raw: Raw) -> bool:
    """Tell whether a cell below the code holds a sum, such as 12 beside 合计."""
    return _is_bare_number(raw) and len(str(raw)) <= 6


def _is_bare_number(raw: Raw) -> bool:
    return (isinstance(raw, int | float) and not isinstance(raw, bool)) or (
        isinstance(raw, str) and raw.strip().replace(".", "", 1).isdecimal()
    )
