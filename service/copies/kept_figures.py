"""The figures of the years that were asked for last, kept in memory; counted anew when anything they are counted from has changed."""

from collections.abc import Mapping
from datetime import date, datetime

from service.copies.kept_directory import read_kept
from service.domain.calendar import day_in_shanghai, start_of_day
from service.domain.codes import CodeTables
from service.domain.coverage import cover
from service.domain.figure_facts import NOT_TOLD_CODE, CountedGap, CountedIntroduction, CountedNeed, CountedOutcome, FigureFacts
from service.domain.figure_year import FigureYear
from service.domain.freshness import MONTHS_KEPT, months_later
from service.domain.money import fen_of_wan
from service.domain.need_steps import EXITS, FUNNEL, NeedState
from service.domain.working_days import WorkingCalendar
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries import figure_sources as sources
from service.store.queries.programmes import read_programmes
from service.store.queries.special_days import read_calendar
from service.store.unit_of_work import reading

YEARS_KEPT = 4
_PLACES: Mapping[str, int] = {state: place for place, state in enumerate(FUNNEL)}
_LEFT = frozenset(EXITS.values()) - {NeedState.MERGED}
_LEAST_WAN: Mapping[str, int] = {"under_10": 0, "10_30": 10, "30_50": 30, "50_100": 50, "100_300": 100, "over_300": 300}
"""Lower ends of the bands of contracts."""


def read_figures(runtime: Runtime, year: int) -> FigureYear:
    """The figures of one year as of now.

    Cost: a few look-ups when nothing changed; else some queries and the hiding, some tenths of a second for thousands of needs.
    """
    holder, today = runtime.copies.figures, runtime.today
    directory = read_kept(runtime, runtime.clock.now())
    with reading(runtime.database) as session:
        stamp = (*sources.source_stamp(session), today, directory.position)
        held = holder.years.get(year)
        if held is not None and held[0] == stamp:
            return held[1]
        doers = {
            (trade.industry.code, group): count
            for trade in cover(directory.directory, directory.codes.taxonomy).trades
            for group, count in trade.by_group.items()
        }
        listed = [provider.id for provider in directory.directory.providers]
        figures = FigureYear(_read(session, directory.codes, (year, today), listed, doers))
    with holder.lock:
        holder.years.pop(year, None)
        holder.years[year] = (stamp, figures)
        while len(holder.years) > YEARS_KEPT:
            holder.years.pop(next(iter(holder.years)))
    return figures


class _Codes:
    """Turns stored codes into those that figures are told by; the trade above stands for a trade below."""

    def __init__(self, codes: CodeTables) -> None:
        taxonomy = codes.taxonomy
        self._towns = {town.code for town in taxonomy.towns}
        self._trades = {industry.code: industry.parent or industry.code for industry in taxonomy.industries}
        self._groups = {scenario.code: scenario.group for scenario in taxonomy.scenarios}

    def place(self, town: str | None, trade: str | None, scenario: str | None) -> tuple[str, str, str]:
        """Town, trade, group."""
        return (
            town if town in self._towns else NOT_TOLD_CODE,
            self._trades.get(trade or "", NOT_TOLD_CODE),
            self._groups.get(scenario or "", NOT_TOLD_CODE),
        )


def _read(
    session: Transaction, codes: CodeTables, days: tuple[int, date], listed: list[str], doers: Mapping[tuple[str, str], int]
) -> FigureFacts:
    year, today = days
    since, until = start_of_day(date(year, 1, 1)), start_of_day(date(year + 1, 1, 1))
    calendar, coded = read_calendar(session), _Codes(codes)
    reached = sources.states_reached(session, since, until)
    introductions = sources.introduction_sources(session, since, until)
    outcomes = sources.outcome_sources(session, date(year, 1, 1), date(year, 12, 31))
    spoken_of = {each.need_id for each in introductions} | {each.need_id for each in outcomes}
    places = {key: coded.place(*stored) for key, stored in sources.places_of_needs(session, spoken_of).items()}
    fresh = sources.confirmed_since(session, start_of_day(months_later(today, -MONTHS_KEPT)))
    return FigureFacts(
        year=year,
        as_of=today,
        needs=tuple(_need(row, reached.get(row.id, set()), coded, calendar) for row in sources.need_sources(session, since, until)),
        introductions=tuple(_introduction(row, calendar) for row in introductions),
        outcomes=tuple(
            CountedOutcome(row.id, row.need_id, row.kind, row.happened_on, fen_of_wan(_LEAST_WAN.get(row.band or "", 0)))
            for row in outcomes
        ),
        gaps=tuple(
            CountedGap(key, day_in_shanghai(at), reason, *coded.place(town, trade, scenario))
            for key, at, reason, town, trade, scenario in sources.gap_sources(session, since, until)
        ),
        shown=sources.shown_by_month(session, year),
        listed={provider_id: provider_id in fresh for provider_id in listed},
        doers=doers,
        programmes=tuple(
            each.id for each in read_programmes(session) if each.standing(today) is None and each.facts.valid_until is not None
        ),
        need_places=places,
    )


def _need(row: sources.NeedSourceRow, states: set[str], codes: _Codes, calendar: WorkingCalendar) -> CountedNeed:
    made = day_in_shanghai(row.made_at)
    town, trade, group = codes.place(row.town, row.trade, row.scenario)
    return CountedNeed(
        id=row.id,
        number=f"XQ-{row.year}-{row.serial:04d}",
        made_on=made,
        town=town,
        trade=trade,
        group=group,
        scenario=row.scenario or "",
        furthest=max((_PLACES[state] for state in (*states, row.state) if state in _PLACES), default=0),
        left=row.state if row.state in _LEFT else "",
        contact_days=calendar.passed(made, day_in_shanghai(row.contacted_at)) if row.contacted_at else None,
    )


def _introduction(row: sources.IntroductionSourceRow, calendar: WorkingCalendar) -> CountedIntroduction:
    agreed = row.provider_at if row.manufacturer_accepted and row.provider_accepted else None
    return CountedIntroduction(
        id=row.id,
        need_id=row.need_id,
        provider_id=row.provider_id,
        proposed_on=day_in_shanghai(row.proposed_at),
        agreed_on=day_in_shanghai(agreed) if agreed else None,
        lapsed=row.state == "lapsed",
        answer_days=_days(row.asked_at, row.provider_at, calendar),
    )


def _days(asked: datetime | None, answered: datetime | None, calendar: WorkingCalendar) -> int | None:
    return calendar.passed(day_in_shanghai(asked), day_in_shanghai(answered)) if asked and answered else None
