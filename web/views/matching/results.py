"""匹配结果: who can do it and why, first; then whether it was understood. One page state for each verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.matching import Fit, Match, MatchList
from service.domain.reading import NeedReading
from service.domain.taxonomy import Taxonomy
from service.domain.verdicts import Verdict
from web.addresses.search_address import NEED_MOST_CHARACTERS, SHOWN_FIRST, SHOWN_MOST, Asked
from web.parts.examples import EXAMPLES, Example
from web.parts.match_card import MatchCard, card_of
from web.parts.programme_lines import ProgrammesBeside
from web.parts.surroundings import Surroundings
from web.views.matching.compare import compare_href
from web.views.matching.facets import Facet, FacetLink, facets_of, narrowed_of
from web.views.matching.plan import Plan, plan_of
from web.views.matching.understood import Option, Understood, scenario_options, understood_of

_LEADING = 3
"""Cards before the question 更像哪一种 and the folds: what a person reads before giving up."""
_ASKS_ON = frozenset({Verdict.GAP, Verdict.REFUSAL, Verdict.TOO_LITTLE})
"""Here the scenarios are the way on."""
_BESIDE_QUESTION = 2
"""Scenarios offered below an answer that is about something else: policy, the pools, a need of another kind."""
_NEAREST_SHOWN = 3
"""Of those that only touch the need, when nobody fits: enough to see why, too few to look like an answer."""


@dataclass(frozen=True, slots=True)
class Tray:
    """Providers put aside for comparing."""

    names: tuple[str, ...]
    compare_href: str
    clear_href: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What one click hands to the desk's count: codes only, never words of the need."""

    reason: str
    scenario: str
    topic: str
    industry: str
    town: str
    back: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """A need the pools do not serve: what it is about and where to turn."""

    name: str
    turn_to: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`state`: `blank`, `unreadable`, `found`, `plan`, or the verdict's own: `named`, `gap`, `foreign`, `policy`, `pools`, `desk` …

    `cards`: the first three; `more`: further ones, folded; `weak`: those that only touch the need, folded, or the nearest when nobody fits.
    `fits`: 1 家很合适，2 家可能合适. `nearest`: scenarios to search by instead, one tap each. `longer`: more was asked for.
    """

    template: ClassVar[str] = "pages/matching/results.html"
    title: str
    state: str
    text: str
    longest: int
    desk_href: str
    examples: tuple[Example, ...] = ()
    problem: str = ""
    personal_removed: bool = False
    keep: tuple[tuple[str, str], ...] = ()
    understood: Understood | None = None
    cards: tuple[MatchCard, ...] = ()
    more: tuple[MatchCard, ...] = ()
    weak: tuple[MatchCard, ...] = ()
    total: int = 0
    fits: str = ""
    weak_total: int = 0
    more_href: str = ""
    weak_href: str = ""
    longer: bool = False
    facets: tuple[Facet, ...] = ()
    narrowed: tuple[FacetLink, ...] = ()
    tray: Tray | None = None
    plan: Plan | None = None
    nearest: tuple[Option, ...] = ()
    foreign: Foreign | None = None
    gap: Gap | None = None
    engine_note: str = ""
    programmes: ProgrammesBeside | None = None
    as_of: datetime | None = None
    printed_on: date | None = None


def blank_page(asked: Asked) -> SearchPage:
    """The page when there is nothing to search for."""
    return SearchPage("找服务商", "blank", "", NEED_MOST_CHARACTERS, _desk_href(asked), EXAMPLES)


def unreadable_page(asked: Asked, problem: str) -> SearchPage:
    """The page when the text could not be read; `problem` says why and what to do."""
    longest = max(NEED_MOST_CHARACTERS, len(asked.text))
    return SearchPage("没有读懂这句话", "unreadable", asked.text, longest, _desk_href(asked), problem=problem)


def search_page(
    answer: MatchList,
    asked: Asked,
    around: Surroundings,
    *,
    aside: Sequence[tuple[str, str]] = (),
    programmes: ProgrammesBeside | None = None,
) -> SearchPage:
    """The page of an answer; `aside`: (id, name) of the providers put aside for comparing that are still listed.

    `programmes`: how those in force bear on what was read.
    """
    asked = replace(asked, compared=tuple(provider_id for provider_id, _ in aside))
    reading, taxonomy = answer.reading, around.taxonomy
    plan = plan_of(answer, asked, around)
    state = _state(answer, plan)
    matches = [match for match in answer.matches if match.named] if state == Verdict.NAMED else answer.matches
    cards = tuple(card_of(match, asked, around) for match in matches)
    shows_firms = state in {Verdict.FOUND, "plan", Verdict.NAMED}
    refused = {mention.code for mention in reading.text.refused} | {code for refusal in reading.text.refusals for code in refusal.codes}
    nearest = tuple(share.code for share in answer.nearest if share.code not in refused)[: None if state in _ASKS_ON else _BESIDE_QUESTION]
    return SearchPage(
        title=_title(state, answer, cards, plan),
        state=state,
        text=asked.text,
        longest=max(NEED_MOST_CHARACTERS, len(asked.text)),
        desk_href=_desk_href(asked),
        programmes=programmes,
        keep=asked.narrowed,
        understood=understood_of(reading, asked, taxonomy),
        cards=cards[:_LEADING],
        more=cards[_LEADING:],
        weak=tuple(card_of(match, asked, around) for match in _weak(answer, state)),
        total=answer.total,
        fits=_fits(answer),
        weak_total=answer.weak_total,
        more_href=asked.showing_more().href if answer.total > len(cards) and asked.shown < SHOWN_MOST and shows_firms else "",
        longer=asked.shown > SHOWN_FIRST,
        weak_href=replace(asked, shown=SHOWN_MOST).href if asked.shown < SHOWN_MOST else "",
        facets=facets_of(answer.facets, asked, around) if state == Verdict.FOUND else (),
        narrowed=narrowed_of(answer.facets, asked, around),
        tray=_tray(asked, aside),
        plan=plan,
        nearest=scenario_options(nearest, asked, taxonomy),
        foreign=_foreign(reading, taxonomy),
        gap=_gap(reading, asked, state) if state in {Verdict.GAP, Verdict.FOREIGN} else None,
        engine_note=answer.engine_note or "",
        as_of=around.as_of,
        printed_on=around.today,
    )


def _state(answer: MatchList, plan: Plan | None) -> str:
    if answer.verdict is Verdict.FOUND and plan is not None:
        return "plan"
    return answer.verdict.value


def _title(state: str, answer: MatchList, cards: Sequence[MatchCard], plan: Plan | None) -> str:
    if plan is not None and state == "plan":
        return f"您说了{'零一两三四'[len(plan.jobs)]}件事"
    titles = {
        Verdict.FOUND: f"找到 {answer.total} 家",
        Verdict.NAMED: f"您找的是{'这家' if len(cards) == 1 else f'这 {len(cards)} 家'}",
        Verdict.GAP: "池内暂无把握大的服务商",
        Verdict.FOREIGN: "这件事不在本池服务范围",
        Verdict.POLICY: "您问的是政策，不是找服务商",
        Verdict.POOLS: "您问的是资源池本身",
        Verdict.DESK: "这个要请人来答",
        Verdict.REFUSAL: "您说了不要什么，还没说要什么",
        Verdict.TOO_LITTLE: "再多说一句就能找",
    }
    return titles[Verdict(state)]


def _weak(answer: MatchList, state: str) -> Sequence[Match]:
    """Beside a list all that were read, when nobody fits the nearest few; none beside a firm called by name or a question."""
    if state in {Verdict.FOUND, "plan"}:
        return answer.weak
    return answer.weak[:_NEAREST_SHOWN] if state == Verdict.GAP else ()


def _fits(answer: MatchList) -> str:
    """How many of each fit; empty when only a part of the list was read."""
    if answer.total != len(answer.matches):
        return ""
    strong = sum(match.fit is Fit.STRONG for match in answer.matches)
    counts = ((strong, "很合适"), (answer.total - strong, "可能合适"))
    return "，".join(f"{number} 家{word}" for number, word in counts if number)


def _desk_href(asked: Asked) -> str:
    return "/desk?" + urlencode([("q", asked.text)]) if asked.text else "/desk"


def _foreign(reading: NeedReading, taxonomy: Taxonomy) -> Foreign | None:
    topic = taxonomy.topic_by_code.get(reading.out_of_scope or "")
    return Foreign(topic.name, topic.turn_to) if topic else None


def _gap(reading: NeedReading, asked: Asked, state: str) -> Gap:
    towns = [limit.code or "" for limit in reading.text.limits if limit.kind.value == "town"]
    foreign = state == Verdict.FOREIGN
    return Gap(
        reason="foreign" if foreign else "nobody",
        scenario=reading.scenarios[0].code if reading.scenarios and not foreign else "",
        topic=reading.out_of_scope or "",
        industry=reading.text.industries[0].code if reading.text.industries else "",
        town=towns[0] if towns else "",
        back=asked.href,
    )


def _tray(asked: Asked, aside: Sequence[tuple[str, str]]) -> Tray | None:
    if not aside:
        return None
    return Tray(
        tuple(name for _, name in aside),
        compare_href(asked, [provider_id for provider_id, _ in aside]),
        replace(asked, compared=()).href,
    )
