"""What a source hands on: rows with their place, before anything is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from indexer.columns import RowKind


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell whose formula failed or was never computed, such as #N/A."""

    text: str


Raw: TypeAlias = str | int | float | bool | date | CellError | list["Raw"] | dict[str, "Raw"] | None
"""A value as its file holds it; lists and objects come from JSON only."""


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


@dataclass(frozen=True, slots=True)
class SourceFirm:
    """A 服务商 row or a JSON line, with its memberships; capabilities and cases only where they stand inside it (JSON)."""

    row: SourceRow
    memberships: tuple[SourceRow, ...]
    capabilities: tuple[SourceRow, ...] | None = None
    cases: tuple[SourceRow, ...] | None = None


SourceItem: TypeAlias = SourceFirm | SourceRow
"""A firm, or a loose row of 服务能力 or 案例 that names its firm by USCC."""


@dataclass(slots=True)
class Tally:
    """Rows of one file, firms, capabilities and cases alike, and the kinds of its sheets. Neither refused nor ignored means taken."""

    read: int = 0
    refused: int = 0
    ignored: int = 0
    firms_refused: int = 0
    sheets: set[RowKind] = field(default_factory=set)

    @property
    def taken(self) -> int:
        """Rows that are stored, or would be."""
        return self.read - self.refused - self.ignored


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of `docs/settings.md` that files are held to."""

    file_mb: int
    unpacked_mb: int
    rows: int
    cells: int
    cell_characters: int
    line_bytes: int
