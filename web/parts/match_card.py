"""The card of one provider in a list of matches: what it is, its proof, its price, what it does not do, what is missing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from urllib.parse import urlencode

from service.domain.evidence import GRADE_WORDS
from service.domain.matching import Exclusion, Fit, Match
from service.domain.providers import Provider, StoredCapability
from web.addresses.search_address import COMPARED_MOST, Asked
from web.parts.proof import GainLine, Quote, gain_of, no_peer_of, strongest_quote
from web.parts.surroundings import Surroundings
from web.text import chinese_date, clipped, price_band

FIT_WORDS = {Fit.STRONG: "很合适", Fit.POSSIBLE: "可能合适", Fit.WEAK: "沾边"}
FIT_BADGES = {Fit.STRONG: "accent", Fit.POSSIBLE: "plain", Fit.WEAK: "quiet"}
_EXCLUDES_MOST = 4
_WHAT_MOST = 24
_SAYS_NOT_DONE = re.compile(r"^[也还]?(?:我们)?不做(?=.{2})|(?<=.{2})(?:本身)?(?:我们)?(?:也|都)?不做$")
_BEING = re.compile(r"^(?:是一家|是)")
_SENTENCE_ENDS = re.compile(r"[。！？!?；;：\n]")


@dataclass(frozen=True, slots=True)
class PoolBadge:
    """A membership that is valid today. `label`: 市级 第一批. `title`: its category, document number and last day, shown on hover."""

    label: str
    title: str


@dataclass(frozen=True, slots=True)
class MatchCard:
    """All that a card shows.

    `what`: the first words of the provider's summary. `excludes`: what the provider says it does not do.
    `gain`: the figure before and after. `no_peer`: the words shown instead when no case is of the asker's trade.
    `grade`: what backs it, in words. `missing`: what the provider's texts do not show, such as 未见注塑行业案例.
    `short_of`: one line that tells why the provider fits the need only weakly (沾边).
    """

    anchor: str
    rank: int
    name: str
    full_name: str
    href: str
    fit: str
    fit_badge: str
    covers_all: bool
    named: bool
    category: str
    what: str
    pools: tuple[str, ...]
    gain: GainLine | None
    no_peer: str
    quote: Quote | None
    price: str
    weeks: str
    place: str
    excludes: tuple[str, ...]
    missing: tuple[str, ...]
    grade: str
    short_of: str
    compare_href: str
    compare_words: str
    compared: bool
    desk_href: str


def card_of(match: Match, asked: Asked, around: Surroundings) -> MatchCard:
    """The card of one match."""
    provider = match.provider
    offers = offers_of(match)
    compared = provider.id in asked.compared
    full = len(asked.compared) >= COMPARED_MOST and not compared
    quote = strongest_quote(match)
    return MatchCard(
        anchor=provider.id,
        rank=match.rank,
        name=provider.display_name,
        full_name=provider.name,
        href=f"/providers/{provider.id}",
        fit=FIT_WORDS[match.fit],
        fit_badge=FIT_BADGES[match.fit],
        covers_all=match.covers_all,
        named=match.named,
        category=category_of(provider, around.today),
        what=what_of(provider),
        pools=tuple(around.pool_names.get(pool, pool) for pool in dict.fromkeys(provider.pools_on(around.today))),
        gain=gain_of(match.peer, quote),
        no_peer=no_peer_of(match),
        quote=quote,
        price=price_of(offers),
        weeks=weeks_of(offers),
        place=place_of(provider),
        excludes=excluded_words(match.excludes[:_EXCLUDES_MOST]),
        missing=match.missing,
        grade=grade_of(match),
        short_of=short_of(match),
        compare_href="" if full else f"{asked.comparing(provider.id).href}#{provider.id}",
        compare_words=f"最多对比 {COMPARED_MOST} 家" if full else ("移出对比" if compared else "加入对比"),
        compared=compared,
        desk_href="/desk?" + urlencode([("p", provider.id), ("q", asked.text)]),
    )


def grade_of(match: Match) -> str:
    """What backs the match: the grade of the leading case, else of the capability that matched. Empty when neither leads."""
    if match.peer:
        return GRADE_WORDS[match.peer.case.grade]
    return GRADE_WORDS[match.offer.grade] if match.offer else ""


def short_of(match: Match) -> str:
    """One line that tells why a firm fits the need only weakly (沾边).

    When the firm says that it does not do what the need asks for, the line says so.
    Otherwise it names the nearest thing that the firm does, and what is missing.
    """
    meant = {share.code for share in match.scenarios}
    refused = excluded_words(each for each in match.excludes if meant & set(each.codes))
    if refused:
        return f"写明不做：{'；'.join(refused)}"
    nearest = f"能力「{match.offer.content.title}」" if match.offer else what_of(match.provider)
    return "；".join(part for part in (nearest, *match.missing) if part)


def excluded_words(exclusions: Iterable[Exclusion]) -> tuple[str, ...]:
    """What a provider does not do, for a line that begins with 不做. The word 不做 is removed from each text, or it would stand twice."""
    return tuple(_SAYS_NOT_DONE.sub("", exclusion.text).removeprefix("也") for exclusion in exclusions)


def category_of(provider: Provider, today: date) -> str:
    """The provider's category, such as 解决方案服务商. It comes from the first membership that is valid today and has a category."""
    found = (membership.category for membership in provider.memberships if membership.counts_on(today) and membership.category)
    return next(found, "")


