"""对比: up to four providers side by side, on one A4."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.matching import Match, MatchList
from service.domain.providers import Provider, StoredCase
from service.domain.taxonomy import Taxonomy
from web.addresses.search_address import COMPARED_MOST, Asked
from web.parts.match_card import FIT_BADGES, FIT_WORDS, PoolBadge, offers_for, place_of, pool_badges, price_of, weeks_of
from web.parts.proof import Quote, quote_of
from web.parts.surroundings import Surroundings

_CASES_MOST = 2
_OFFERS_MOST = 3


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case: for whom and when, what came of it, and whether it is of the asker's trade."""

    source: str
    text: str
    peer: bool


@dataclass(frozen=True, slots=True)
class CompareColumn:
    """One provider. `fit` is empty when no need was given; `cases`: the asker's trade first."""

    name: str
    full_name: str
    href: str
    fit: str
    fit_badge: str
    quote: Quote | None
    offers: tuple[str, ...]
    price: str
    weeks: str
    delivery: str
    place: str
    staff: str
    pools: tuple[PoolBadge, ...]
    missing: tuple[str, ...]
    cases: tuple[CaseLine, ...] = ()
    remove_href: str = ""


@dataclass(frozen=True, slots=True)
class ComparePage:
    """`text`: the need they are compared for; empty when none was given."""

    template: ClassVar[str] = "pages/matching/compare.html"
    title: str
    text: str
    columns: tuple[CompareColumn, ...]
    gone: int
    most: int
    list_href: str
    printed_on: date


def compare_page(
    providers: Sequence[Provider], asked: Asked, answer: MatchList | None, around: Surroundings, *, gone: int = 0
) -> ComparePage:
    """The table. `gone`: how many of the asked providers are not listed any more."""
    matches = {match.provider.id: match for match in (*answer.matches, *answer.weak)} if answer else {}
    unmatched = "不在前列" if answer else ""
    trades = _trades(answer, around.taxonomy)
    columns = tuple(
        replace(
            _column(provider, matches.get(provider.id), around, unmatched),
            remove_href=compare_href(asked, [other for other in asked.compared if other != provider.id]),
            cases=_cases(provider.cases, trades),
        )
        for provider in providers
    )
    return ComparePage(
        title=f"对比 {len(columns)} 家服务商" if columns else "对比",
        text=asked.text,
        columns=columns,
        gone=gone,
        most=COMPARED_MOST,
        list_href=asked.href if asked.text else "/",
        printed_on=around.today,
    )


def compare_href(asked: Asked, provider_ids: Iterable[str]) -> str:
    """The address of a comparison."""
    state = [pair for pair in asked.pairs() if pair[0] in {"q", "s", "drop"}]
    return "/compare?" + urlencode([*(("p", provider_id) for provider_id in provider_ids), *state])


def _column(provider: Provider, match: Match | None, around: Surroundings, unmatched: str) -> CompareColumn:
    offers = offers_for(provider, [share.code for share in match.scenarios] if match else [])
    deliveries = dict.fromkeys(offer.content.delivery for offer in offers if offer.content.delivery)
    return CompareColumn(
        name=provider.display_name,
        full_name=provider.name,
        href=f"/providers/{provider.id}",
        fit=FIT_WORDS[match.fit] if match else unmatched,
        fit_badge=FIT_BADGES[match.fit] if match else "quiet",
        quote=quote_of(match.reasons[0]) if match and match.reasons else None,
        offers=tuple(offer.content.title for offer in offers[:_OFFERS_MOST]),
        price=price_of(offers),
        weeks=weeks_of(offers),
        delivery="、".join(deliveries) or "未写明",
        place=place_of(provider),
        staff=f"{provider.staff} 人" if provider.staff else "未填写",
        pools=pool_badges(provider, around.pool_names, around.today),
        missing=match.missing if match else (),
    )


def _trades(answer: MatchList | None, taxonomy: Taxonomy) -> frozenset[str]:
    if answer is None:
        return frozenset()
    codes = (taxonomy.related_industries(mention.code) for mention in answer.reading.text.industries)
    return frozenset(code for related in codes for code in related)


def _cases(cases: Sequence[StoredCase], trades: frozenset[str]) -> tuple[CaseLine, ...]:
    lines = [_case_line(case, peer=bool(trades & set(case.industry_codes))) for case in cases]
    return tuple(sorted(lines, key=lambda line: not line.peer)[:_CASES_MOST])


def _case_line(case: StoredCase, *, peer: bool) -> CaseLine:
    content = case.content
    source = " ".join(part for part in (str(content.year) if content.year else "", content.customer or content.industry or "") if part)
    return CaseLine(source or "客户未写明", content.outcome or content.summary, peer)
