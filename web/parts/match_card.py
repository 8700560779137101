"""One provider in a list of matches: fit in words, the quoted sentence, what it costs, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from service.domain.matching import Fit, Match, Reason
from service.domain.providers import Provider, StoredCapability
from web.addresses.search_address import COMPARED_MOST, Asked
from web.parts.surroundings import Surroundings
from web.text import chinese_date, price_band

FIT_WORDS = {Fit.STRONG: "很合适", Fit.POSSIBLE: "可能合适", Fit.WEAK: "沾边"}
FIT_BADGES = {Fit.STRONG: "accent", Fit.POSSIBLE: "plain", Fit.WEAK: "quiet"}
_QUOTES_MOST = 2


@dataclass(frozen=True, slots=True)
class PoolBadge:
    """A membership in force: 市级 第一批, with its document and dates as a title."""

    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Quote:
    """One reason with the provider's own sentence; `text` is empty when a reason has none. `source`: 能力「…」 or 案例 2023 …."""

    why: str
    text: str
    source: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MatchCard:
    """All a card shows. `quotes`: reasons with evidence, a peer's case first."""

    anchor: str
    rank: int
    name: str
    full_name: str
    href: str
    fit: str
    fit_badge: str
    covers_all: bool
    pools: tuple[PoolBadge, ...]
    quotes: tuple[Quote, ...]
    price: str
    weeks: str
    place: str
    missing: tuple[str, ...]
    compare_href: str
    compare_words: str
    compared: bool
    desk_href: str


def card_of(match: Match, asked: Asked, around: Surroundings) -> MatchCard:
    """The card of one match."""
    provider = match.provider
    offers = offers_for(provider, [share.code for share in match.scenarios])
    compared = provider.id in asked.compared
    full = len(asked.compared) >= COMPARED_MOST and not compared
    return MatchCard(
        anchor=provider.id,
        rank=match.rank,
        name=provider.display_name,
        full_name=provider.name,
        href=f"/providers/{provider.id}",
        fit=FIT_WORDS[match.fit],
        fit_badge=FIT_BADGES[match.fit],
        covers_all=match.covers_all,
        pools=pool_badges(provider, around.pool_names, around.today),
        quotes=tuple(quote_of(reason) for reason in match.reasons[:_QUOTES_MOST]),
        price=price_of(offers),
        weeks=weeks_of(offers),
        place=place_of(provider),
        missing=match.missing,
        compare_href="" if full else f"{asked.comparing(provider.id).href}#{provider.id}",
        compare_words=f"最多对比 {COMPARED_MOST} 家" if full else ("移出对比" if compared else "加入对比"),
        compared=compared,
        desk_href="/desk?" + urlencode([("p", provider.id), ("q", asked.text)]),
    )


def quote_of(reason: Reason) -> Quote:
    """A reason as a card shows it."""
    evidence = reason.evidence
    if evidence is None:
        return Quote(reason.text, "", "")
    if reason.kind == "capability":
        # The source names the capability already: 能力「…」; saying it twice would only fill the card.
        return Quote(evidence.source, evidence.text, "", evidence.marks)
    return Quote(reason.text, evidence.text, evidence.source, evidence.marks)


def pool_badges(provider: Provider, pool_names: Mapping[str, str], today: date) -> tuple[PoolBadge, ...]:
    """Memberships in force, with edition."""
    badges = []
    for membership in provider.memberships:
        if membership.counts_on(today):
            until = f"有效期至 {chinese_date(membership.valid_until)}" if membership.valid_until else "长期有效"
            name = pool_names.get(membership.pool, membership.pool)
            title = "，".join(part for part in (membership.category, membership.document_no, until) if part)
            badges.append(PoolBadge(" ".join(part for part in (name, membership.batch) if part), title))
    return tuple(badges)


def offers_for(provider: Provider, scenarios: list[str]) -> tuple[StoredCapability, ...]:
    """The capabilities tagged with one of the matched scenarios; all of them when none is."""
    wanted = set(scenarios)
    fitting = tuple(offer for offer in provider.capabilities if wanted & {tag.code for tag in offer.tags})
    return fitting or provider.capabilities


def price_of(offers: tuple[StoredCapability, ...]) -> str:
    """The price band over these offers."""
    lows = [offer.content.price_min_fen for offer in offers if offer.content.price_min_fen is not None]
    highs = [offer.content.price_max_fen for offer in offers if offer.content.price_max_fen is not None]
    return price_band(min(lows, default=None), max(highs, default=None))


def weeks_of(offers: tuple[StoredCapability, ...]) -> str:
    """The time to deliver over these offers."""
    weeks = [offer.content.weeks for offer in offers if offer.content.weeks is not None]
    if not weeks:
        return "周期面议"
    return f"约 {min(weeks)} 周" if min(weeks) == max(weeks) else f"约 {min(weeks)}–{max(weeks)} 周"


def place_of(provider: Provider) -> str:
    """City and town; a town of another city keeps its city before it."""
    city, town = provider.city or "", provider.town or ""
    return f"{city}{town}" if town else city or "所在地未填写"
