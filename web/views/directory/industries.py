"""行业: my trade, what is done in it, by whom, for which shop like mine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.calendar import day_in_shanghai
from service.domain.taxonomy import Cluster
from service.flows.directory.browse_industries import IndustryDetail, IndustryLine, IndustryList
from web.parts.cards import CaseCard, ProviderCard, case_card, provider_card

_SLANG_MOST = 5
_SLANG_OF_ONE = 12


@dataclass(frozen=True, slots=True)
class IndustryEntry:
    """A trade in a list."""

    code: str
    name: str
    href: str
    slang: tuple[str, ...]
    providers: int
    providers_href: str
    cases: int
    cases_href: str


@dataclass(frozen=True, slots=True)
class IndustriesPage:
    """Trades that somebody serves, and `unserved` ones. `any_trade`: public providers that name no trade; `text`: what was looked for."""

    template: ClassVar[str] = "pages/directory/industries.html"
    title: str
    industries: tuple[IndustryEntry, ...]
    unserved: tuple[IndustryEntry, ...]
    all_trades: int
    text: str
    any_trade: int
    listed: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DoneInTrade:
    """A scenario with the cases and providers of the trade that have it."""

    name: str
    href: str
    plain: str
    cases: int
    cases_href: str
    providers: int
    providers_href: str


@dataclass(frozen=True, slots=True)
class IndustryPage:
    """One trade. `towns`: (name, cases, address of the cases), most first. `clusters`: (source or empty, names)."""

    template: ClassVar[str] = "pages/directory/industry.html"
    title: str
    entry: IndustryEntry
    above: tuple[str, str] | None
    below: tuple[IndustryEntry, ...]
    codes: tuple[str, ...]
    processes: tuple[str, ...]
    clusters: tuple[tuple[str, tuple[str, ...]], ...]
    scenarios: tuple[DoneInTrade, ...]
    providers: tuple[ProviderCard, ...]
    cases: tuple[CaseCard, ...]
    towns: tuple[tuple[str, int, str], ...]
    at: datetime


def industries_page(found: IndustryList, text: str) -> IndustriesPage:
    """The page of all trades, or of those that the words name."""
    entries = tuple(_entry(line) for line in found.industries)
    return IndustriesPage(
        title="按行业看",
        industries=tuple(entry for entry in entries if entry.providers or entry.cases),
        unserved=tuple(entry for entry in entries if not entry.providers and not entry.cases),
        all_trades=found.all_trades,
        text=text,
        any_trade=found.any_trade,
        listed=found.listed,
        at=found.at,
    )


def industry_page(detail: IndustryDetail) -> IndustryPage:
    """The page of one trade."""
    industry = detail.line.industry
    day = day_in_shanghai(detail.at)
    town_names = {town.code: town.name for town in detail.codes.taxonomy.towns}
    return IndustryPage(
        title=industry.name,
        entry=_entry(detail.line, _SLANG_OF_ONE),
        above=(detail.above.name, f"/industries/{detail.above.code}") if detail.above else None,
        below=tuple(_entry(line) for line in detail.below),
        codes=industry.gbt4754,
        processes=tuple(process.name for process in detail.processes),
        clusters=_clusters(detail.clusters),
        scenarios=tuple(
            DoneInTrade(
                name=done.scenario.name,
                href=f"/scenarios/{done.scenario.code}",
                plain=done.scenario.plain,
                cases=done.cases,
                cases_href="/cases?" + urlencode({"industry": industry.code, "scenario": done.scenario.code}),
                providers=done.providers,
                providers_href="/providers?" + urlencode({"scenario": done.scenario.code, "industry": industry.code}),
            )
            for done in detail.scenarios
        ),
        providers=tuple(provider_card(provider, detail.codes, day) for provider in detail.providers),
        cases=tuple(case_card(told, detail.codes) for told in detail.cases),
        towns=tuple(
            (town_names.get(code, code), number, "/cases?" + urlencode({"industry": industry.code, "town": code}))
            for code, number in sorted(detail.towns.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        at=detail.at,
    )


def _entry(line: IndustryLine, words: int = _SLANG_MOST) -> IndustryEntry:
    code = line.industry.code
    return IndustryEntry(
        code=code,
        name=line.industry.name,
        href=f"/industries/{code}",
        slang=line.industry.slang[:words],
        providers=line.providers,
        providers_href=f"/providers?industry={code}",
        cases=line.cases,
        cases_href=f"/cases?industry={code}",
    )


def _clusters(clusters: Iterable[Cluster]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_source: dict[str, list[str]] = {}
    for cluster in clusters:
        by_source.setdefault(cluster.source or "", []).append(cluster.name)
    return tuple((source, tuple(names)) for source, names in by_source.items())
