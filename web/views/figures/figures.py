"""统计: what do I report, what does the number mean, and which records are behind it?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import urlencode

from markupsafe import Markup

from service.domain.codes import CodeTables
from service.domain.figure_year import FigureValue, FigureYear
from service.domain.figures import FIGURE_BY_ID, SECTIONS, FigureRow, Measure
from service.domain.need_steps import FUNNEL, STATE_WORDS
from service.domain.periods import Period
from service.errors import NotFound
from service.flows.figures.tell_figures import ToldFigures
from web.parts.figure_charts import funnel_chart, month_chart
from web.parts.figure_words import change_words, group_words, number_words, town_words, trade_words, unit_words

_MONTHS_OFFERED = 13
_RECORDS_SHOWN = 200
"""Records on one page: more are read by month, by town, or from the API."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure. `change`: against the period before."""

    id: str
    name: str
    href: str
    number: str
    unit: str
    change: str
    definition: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen: periods and towns as (value, words), and what is."""

    periods: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str], ...]
    period: str
    town: str


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """`sections`: (name, lines). `query`: of period and town, for the links to report and workbook."""

    template: ClassVar[str] = "pages/figures/figures.html"
    title: str
    period: str
    town: str
    choices: Choices
    funnel: Markup
    sections: tuple[tuple[str, tuple[FigureLine, ...]], ...]
    query: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RowLine:
    """One record behind a figure."""

    label: str
    href: str
    on: date
    town: str
    trade: str
    group: str


@dataclass(frozen=True, slots=True)
class FigurePage:
    """`months`, `towns`: (name, number in words, address). `rows`: the records, for those who may see them; None for others."""

    template: ClassVar[str] = "pages/figures/figure.html"
    title: str
    definition: str
    period: str
    town: str
    number: str
    unit: str
    change: str
    choices: Choices
    chart: Markup | None
    months: tuple[tuple[str, str, str], ...]
    towns: tuple[tuple[str, str, str], ...]
    about_firms: bool
    most: int
    rows: tuple[RowLine, ...] | None = None

    def with_rows(self, rows: Sequence[FigureRow], codes: CodeTables) -> "FigurePage":
        """This, with the records behind the number."""
        lines = (
            RowLine(
                row.label,
                _record(row.key),
                row.on,
                town_words(codes, row.town),
                trade_words(codes, row.trade),
                group_words(codes, row.group),
            )
            for row in rows[:_RECORDS_SHOWN]
        )
        return replace(self, rows=tuple(lines))


def figures_page(told: ToldFigures, today: date) -> FiguresPage:
    """All figures of a period."""
    by_id = {value.definition.id: value for value in told.values}
    query = _query(told.period, told.town)
    funnel = [(STATE_WORDS[state], by_id[f"needs_{state}"]) for state in FUNNEL]
    return FiguresPage(
        title="统计",
        period=told.period.words,
        town=town_words(told.codes, told.town),
        choices=_choices(told, today),
        funnel=funnel_chart(
            [(label, None if value.suppressed else int(value.value or 0), number_words(value)) for label, value in funnel],
            f"{told.period.words}{town_words(told.codes, told.town)}需求办到各步的条数，横条图；同样的数字在下面的表里。",
        ),
        sections=tuple(
            (name, tuple(_line(value, told, query) for value in told.values if value.definition.section == name)) for name in SECTIONS
        ),
        query=query,
        at=told.at,
    )


def figure_page(told: ToldFigures, figure_id: str, today: date) -> FigurePage:
    """One figure.

    Raises:
        NotFound: there is none such.
    """
    definition = FIGURE_BY_ID.get(figure_id)
    if definition is None:
        raise NotFound("没有这个指标。")
    value = told.year.get_value(figure_id, told.period, told.town)
    months = _months(told.year, figure_id, told.town, today) if definition.by_day else ()
    numbers = [(f"{each.period.month}月", None if each.suppressed else float(each.value or 0)) for each in months]
    charted = definition.measure in {Measure.COUNT, Measure.WAN} and numbers
    path = f"/figures/{figure_id}?"
    return FigurePage(
        title=definition.name,
        definition=definition.definition,
        period=told.period.words,
        town=town_words(told.codes, told.town),
        number=number_words(value),
        unit=unit_words(value),
        change=change_words(value, told.before.get(figure_id)),
        choices=_choices(told, today),
        chart=month_chart(numbers, f"{definition.name}，{told.period.year}年各月，柱形图；同样的数字在下面的表里。") if charted else None,
        months=tuple((each.period.words, number_words(each), path + _query(each.period, told.town)) for each in months),
        towns=tuple(
            (town_words(told.codes, each.town), number_words(each), path + _query(told.period, each.town))
            for each in _towns(told, figure_id)
        ),
        about_firms=definition.about_firms,
        most=_RECORDS_SHOWN,
    )


def _line(value: FigureValue, told: ToldFigures, query: str) -> FigureLine:
    definition = value.definition
    return FigureLine(
        id=definition.id,
        name=definition.name,
        href=f"/figures/{definition.id}?{query}",
        number=number_words(value),
        unit=unit_words(value),
        change=change_words(value, told.before.get(definition.id)),
        definition=definition.definition,
        is_hidden=value.suppressed,
    )


def _months(year: FigureYear, figure_id: str, town: str, today: date) -> tuple[FigureValue, ...]:
    last = today.month if year.facts.year == today.year else 12
    return tuple(year.get_value(figure_id, Period(year.facts.year, month), town) for month in range(1, last + 1))


def _towns(told: ToldFigures, figure_id: str) -> tuple[FigureValue, ...]:
    if not FIGURE_BY_ID[figure_id].about_firms:
        return ()
    return tuple(told.year.get_value(figure_id, told.period, town) for town in told.year.towns())


def _choices(told: ToldFigures, today: date) -> Choices:
    periods, each = [], Period(today.year, today.month)
    for _ in range(_MONTHS_OFFERED):
        periods.append(each)
        each = each.before
    years = [Period(today.year), Period(today.year - 1)]
    offered = [*years, *periods]
    if told.period not in offered:
        offered.append(told.period)
    towns = tuple((town.code, town.name) for town in told.codes.taxonomy.towns)
    return Choices(tuple((period.code, period.words) for period in offered), (*towns, ("-", "未注明")), told.period.code, told.town)


def _query(period: Period, town: str) -> str:
    return urlencode({"period": period.code} | ({"town": town} if town else {}))


def _record(key: str) -> str:
    """The page of a record, where it has one."""
    if key.startswith("ned_"):
        return f"/workbench/needs/{key}"
    return f"/providers/{key}" if key.startswith("prv_") else f"/programmes/{key}" if key.startswith("prg_") else ""
