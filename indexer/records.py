"""What a source hands on: rows with their place, before anything is judged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from indexer.columns import RowKind


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell whose formula failed or was never computed, such as #N/A."""

    text: str

    def __str__(self) -> str:
        return self.text


Raw: TypeAlias = str | int | float | bool | date | CellError | list["Raw"] | dict[str, "Raw"] | None
"""A value as its file holds it; lists and objects come from JSON only."""


RowKey: TypeAlias = tuple[str | None, int, str]
"""Where a row stands: sheet, line, path inside a JSON line."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that holds something: its number, counted from 1, and (column counted from 0, value) in order.

    `filled`: columns whose value stands in the first row of a merged cell. `hidden`: it is not shown on the screen.
    """

    line: int
    cells: tuple[tuple[int, Raw], ...]
    filled: frozenset[int] = frozenset()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged cell: first and last row counted from 1, first and last column from 0."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, or a CSV file (`name` None when it stands alone). `rows` can be gone through once."""

    name: str | None
    rows: Iterator[SheetRow] = field(repr=False)
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row, or one JSON object: field → raw value.

    `values` holds only what is not empty; `given` names every field that has a column or key, empty or not. `labels`: field → column
    as the person sees it (header or key), `prefix` its path in a JSON line such as `capabilities[0].`.
    """

    kind: RowKind
    sheet: str | None
    line: int
    values: Mapping[str, Raw]
    given: frozenset[str]
    labels: Mapping[str, str] = field(repr=False, default_factory=dict)
    prefix: str = ""

    def label(self, name: str) -> str:
        """The column or key of a field, as the person sees it."""
        return self.prefix + self.labels.get(name, name)

    @property
    def key(self) -> RowKey:
        """Where it stands."""
        return self.sheet, self.line, self.prefix


@dataclass(frozen=True, slots=True)
class SourceFirm:
    """A 服务商 row or a JSON line, with its memberships; capabilities and cases only where they stand inside it (JSON).

    `beside_lists`: its sheet row also tells a capability or case, so a repeated firm is no news worth a word.
    `refused_lists`: lists (`capabilities`, `cases`) of which an item was no object.
    """

    row: SourceRow
    memberships: tuple[SourceRow, ...]
    capabilities: tuple[SourceRow, ...] | None = None
    cases: tuple[SourceRow, ...] | None = None
    beside_lists: bool = False
    refused_lists: frozenset[str] = frozenset()

    @property
    def is_sheet_row(self) -> bool:
        """Tell whether it is a row of a sheet."""
        return self.capabilities is None and self.cases is None


SourceItem: TypeAlias = SourceFirm | SourceRow
"""A firm, or a loose row of 服务能力 or 案例 that names its firm by USCC."""


@dataclass(slots=True)
class Tally:
    """The rows of one file and what became of them. A row neither refused nor ignored is taken.

    A row of a sheet counts once, whatever it tells of; in JSON Lines a firm and each of its capabilities and cases count.
    `sheets`: the kinds that were read. `unread`: kinds of which a sheet or file was not read, so nothing may go from stored lists.
    """

    read: int = 0
    firms_refused: int = 0
    sheets: set[RowKind] = field(default_factory=set)
    unread: set[RowKind] = field(default_factory=set)
    _refused: set[RowKey] = field(default_factory=set)
    _ignored: set[RowKey] = field(default_factory=set)

    def refuse(self, *rows: RowKey) -> None:
        """These rows, or a part of each, are not stored."""
        self._refused.update(rows)

    def add(self, other: "Tally") -> None:
        """Take over what became of the rows of one firm."""
        self.firms_refused += other.firms_refused
        self._refused |= other._refused  # noqa: SLF001
        self._ignored |= other._ignored  # noqa: SLF001

    def ignore(self, *rows: RowKey) -> None:
        """These rows say nothing that is not known: repeats, footers, prefilled forms."""
        self._ignored.update(rows)

    @property
    def touched(self) -> bool:
        """Tell whether any row was refused or ignored."""
        return bool(self._refused or self._ignored)

    @property
    def refused(self) -> int:
        """Rows refused."""
        return len(self._refused)

    @property
    def ignored(self) -> int:
        """Rows ignored."""
        return len(self._ignored - self._refused)

    @property
    def taken(self) -> int:
        """Rows that are stored, or would be."""
        return self.read - len(self._refused | self._ignored)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of `docs/settings.md` that files are held to. `file_bytes`: size of the file at hand."""

    file_mb: int
    unpacked_mb: int
    rows: int
    cells: int
    cell_characters: int
    line_bytes: int
    file_bytes: int = 0

    @property
    def grown_characters(self) -> int:
        """Characters that the cells of one sheet may hold together: a shared text counts each time, so an honest size is the measure."""
        return min(self.unpacked_mb * 1_000_000, 10_000_000 + 20 * self.file_bytes)
