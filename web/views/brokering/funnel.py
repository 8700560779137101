"""漏斗: every number a link to its needs, every figure with its definition."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.calendar import day_in_shanghai
from service.domain.funnel import DAYS_DEFINITION, DIMENSION_WORDS, FIGURES, FunnelDimension
from service.domain.need_steps import CLOSED, EXITS, FUNNEL, STATE_WORDS
from service.domain.taxonomy import Taxonomy
from service.errors import PlatformError
from service.flows.brokering.count_funnel import FUNNEL_ROWS_MOST, Funnel, FunnelAsked, FunnelRows

_COLUMNS = ("all", "reached-recommended", "reached-met", "reached-signed", "reached-accepted", "now-none_suitable", "late")
"""Figures that stand in the columns of a table of groups."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number with the address of its rows; `title`: its definition."""

    value: int
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of the way. `share`: of all needs, in per cent; `days`: empty when none reached it; `late`: None where nothing can be."""

    word: str
    reached: Number
    share: int
    days: str
    now: Number
    late: Number | None


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """One town, trade or scenario."""

    name: str
    href: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class FiguresSection:
    """`heads`: names of the columns of groups. `definitions`: (name, definition) of what stands on the page."""

    asked: FunnelAsked
    totals: tuple[tuple[str, Number], ...]
    stages: tuple[StageLine, ...]
    exits: tuple[tuple[str, Number], ...]
    by_word: str
    dimensions: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    groups: tuple[FunnelGroup, ...]
    definitions: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str], ...]
    industries: tuple[tuple[str, str], ...]
    scenarios: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NeedRowLine:
    """One need behind a figure."""

    href: str
    number: str
    firm: str
    town: str
    text: str
    state: str
    made_on: date


@dataclass(frozen=True, slots=True)
class RowsSection:
    """The needs behind one figure, at most `most` of `total`."""

    definition: str
    narrowed: str
    back_href: str
    total: int
    most: int
    lines: tuple[NeedRowLine, ...]


@dataclass(frozen=True, slots=True)
class FunnelPage:
    """All figures of a period, or one figure with its needs."""

    template: ClassVar[str] = "pages/brokering/funnel.html"
    title: str
    first: date
    last: date
    figures: FiguresSection | None = None
    rows: RowsSection | None = None
    sentence: str = ""

    def refused(self, error: PlatformError) -> "FunnelPage":
        """This, with why something else was not counted."""
        return replace(self, sentence=error.message)


def funnel_page(found: Funnel, asked: FunnelAsked, taxonomy: Taxonomy) -> FunnelPage:
    """All figures of one period."""
    names = _names(taxonomy)
    whole = found.figures["all"]

    def number(figure: str, figures: Mapping[str, int] = found.figures, narrowed: FunnelAsked = asked) -> Number:
        return Number(figures[figure], _href(narrowed, figure), FIGURES[figure].definition)

    stages = tuple(
        StageLine(
            STATE_WORDS[state],
            number(f"reached-{state}"),
            round(100 * found.figures[f"reached-{state}"] / whole) if whole else 0,
            _days(found.days[state]),
            number(f"now-{state}"),
            None if state in CLOSED else number(f"late-{state}"),
        )
        for state in FUNNEL
    )
    groups = []
    for code, figures in found.groups.items():
        narrowed = replace(asked, **{found.by: code})
        numbers = tuple(Number(figures[each], _href(narrowed, each) if code else "", FIGURES[each].definition) for each in _COLUMNS)
        groups.append(FunnelGroup(names[found.by].get(code, "没有写明"), _href(narrowed) if code else "", numbers))
    shown = ("all", "open", "late", "contact_due", "contacted")
    told = [FIGURES[name] for name in (*shown, f"reached-{FUNNEL[3]}", f"now-{FUNNEL[3]}", f"late-{FUNNEL[3]}", "now-none_suitable")]
    section = FiguresSection(
        asked=asked,
        totals=tuple((FIGURES[name].name, number(name)) for name in shown),
        stages=stages,
        exits=tuple((STATE_WORDS[state], number(f"now-{state}")) for state in EXITS.values()),
        by_word=DIMENSION_WORDS[found.by],
        dimensions=tuple((each.value, words) for each, words in DIMENSION_WORDS.items()),
        heads=(DIMENSION_WORDS[found.by], *(FIGURES[each].name for each in _COLUMNS)),
        groups=tuple(groups),
        definitions=(*((figure.name, figure.definition) for figure in told), ("天数", DAYS_DEFINITION)),
        towns=tuple(names[FunnelDimension.TOWN].items()),
        industries=tuple(names[FunnelDimension.INDUSTRY].items()),
        scenarios=tuple(names[FunnelDimension.SCENARIO].items()),
    )
    return FunnelPage("对接漏斗", found.first, found.last, figures=section)


def rows_page(found: FunnelRows, asked: FunnelAsked, taxonomy: Taxonomy) -> FunnelPage:
    """The needs behind one figure."""
    names = _names(taxonomy)
    chosen = ((FunnelDimension.TOWN, asked.town), (FunnelDimension.INDUSTRY, asked.industry), (FunnelDimension.SCENARIO, asked.scenario))
    towns = names[FunnelDimension.TOWN]
    lines = tuple(
        NeedRowLine(
            f"/workbench/needs/{need.id}", need.number, need.firm, towns.get(need.town, ""), need.text, STATE_WORDS[need.state],
            day_in_shanghai(need.made_at),
        )
        for need in found.needs
    )  # fmt: skip
    section = RowsSection(
        definition=found.figure.definition,
        narrowed="、".join(names[by].get(code, code) for by, code in chosen if code),
        back_href=_href(asked),
        total=found.total,
        most=FUNNEL_ROWS_MOST,
        lines=lines,
    )
    return FunnelPage(found.figure.name, found.first, found.last, rows=section)


def _names(taxonomy: Taxonomy) -> dict[FunnelDimension, dict[str, str]]:
    return {
        FunnelDimension.TOWN: {town.code: town.name for town in taxonomy.towns},
        FunnelDimension.INDUSTRY: {each.code: each.name for each in taxonomy.industries},
        FunnelDimension.SCENARIO: {code: each.name for code, each in taxonomy.scenario_by_code.items()},
    }


def _days(days: float | None) -> str:
    return "" if days is None else f"{days:g} 天"


def _href(asked: FunnelAsked, figure: str = "") -> str:
    told = (
        ("first", asked.first),
        ("last", asked.last),
        ("town", asked.town),
        ("industry", asked.industry),
        ("scenario", asked.scenario),
        ("by", "" if asked.by == FunnelDimension.TOWN else asked.by),
        ("figure", figure),
    )
    query = urlencode([(name, value) for name, value in told if value])
    return f"/workbench/funnel?{query}" if query else "/workbench/funnel"
