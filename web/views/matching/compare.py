"""对比: up to four providers by aspect, what differs first, on one A4."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.matching import MatchList
from service.domain.providers import Provider
from web.addresses.search_address import COMPARED_MOST, Asked
from web.parts.match_card import FIT_BADGES, FIT_WORDS, category_of, excluded_words, place_of, pool_badges, price_of, weeks_of
from web.parts.proof import GainLine, Quote, gain_of, no_peer_of, strongest_quote
from web.parts.surroundings import Surroundings
from web.views.matching.differences import Compared, differences_of

_CASES_MOST = 2
_OFFERS_MOST = 3
_OFF_TOPIC = "没有写明做过这件事，先问清楚"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one provider says of one aspect. `gain` stands before the words, `quote` after them; `quiet`: nothing was told."""

    words: str = ""
    badge: str = ""
    gain: GainLine | None = None
    quote: Quote | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect, a cell for each provider in their order."""

    title: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the providers say different things; alone, everything is worth a line."""
        return len(self.cells) < 2 or len(set(self.cells)) > 1


@dataclass(frozen=True, slots=True)
class CompareColumn:
    """One provider's head."""

    name: str
    full_name: str
    href: str
    remove_href: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """`text`: the need they are compared for; empty when none was given. `same`: aspects in which all agree, as title and words.

    `differences`: sentences; empty without a need and for one provider.
    """

    template: ClassVar[str] = "pages/matching/compare.html"
    title: str
    text: str
    columns: tuple[CompareColumn, ...]
    differences: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    same: tuple[tuple[str, str], ...]
    gone: int
    most: int
    list_href: str
    printed_on: date


def compare_page(
    providers: Sequence[Provider], asked: Asked, answer: MatchList | None, around: Surroundings, *, gone: int = 0
) -> ComparePage:
    """The page. `gone`: how many of the asked providers are not listed any more."""
    matches = {match.provider.id: match for match in (*answer.matches, *answer.weak)} if answer else {}
    compared = [Compared(provider, matches.get(provider.id)) for provider in providers]
    aspects = (
        [*_for_the_need(compared), *_in_general(compared, around)] if answer else [*_without_need(compared), *_in_general(compared, around)]
    )
    return ComparePage(
        title=f"对比 {len(compared)} 家服务商" if compared else "对比",
        text=asked.text,
        columns=tuple(
            CompareColumn(
                provider.display_name,
                provider.name,
                f"/providers/{provider.id}",
                compare_href(asked, [other for other in asked.compared if other != provider.id]),
            )
            for provider in providers
        ),
        differences=differences_of(compared) if answer and len(compared) > 1 else (),
        aspects=tuple(aspect for aspect in aspects if aspect.differs),
        same=tuple((aspect.title, aspect.cells[0].words) for aspect in aspects if not aspect.differs),
        gone=gone,
        most=COMPARED_MOST,
        list_href=asked.href if asked.text else "/",
        printed_on=around.today,
    )


def compare_href(asked: Asked, provider_ids: Iterable[str]) -> str:
    """The address of a comparison."""
    state = [pair for pair in asked.pairs() if pair[0] in {"q", "s", "drop"}]
    return "/compare?" + urlencode([*(("p", provider_id) for provider_id in provider_ids), *state])


def _for_the_need(compared: Sequence[Compared]) -> list[Aspect]:
    """What the need's own matter decides: price and weeks are those of the capability that matched."""
    excluded = tuple(_excludes(each) for each in compared)
    return [
        Aspect("合适程度", tuple(_fit(each) for each in compared)),
        Aspect("做成过什么", tuple(_proof(each) for each in compared)),
        Aspect("参考价", tuple(_told(price_of(each.offers)) if each.offers else _nothing("没写这件事的价格") for each in compared)),
        Aspect("周期", tuple(_told(weeks_of(each.offers)) if each.offers else _nothing("没写这件事的周期") for each in compared)),
        Aspect("未见", tuple(_missing(each) for each in compared)),
        *([Aspect("写明不做", excluded)] if not all(cell.quiet for cell in excluded) else []),
    ]


def _without_need(compared: Sequence[Compared]) -> list[Aspect]:
    firms = [each.provider for each in compared]
    return [
        Aspect("能做什么", tuple(_listed([offer.content.title for offer in firm.capabilities[:_OFFERS_MOST]]) for firm in firms)),
        Aspect(
            "做过的案例", tuple(_listed([_case_words(firm, place) for place in range(min(_CASES_MOST, len(firm.cases)))]) for firm in firms)
        ),
        Aspect("参考价", tuple(_told(price_of(firm.capabilities)) for firm in firms)),
        Aspect("周期", tuple(_told(weeks_of(firm.capabilities)) for firm in firms)),
    ]


def _in_general(compared: Sequence[Compared], around: Surroundings) -> list[Aspect]:
    firms = [each.provider for each in compared]
    return [
        Aspect("怎么交付", tuple(_listed(dict.fromkeys(_deliveries(each))) for each in compared)),
        Aspect("类别", tuple(_told(category_of(firm, around.today)) for firm in firms)),
        Aspect("人数", tuple(_told(f"{firm.staff} 人" if firm.staff else "") for firm in firms)),
        Aspect("在哪里", tuple(_told(place_of(firm)) for firm in firms)),
        Aspect("哪个池", tuple(_listed([pool.label for pool in pool_badges(firm, around.pool_names, around.today)]) for firm in firms)),
    ]


def _deliveries(each: Compared) -> list[str]:
    return [offer.content.delivery for offer in each.offers or each.provider.capabilities if offer.content.delivery]


def _fit(each: Compared) -> Cell:
    return Cell(FIT_WORDS[each.match.fit], FIT_BADGES[each.match.fit]) if each.match else Cell("不在前列", "quiet")


def _proof(each: Compared) -> Cell:
    if each.match is None or not each.on_topic:
        return _nothing("没有找到对得上的原文")
    quote = strongest_quote(each.match)
    gain, words = gain_of(each.match.peer, quote), no_peer_of(each.match)
    return Cell(words, gain=gain, quote=quote) if gain or words or quote else _nothing("没有写案例")


def _missing(each: Compared) -> Cell:
    if each.match is None or not each.on_topic:
        return Cell("；".join([_OFF_TOPIC, *(each.match.missing if each.match else ())]))
    return Cell("；".join(each.match.missing)) if each.match.missing else _nothing("没有明显缺项")


def _excludes(each: Compared) -> Cell:
    found = excluded_words(each.match.excludes) if each.match else ()
    return Cell("；".join(found)) if found else _nothing("没有写")


def _case_words(firm: Provider, place: int) -> str:
    content = firm.cases[place].content
    source = " ".join(part for part in (str(content.year) if content.year else "", content.customer or content.industry or "") if part)
    return f"{source or '客户未写明'}：{content.outcome or content.summary}"


def _told(words: str) -> Cell:
    return Cell(words) if words else _nothing("没有写")


def _listed(words: Iterable[str]) -> Cell:
    return _told("、".join(words))


def _nothing(words: str) -> Cell:
    return Cell(words, quiet=True)
