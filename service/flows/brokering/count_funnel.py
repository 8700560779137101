"""漏斗: the figures of the way from 登记 to 评价, with the rows behind each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service.domain.calendar import start_of_day
from service.domain.desk_lines import Deadlines
from service.domain.funnel import (
    FIGURES,
    FunnelDay,
    FunnelDimension,
    FunnelFigure,
    FunnelNeed,
    counted,
    figures_of,
    grouped_needs,
    median_days,
)
from service.domain.need_steps import FUNNEL, NeedState
from service.domain.permissions import Action, Actor, Subject
from service.errors import Invalid
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.needs import FunnelQuery, funnel_needs
from service.store.queries.special_days import read_calendar
from service.store.unit_of_work import reading

FUNNEL_ROWS_MOST = 500
_LONGEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class FunnelAsked:
    """`first`, `last`: 2026-01-01, both included; empty for this year until today. The others are codes, empty for all.

    `by`: a value of `FunnelDimension`, by which groups are made.
    """

    first: str = ""
    last: str = ""
    town: str = ""
    industry: str = ""
    scenario: str = ""
    by: str = FunnelDimension.TOWN


@dataclass(frozen=True, slots=True)
class Funnel:
    """`groups`: code → figures. `days`: state → median days until it was first reached, None when none did."""

    first: date
    last: date
    figures: Mapping[str, int]
    days: Mapping[NeedState, float | None]
    by: FunnelDimension
    groups: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class FunnelRows:
    """The needs behind one figure, at most 500 of `total`."""

    first: date
    last: date
    figure: FunnelFigure
    needs: tuple[FunnelNeed, ...]
    total: int


def count_funnel(runtime: Runtime, actor: Actor, asked: FunnelAsked) -> Funnel:
    """Count. Cost: two queries over the needs of the period; a year of 5,000 needs takes some tenths of a second.

    Raises:
        Refused: not for this actor.
        Invalid: a day or a dimension that cannot be meant.
    """
    first, last = _period(runtime, actor, asked)
    if asked.by not in set(FunnelDimension):
        raise Invalid("请选按镇街、行业或场景分。", fields={"by": "请选按镇街、行业或场景分"})
    by = FunnelDimension(asked.by)
    needs, day = _read(runtime, asked, first, last)
    groups = {code: figures_of(some, day) for code, some in grouped_needs(needs, by).items()}
    return Funnel(first, last, figures_of(needs, day), {state: median_days(needs, state) for state in FUNNEL}, by, groups)


def funnel_rows(runtime: Runtime, actor: Actor, asked: FunnelAsked, figure: str) -> FunnelRows:
    """The needs behind one figure, newest first.

    Raises:
        Refused: not for this actor.
        Invalid: no such figure, or a day that cannot be meant.
    """
    first, last = _period(runtime, actor, asked)
    if figure not in FIGURES:
        raise Invalid("没有这个指标。", fields={"figure": "没有这个指标"})
    needs, day = _read(runtime, asked, first, last)
    found = counted(FIGURES[figure], needs, day)
    newest = sorted(found, key=lambda need: need.made_at, reverse=True)
    return FunnelRows(first, last, FIGURES[figure], tuple(newest[:FUNNEL_ROWS_MOST]), len(found))


def _period(runtime: Runtime, actor: Actor, asked: FunnelAsked) -> tuple[date, date]:
    require(actor, Action.BROKER_NEEDS, Subject())
    today = runtime.today
    try:
        first = date.fromisoformat(asked.first) if asked.first else date(today.year, 1, 1)
        last = date.fromisoformat(asked.last) if asked.last else today
    except ValueError:
        raise Invalid("日期请写成 2026-01-31 的样子。", fields={"first": "请写成 2026-01-31 的样子"}) from None
    if last < first or last.year - first.year > _LONGEST_YEARS:
        raise Invalid(f"结束的日子要在开始之后，最长 {_LONGEST_YEARS} 年。", fields={"last": "请改结束的日子"})
    return first, last


def _read(runtime: Runtime, asked: FunnelAsked, first: date, last: date) -> tuple[list[FunnelNeed], FunnelDay]:
    end = start_of_day(date.fromordinal(last.toordinal() + 1))
    query = FunnelQuery(start_of_day(first), end, asked.town, asked.industry, asked.scenario)
    with reading(runtime.database) as session:
        calendar = read_calendar(session)
        needs = funnel_needs(session, query)
    return needs, FunnelDay(runtime.today, calendar, Deadlines.of(runtime.today, calendar).stuck_before)
