"""匹配结果: did it understand, who can do it, why; and 没有把握, when nobody can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.matching import FacetValue, MatchList
from service.domain.reading import NeedReading
from service.domain.taxonomy import Taxonomy
from web.addresses.search_address import NEED_MOST_CHARACTERS, SHOWN_MOST, Asked
from web.parts.match_card import MatchCard, card_of
from web.parts.surroundings import Surroundings
from web.views.matching.compare import compare_href
from web.views.matching.understood import Understood, understood_of

_FACET_TITLES = (
    ("industry", "行业"),
    ("group", "场景大类"),
    ("pool", "资源池"),
    ("town", "镇街"),
    ("delivery", "交付方式"),
    ("price", "价格"),
)
_FACET_FIRST = 6
_NEAREST_SHOWN = 3
"""Of those that only touch the need, when nobody fits: enough to see why, too few to look like an answer."""
_PRICES_WAN = (5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value: how many it leaves, and the address that sets or lifts it."""

    label: str
    count: int | None
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow. `rest`: values folded away."""

    title: str
    first: tuple[FacetLink, ...]
    rest: tuple[FacetLink, ...]


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
    """`state`: `blank` (nothing asked), `unreadable`, `foreign`, `nobody`, `found`."""

    template: ClassVar[str] = "pages/matching/results.html"
    title: str
    state: str
    text: str
    longest: int
    desk_href: str
    problem: str = ""
    personal_removed: bool = False
    keep: tuple[tuple[str, str], ...] = ()
    understood: Understood | None = None
    cards: tuple[MatchCard, ...] = ()
    weak: tuple[MatchCard, ...] = ()
    total: int = 0
    weak_total: int = 0
    more_href: str = ""
    facets: tuple[Facet, ...] = ()
    narrowed: tuple[FacetLink, ...] = ()
    tray: Tray | None = None
    foreign: Foreign | None = None
    gap: Gap | None = None
    engine_note: str = ""
    as_of: datetime | None = None


def blank_page(asked: Asked) -> SearchPage:
    """The page when there is nothing to search for."""
    return SearchPage("找服务商", "blank", "", NEED_MOST_CHARACTERS, _desk_href(asked))


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
    personal_removed: bool = False,
) -> SearchPage:
    """The page of an answer; `aside`: (id, name) of the providers put aside for comparing that are still listed."""
    asked = replace(asked, compared=tuple(provider_id for provider_id, _ in aside))
    reading = answer.reading
    foreign = _foreign(reading, around.taxonomy)
    state = "found" if answer.confident else ("foreign" if foreign else "nobody")
    facets = {**answer.facets, "pool": _pool_values(answer.facets.get("pool", ()), around)}
    cards = tuple(card_of(match, asked, around) for match in answer.matches)
    return SearchPage(
        title=_title(state, answer.total),
        state=state,
        text=asked.text,
        longest=max(NEED_MOST_CHARACTERS, len(asked.text)),
        desk_href=_desk_href(asked),
        personal_removed=personal_removed,
        keep=asked.narrowed,
        understood=understood_of(reading, asked, around.taxonomy),
        cards=cards,
        weak=tuple(card_of(match, asked, around) for match in (answer.weak if answer.confident else answer.weak[:_NEAREST_SHOWN])),
        total=answer.total,
        weak_total=answer.weak_total,
        more_href=asked.showing_more().href if answer.total > len(cards) and asked.shown < SHOWN_MOST else "",
        facets=_facets(facets, asked),
        narrowed=_narrowed(facets, asked, around),
        tray=_tray(asked, aside),
        foreign=foreign if state == "foreign" else None,
        gap=None if state == "found" else _gap(reading, asked, foreign=state == "foreign"),
        engine_note=answer.engine_note or "",
        as_of=around.as_of,
    )


def _title(state: str, total: int) -> str:
    if state == "found":
        return f"找到 {total} 家服务商"
    return "这件事不在本池服务范围" if state == "foreign" else "池内暂无把握大的服务商"


def _desk_href(asked: Asked) -> str:
    return "/desk?" + urlencode([("q", asked.text)]) if asked.text else "/desk"


def _foreign(reading: NeedReading, taxonomy: Taxonomy) -> Foreign | None:
    topic = taxonomy.topic_by_code.get(reading.out_of_scope or "")
    return Foreign(topic.name, topic.turn_to) if topic else None


def _gap(reading: NeedReading, asked: Asked, *, foreign: bool) -> Gap:
    towns = [limit.code or "" for limit in reading.text.limits if limit.kind.value == "town"]
    return Gap(
        reason="foreign" if foreign else "nobody",
        scenario=reading.scenarios[0].code if reading.scenarios and not foreign else "",
        topic=reading.out_of_scope or "",
        industry=reading.text.industries[0].code if reading.text.industries else "",
        town=towns[0] if towns else "",
        back=asked.href,
    )


def _facets(found: Mapping[str, tuple[FacetValue, ...]], asked: Asked) -> tuple[Facet, ...]:
    facets = []
    chosen = dict(asked.narrowed)
    for name, title in _FACET_TITLES:
        links = [_facet_link(name, value, asked, chosen.get(name)) for value in found.get(name, ())]
        if name == "price":
            links = [_price_link(wan, asked, chosen.get(name)) for wan in _PRICES_WAN]
        if len(links) > 1 or (links and name in chosen):
            facets.append(Facet(title, tuple(links[:_FACET_FIRST]), tuple(links[_FACET_FIRST:])))
    return tuple(facets)


def _pool_values(found: tuple[FacetValue, ...], around: Surroundings) -> tuple[FacetValue, ...]:
    """Pools by the names they have today."""
    return tuple(replace(value, label=around.pool_names.get(value.value, value.label)) for value in found)


def _facet_link(name: str, value: FacetValue, asked: Asked, chosen: str | None) -> FacetLink:
    is_chosen = value.value == chosen
    return FacetLink(value.label, value.count, asked.narrowing(name, None if is_chosen else value.value).href, is_chosen)


def _price_link(wan: int, asked: Asked, chosen: str | None) -> FacetLink:
    is_chosen = str(wan) == chosen
    return FacetLink(f"{wan} 万元以内", None, asked.narrowing("price", None if is_chosen else str(wan)).href, is_chosen)


def _narrowed(found: Mapping[str, tuple[FacetValue, ...]], asked: Asked, around: Surroundings) -> tuple[FacetLink, ...]:
    titles = dict(_FACET_TITLES)
    links = []
    for name, value in asked.narrowed:
        label = next((entry.label for entry in found.get(name, ()) if entry.value == value), _label_of(name, value, around))
        links.append(FacetLink(f"{titles[name]}：{label}", None, asked.narrowing(name, None).href, chosen=True))
    return tuple(links)


def _label_of(name: str, value: str, around: Surroundings) -> str:
    """The words of a filter value that no facet names, because it leaves nobody."""
    taxonomy = around.taxonomy
    if name == "price":
        return f"{value} 万元以内"
    names = {
        "industry": {entry.code: entry.name for entry in taxonomy.industries},
        "group": {entry.code: entry.name for entry in taxonomy.groups},
        "town": {entry.code: entry.name for entry in taxonomy.towns},
        "pool": dict(around.pool_names),
    }
    return names.get(name, {}).get(value, value)


def _tray(asked: Asked, aside: Sequence[tuple[str, str]]) -> Tray | None:
    if not aside:
        return None
    return Tray(
        tuple(name for _, name in aside),
        compare_href(asked, [provider_id for provider_id, _ in aside]),
        replace(asked, compared=()).href,
    )
