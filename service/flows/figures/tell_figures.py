"""统计: the figures of a period for the city or a town, with those of the period before, and the rows behind one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from service.copies.flush_exposure import flush_exposure
from service.copies.kept_codes import read_codes
from service.copies.kept_directory import read_kept
from service.copies.kept_figures import read_figures
from service.domain.codes import CodeTables
from service.domain.figure_facts import NOT_TOLD_CODE
from service.domain.figure_year import FigureValue, FigureYear
from service.domain.figures import FIGURE_BY_ID, FigureRow
from service.domain.periods import Period, period_of_days, read_period
from service.domain.permissions import Action, Actor, Subject
from service.errors import Invalid, NotFound
from service.identity.actors import require
from service.runtime import Runtime

_YEARS_FROM = 2021
ROWS_MOST_TOLD = 2_000
"""Rows behind a figure on one page or in one answer."""


@dataclass(frozen=True, slots=True)
class FigureAsked:
    """`period`: 2026 or 2026-11, empty for the present month. `town`: a code, `-` for needs that name none, empty for the city."""

    period: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True)
class ToldFigures:
    """`values` of the period and `before` of the one before it, by figure id. `year`: everything of the year, for tables."""

    period: Period
    town: str
    values: tuple[FigureValue, ...]
    before: Mapping[str, FigureValue]
    year: FigureYear
    codes: CodeTables
    at: datetime
    is_demo: bool


def tell_figures(runtime: Runtime, actor: Actor, asked: FigureAsked) -> ToldFigures:
    """All figures of a period.

    Raises:
        Refused: this actor reads none.
        Invalid: it is no whole month or year, or no town of the city.
    """
    require(actor, Action.READ_FIGURES, Subject())
    flush_exposure(runtime)
    codes = read_codes(runtime.database, runtime.copies.codes)
    period = _period(runtime, asked.period)
    if asked.town and asked.town != NOT_TOLD_CODE and asked.town not in {town.code for town in codes.taxonomy.towns}:
        raise Invalid("没有这个镇街。", fields={"town": "请从列表里选镇街。"})
    year = read_figures(runtime, period.year)
    earlier = period.before
    past = year if earlier.year == period.year else read_figures(runtime, earlier.year)
    return ToldFigures(
        period=period,
        town=asked.town,
        values=year.values(period, asked.town),
        before={value.definition.id: value for value in past.values(earlier, asked.town) if value.definition.by_day},
        year=year,
        codes=codes,
        at=runtime.clock.now(),
        is_demo=read_kept(runtime, runtime.clock.now()).directory.demo_firms > 0,
    )


def rows_of_figure(runtime: Runtime, actor: Actor, figure_id: str, asked: FigureAsked) -> tuple[FigureValue, Sequence[FigureRow]]:
    """One figure and the rows behind it: for those who may see the needs themselves, so nothing is hidden from them.

    Raises:
        Refused: this actor may not see them.
        NotFound: there is no such figure.
        Invalid: as `tell_figures`.
    """
    require(actor, Action.READ_FIGURE_ROWS, Subject())
    if figure_id not in FIGURE_BY_ID:
        raise NotFound("没有这个指标。")
    period = _period(runtime, asked.period)
    year = read_figures(runtime, period.year)
    rows = year.rows_behind(figure_id, period, asked.town)
    return year.get_value(figure_id, period, asked.town), rows[:ROWS_MOST_TOLD]


def period_asked(first: date | None, last: date | None) -> str:
    """The period of two days, as an address names it; empty when none is given.

    Raises:
        Invalid: they are no whole month or year.
    """
    if first is None and last is None:
        return ""
    period = period_of_days(first, last) if first and last else None
    if period is None:
        raise Invalid(
            "统计按整月或整年给出：from 写第一天，to 写最后一天。任意一段日子相减会露出单个企业，所以不给。",
            fields={"from": "请写整月或整年，例如 2026-11-01 到 2026-11-30。"},
        )
    return period.code


def _period(runtime: Runtime, text: str) -> Period:
    today = runtime.today
    period = read_period(text) if text else Period(today.year, today.month)
    if period is None or not _YEARS_FROM <= period.year <= today.year:
        raise Invalid("统计按整月或整年给出，例如 2026-11 或 2026。", fields={"period": "请写 2026-11 或 2026。"})
    return period
