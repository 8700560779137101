"""供需地图: where is supply missing?"""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.exposure import FEWEST_TOLD
from service.domain.figure_tables import FigureTable, SupplyCell, supply_of, tables_of
from service.flows.figures.tell_figures import ToldFigures
from web.parts.figure_words import group_words, trade_words

_SHADES = (5, 8, 13)
_GAPS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class MapCell:
    """One cell. `needs` in words; `shade` 0..3 by needs."""

    needs: str
    providers: str
    is_gap: bool
    shade: int
    href: str


@dataclass(frozen=True, slots=True)
class MapTable:
    """A table of needs or matches: heads, then (name, cells in words)."""

    name: str
    unit: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class SupplyMapPage:
    """`gaps`: sentences, the worst first. `rows`: (trade, its cells in the order of `heads`)."""

    template: ClassVar[str] = "pages/figures/supply_map.html"
    title: str
    year: str
    total: str
    gaps: tuple[str, ...]
    gaps_in_all: int
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MapCell, ...]], ...]
    tables: tuple[MapTable, ...]
    fewest: int


def supply_map_page(told: ToldFigures) -> SupplyMapPage:
    """The map of the year that was asked for."""
    taxonomy, codes = told.codes.taxonomy, told.codes
    trades = [industry.code for industry in taxonomy.industries if not industry.parent]
    groups = [group.code for group in taxonomy.groups]
    cells = supply_of(told.year, trades, groups)
    used = {cell.trade for cell in cells if cell.needs != 0}
    gaps = sorted((cell for cell in cells if cell.is_gap), key=lambda cell: (cell.providers > 0, -(cell.needs or 0)))
    names = {
        "town": {town.code: town.name for town in taxonomy.towns} | {"-": "未注明"},
        "trade": {code: trade_words(codes, code) for code in trades} | {"-": "未注明"},
        "group": {code: group_words(codes, code) for code in groups} | {"-": "未注明"},
    }
    total = told.year.get_value("needs_registered", told.period)
    return SupplyMapPage(
        title="供需地图",
        year=told.period.words,
        total=f"少于 {FEWEST_TOLD}" if total.suppressed else f"{total.value or 0:,.0f}",
        gaps=tuple(
            f"{trade_words(codes, cell.trade)}的{group_words(codes, cell.group)}：{cell.needs} 条需求，"
            + (f"{cell.providers} 家能做" if cell.providers else "没有一家报过能做")
            for cell in gaps[:_GAPS_SHOWN]
        ),
        gaps_in_all=len(gaps),
        heads=tuple(group_words(codes, code) for code in groups),
        rows=tuple(
            (trade_words(codes, trade), tuple(_cell(cell) for cell in cells if cell.trade == trade)) for trade in trades if trade in used
        ),
        tables=tuple(_table(table) for table in tables_of(told.year, names)),
        fewest=FEWEST_TOLD,
    )


def _cell(cell: SupplyCell) -> MapCell:
    return MapCell(
        needs=_count(cell.needs),
        providers=f"能做 {cell.providers} 家" if cell.providers else "没人做",
        is_gap=cell.is_gap,
        shade=sum((cell.needs or 0) >= bound for bound in _SHADES),
        href="/providers?" + urlencode({"group": cell.group, "industry": cell.trade}) if cell.providers else "",
    )


def _count(count: int | None) -> str:
    return f"<{FEWEST_TOLD}*" if count is None else f"{count:,}"


def _table(table: FigureTable) -> MapTable:
    return MapTable(
        table.name,
        table.unit,
        (*(name for _, name in table.columns), "合计"),
        tuple(
            (name, (*(_count(table.cells.get((code, column), 0)) for column, _ in table.columns), _count(table.row_sums.get(code, 0))))
            for code, name in table.rows
        ),
    )