def what_of(provider: Provider) -> str:
    """The first sentence of the provider's summary, without its name. Empty without a summary.

    A sentence of more than 24 characters is cut at a comma ，. Without such a comma it is shortened and ends in ….
    It is not cut at 、, the mark between parts of a list. 做冲压, cut from 做冲压、端子、五金件的计数, would describe another firm.
    """
    first = _SENTENCE_ENDS.split((provider.summary or "").strip(), maxsplit=1)[0]
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(first, provider.short_name or "", strict=False))
    called = sum(1 for _ in shared)
    first = _BEING.sub("", first[called:]) if called > 1 else first
    if len(first) <= _WHAT_MOST:
        return first
    at = first.rfind("，", 6, _WHAT_MOST + 1)
    return first[:at] if at > 0 else clipped(first, _WHAT_MOST)


def pool_badges(provider: Provider, pool_names: Mapping[str, str], today: date) -> tuple[PoolBadge, ...]:
    """A badge for each membership that is valid today, with its edition (批次)."""
    badges = []
    for membership in provider.memberships:
        if membership.counts_on(today):
            until = f"有效期至 {chinese_date(membership.valid_until)}" if membership.valid_until else "长期有效"
            name = pool_names.get(membership.pool, membership.pool)
            title = "，".join(part for part in (membership.category, membership.document_no, until) if part)
            badges.append(PoolBadge(" ".join(part for part in (name, membership.batch) if part), title))
    return tuple(badges)


def offers_of(match: Match) -> tuple[StoredCapability, ...]:
    """The capability that matched. When only a case or a name matched, the capabilities in the matched scenarios."""
    return (match.offer,) if match.offer is not None else offers_for(match.provider, [share.code for share in match.scenarios])


def offers_for(provider: Provider, scenarios: list[str]) -> tuple[StoredCapability, ...]:
    """The capabilities that are tagged with one of `scenarios` (codes). When there is none, all capabilities."""
    wanted = set(scenarios)
    fitting = tuple(offer for offer in provider.capabilities if wanted & {tag.code for tag in offer.tags})
    return fitting or provider.capabilities


def price_of(offers: Sequence[StoredCapability]) -> str:
    """One price band for these offers, from the lowest price to the highest."""
    lows = [offer.content.price_min_fen for offer in offers if offer.content.price_min_fen is not None]
    highs = [offer.content.price_max_fen for offer in offers if offer.content.price_max_fen is not None]
    return price_band(min(lows, default=None), max(highs, default=None))


def weeks_of(offers: Sequence[StoredCapability]) -> str:
    """The time to deliver, from the shortest of these offers to the longest: 约 4–8 周."""
    weeks = [offer.content.weeks for offer in offers if offer.content.weeks is not None]
    if not weeks:
        return "周期面议"
    return f"约 {min(weeks)} 周" if min(weeks) == max(weeks) else f"约 {min(weeks)}–{max(weeks)} 周"


def place_of(provider: Provider) -> str:
    """City and town as one text. When neither is known, 所在地未填写."""
    city, town = provider.city or "", provider.town or ""
    return f"{city}{town}" if town else city or "所在地未填写"
