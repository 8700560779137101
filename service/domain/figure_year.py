"""The figures of one year: every number and what of it is hidden. All that is published is made here and nowhere else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from service.domain.figure_facts import FigureFacts
from service.domain.figures import FIGURE_BY_ID, FIGURES, FigureDefinition, FigureRow, Measure, Number, measured
from service.domain.periods import Period
from service.domain.suppression import Sum, hidden_cells, is_small

MAPPED = ("needs_registered", "introductions_agreed")
"""Figures that are also told by town and trade, and by trade and group of scenarios: needs and matches."""
_ALL = "*"
TABLES = ("town_trade", "trade_group")


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One number as it is told. `value` None: hidden, when `suppressed`, or nothing to measure."""

    definition: FigureDefinition
    period: Period
    town: str
    value: Number | None
    suppressed: bool


@dataclass(frozen=True)
class FigureYear:
    """The figures of a year and its months, for the city and for each town."""

    facts: FigureFacts

    @cached_property
    def _rows(self) -> dict[str, tuple[FigureRow, ...]]:
        return {figure.id: tuple(figure.rows_of(self.facts)) for figure in FIGURES}

    @cached_property
    def _hidden(self) -> dict[str, frozenset[object]]:
        return {figure.id: self._hide(figure) for figure in FIGURES if figure.about_firms}

    @cached_property
    def _by_place(self) -> dict[str, dict[tuple[int, str], list[FigureRow]]]:
        placed: dict[str, dict[tuple[int, str], list[FigureRow]]] = {}
        for name, rows in self._rows.items():
            found: dict[tuple[int, str], list[FigureRow]] = defaultdict(list)
            for row in rows:
                months = (0, row.on.month) if row.on.year == self.facts.year else ()
                for month in months:
                    found[month, row.town].append(row)
                    found[month, _ALL].append(row)
            placed[name] = found
        return placed

    def rows_behind(self, figure_id: str, period: Period, town: str = "") -> Sequence[FigureRow]:
        """The rows of one number; `town` empty: of the city."""
        if not FIGURE_BY_ID[figure_id].by_day:
            return self._rows[figure_id] if not town else ()
        return self._by_place[figure_id].get((period.month, town or _ALL), [])

    def get_value(self, figure_id: str, period: Period, town: str = "") -> FigureValue:
        """One number, hidden where it could tell of single factories."""
        definition = FIGURE_BY_ID[figure_id]
        rows = self.rows_behind(figure_id, period, town)
        suppressed = definition.about_firms and self._is_hidden(definition, period, town, rows)
        return FigureValue(definition, period, town, None if suppressed else measured(definition.measure, rows), suppressed)

    def values(self, period: Period, town: str = "") -> tuple[FigureValue, ...]:
        """All of them, in the order of the definitions; of a town those that have towns."""
        return tuple(self.get_value(figure.id, period, town) for figure in FIGURES if not town or figure.about_firms)

    def towns(self) -> tuple[str, ...]:
        """Towns with any row this year; the empty one stands for 未注明."""
        return tuple(sorted({row.town for figure in FIGURES if figure.about_firms for row in self._rows[figure.id]}))

    def crossed(self, figure_id: str, table: str) -> dict[tuple[str, str], int | None]:
        """(row, column) → count of the year, None where it is hidden; only of `MAPPED` figures."""
        hidden = self._hidden[figure_id]
        counts = self._cross_counts(figure_id, table)
        return {(row, column): None if (table, row, column) in hidden else count for (row, column), count in counts.items()}

    def margin(self, figure_id: str, axis: str) -> dict[str, int | None]:
        """Town, trade or group → count of the year, None where it is hidden."""
        hidden = self._hidden[figure_id]
        counts = Counter(getattr(row, axis) for row in self._of_year(figure_id))
        return {code: None if (axis, code) in hidden else count for code, count in counts.items()}

    def _is_hidden(self, definition: FigureDefinition, period: Period, town: str, rows: Sequence[FigureRow]) -> bool:
        if definition.measure in {Measure.COUNT, Measure.WAN}:
            return _cell(period.month, town) in self._hidden[definition.id]
        if is_small(len(rows)):
            return True
        if definition.measure is not Measure.SHARE:
            return False
        ones = sum(row.number for row in rows)
        return is_small(ones) or is_small(len(rows) - ones)

    def _of_year(self, figure_id: str) -> list[FigureRow]:
        return [row for row in self._rows[figure_id] if row.on.year == self.facts.year]

    def _cross_counts(self, figure_id: str, table: str) -> Counter[tuple[str, str]]:
        first, second = table.split("_")
        return Counter((getattr(row, first), getattr(row, second)) for row in self._of_year(figure_id))

    def published(self, figure: FigureDefinition) -> tuple[Counter[object], list[Sum]]:
        """Every count of a figure that is told somewhere, and the sums between them.

        Months by towns; needs and matches also towns by trades and trades by groups, all with their common sums.
        """
        rows = self._of_year(figure.id)
        counts: Counter[object] = Counter()
        for row in rows:
            counts.update(((row.on.month, row.town), ("month", row.on.month), ("town", row.town), _ALL))
        sums = _sums(((row.on.month, row.town) for row in rows), "month", "town")
        if figure.id in MAPPED:
            for row in rows:
                counts.update((("town_trade", row.town, row.trade), ("trade_group", row.trade, row.group)))
                counts.update((("trade", row.trade), ("group", row.group)))
            sums += _sums([(row.town, row.trade) for row in rows], "town", "trade", "town_trade")
            sums += _sums([(row.trade, row.group) for row in rows], "trade", "group", "trade_group")
        return counts, list(dict.fromkeys(sums))

    def _hide(self, figure: FigureDefinition) -> frozenset[object]:
        return hidden_cells(*self.published(figure))


def _cell(month: int, town: str) -> object:
    if month and town:
        return (month, town)
    if month:
        return ("month", month)
    return ("town", town) if town else _ALL


def _sums(pairs: Iterable[tuple[object, object]], first: str, second: str, table: str = "") -> list[Sum]:
    """The sums of a table: each line to its end, and the ends to the whole."""
    lines: dict[object, dict[object, None]] = defaultdict(dict)
    columns: dict[object, dict[object, None]] = defaultdict(dict)
    for one, other in pairs:
        lines[one][other] = columns[other][one] = None

    def made(one: object, other: object) -> object:
        return (table, one, other) if table else (one, other)

    sums: list[Sum] = [((first, one), tuple(made(one, other) for other in others)) for one, others in lines.items()]
    sums += [((second, other), tuple(made(one, other) for one in ones)) for other, ones in columns.items()]
    sums.append((_ALL, tuple((first, one) for one in lines)))
    sums.append((_ALL, tuple((second, other) for other in columns)))
    return sums
