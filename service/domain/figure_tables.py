"""Tables of figures: needs and matches by town, trade and group of scenarios, and where supply is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.domain.figure_year import FigureYear

GAP_NEEDS_EACH = 5
"""So many needs for each provider, or more, make a gap; so do needs that nobody serves."""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table of a year. `rows`, `columns`: (code, name). `cells`: (row, column) → count, None where hidden.

    One that is not there is 0.
    """

    id: str
    name: str
    unit: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[str, str], int | None]
    row_sums: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class SupplyCell:
    """One trade and group: needs of the year, None where hidden, and public providers who do it."""

    trade: str
    group: str
    needs: int | None
    providers: int

    @property
    def is_gap(self) -> bool:
        """Needs that nobody serves, or five and more for each provider."""
        return self.needs is not None and self.needs > 0 and self.needs >= GAP_NEEDS_EACH * self.providers


_TABLE_NAMES = {
    ("needs_registered", "town_trade"): "需求：镇街×行业",
    ("needs_registered", "trade_group"): "需求：行业×场景",
    ("introductions_agreed", "town_trade"): "双方同意：镇街×行业",
    ("introductions_agreed", "trade_group"): "双方同意：行业×场景",
}
_UNITS = {"needs_registered": "条", "introductions_agreed": "次"}


def tables_of(year: FigureYear, names: Mapping[str, Mapping[str, str]]) -> tuple[FigureTable, ...]:
    """All tables of a year. `names`: axis (town, trade, group) → code → name, in their order; what is not told comes last."""
    return tuple(_table(year, figure, table, names) for figure, table in _TABLE_NAMES)


def _table(year: FigureYear, figure: str, table: str, names: Mapping[str, Mapping[str, str]]) -> FigureTable:
    first, second = table.split("_")
    cells = year.crossed(figure, table)
    return FigureTable(
        id=f"{figure}_{table}",
        name=_TABLE_NAMES[figure, table],
        unit=_UNITS[figure],
        rows=_used(names[first], [row for row, _ in cells]),
        columns=_used(names[second], [column for _, column in cells]),
        cells=cells,
        row_sums=year.margin(figure, first),
    )


def _used(names: Mapping[str, str], codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    there = set(codes)
    return tuple((code, name) for code, name in names.items() if code in there)


def supply_of(year: FigureYear, trades: Sequence[str], groups: Sequence[str]) -> tuple[SupplyCell, ...]:
    """Each trade and group, in the order given."""
    needs = year.crossed("needs_registered", "trade_group")
    return tuple(
        SupplyCell(trade, group, needs.get((trade, group), 0), year.facts.doers.get((trade, group), 0))
        for trade in trades
        for group in groups
    )
