"""The number of cases by trade and year, as a chart and as a table of the same numbers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from web.parts.charts import stacked_bars

_TRADES_MOST = 8
_NO_YEAR = "未写年份"
_NO_TRADE = "未写行业"
_OTHERS = "其他行业"


@dataclass(frozen=True, slots=True)
class ChartCell:
    """One number, and the address of the list of its cases. The address is empty when no list can show them."""

    number: int
    href: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One trade: a number for each year, then the sum."""

    label: str
    cells: tuple[ChartCell, ...]


@dataclass(frozen=True, slots=True)
class CaseChart:
    """The chart and its table. `svg` draws the numbers of `rows`.

    `heads`: the heads of the table's columns. `numeric`: the places of the columns that hold numbers, from 0.
    """

    svg: Markup
    heads: tuple[str, ...]
    numeric: tuple[int, ...]
    rows: tuple[ChartRow, ...]


def case_chart(counts: Mapping[tuple[str, int | None], int], trade_names: Mapping[str, str], scenario: tuple[str, str]) -> CaseChart | None:
    """The chart of the cases of one scenario. None when it has no cases.

    Each of the eight trades with most cases gets its own row. All other trades share one row.

    Args:
        counts: (trade code, year) → number of cases. The year is None when the case does not name it.
        trade_names: trade code → name.
        scenario: (code, name).
    """
    if not counts:
        return None
    code, name = scenario
    years = sorted({year for _, year in counts if year is not None})
    labels = [*map(str, years), *([_NO_YEAR] if any(year is None for _, year in counts) else [])]
    by_trade = Counter[str]()
    for (trade, _), number in counts.items():
        by_trade[trade] += number
    own = [trade for trade, _ in sorted(by_trade.items(), key=lambda pair: (-pair[1], pair[0]))[:_TRADES_MOST]]
    lines: dict[str, Counter[str]] = {trade: Counter() for trade in own}
    for (trade, year), number in counts.items():
        lines.setdefault(trade if trade in own else _OTHERS, Counter())[str(year) if year else _NO_YEAR] += number
    rows = [_row(trade, numbers, labels, trade_names, code) for trade, numbers in lines.items()]
    described = f"“{name}”案例数，按行业和年份堆叠的横条图；同样的数字在下面的表里。"
    svg = stacked_bars([(row.label, lines[trade]) for trade, row in zip(lines, rows, strict=True)], labels, described)
    return CaseChart(svg, ("行业", *labels, "合计"), tuple(range(1, len(labels) + 2)), tuple(rows))


def _row(trade: str, numbers: Mapping[str, int], years: list[str], names: Mapping[str, str], scenario: str) -> ChartRow:
    label = names.get(trade, _OTHERS if trade == _OTHERS else _NO_TRADE)
    rows_of = {"scenario": scenario, "industry": trade} if trade in names else {}
    cells = [_cell(numbers.get(year, 0), {**rows_of, "year": year} if rows_of and year != _NO_YEAR else {}) for year in years]
    return ChartRow(label, (*cells, _cell(sum(numbers.values()), rows_of)))


def _cell(number: int, rows_of: Mapping[str, str]) -> ChartCell:
    """A number with the address of its cases. No filter finds cases without a trade or a year, so such a number gets no address."""
    return ChartCell(number, "/cases?" + urlencode(rows_of) if number and rows_of else "")
