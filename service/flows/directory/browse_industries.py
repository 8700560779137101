"""行业: my trade, what is done in it, by whom, and for which shop like mine."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from service.copies.kept_directory import read_kept
from service.copies.read_cards import read_cards
from service.copies.read_cases import read_cases
from service.domain.codes import CodeTables
from service.domain.directory import CaseOf, count_by_scenario, narrow
from service.domain.providers import Provider
from service.domain.taxonomy import Cluster, Industry, Process, Scenario, Taxonomy
from service.errors import NotFound
from service.runtime import DirectoryState, Runtime
from service.search.segment import fold_text

ROWS_SHOWN = 6
"""Providers, and cases, that stand on a trade's own page; the rest is a link away."""


@dataclass(frozen=True, slots=True)
class IndustryLine:
    """A trade with the public providers and cases that name it or a trade under it."""

    industry: Industry
    providers: int
    cases: int


@dataclass(frozen=True, slots=True)
class IndustryList:
    """Trades in the order of the code table; `any_trade`: public providers that name no trade at all; `all_trades`: how many there are."""

    industries: tuple[IndustryLine, ...]
    all_trades: int
    any_trade: int
    listed: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ScenarioInTrade:
    """A scenario, and how many providers and cases of one trade have it."""

    scenario: Scenario
    providers: int
    cases: int


@dataclass(frozen=True, slots=True)
class IndustryDetail:
    """One trade. `scenarios`: most cases first; `providers` and `cases`: the first `ROWS_SHOWN`; `above`: the trade it belongs to."""

    line: IndustryLine
    above: Industry | None
    below: tuple[IndustryLine, ...]
    processes: tuple[Process, ...]
    clusters: tuple[Cluster, ...]
    scenarios: tuple[ScenarioInTrade, ...]
    providers: tuple[Provider, ...]
    cases: tuple[CaseOf, ...]
    towns: Counter[str]
    codes: CodeTables
    at: datetime


def browse_industries(runtime: Runtime, text: str = "") -> IndustryList:
    """Trades with counts. `text`: a name, a word of the trade (啤机, 锣机) or a process to look for."""
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    providers, lines = kept.directory.providers, _lines(kept)
    return IndustryList(
        industries=tuple(line for line in lines if _names(line.industry, kept.codes.taxonomy, text)),
        all_trades=len(lines),
        any_trade=sum(1 for provider in providers if not provider.facets["industry"]),
        listed=len(providers),
        at=now,
    )


def get_industry(runtime: Runtime, code: str) -> IndustryDetail:
    """One trade with its first rows.

    Raises:
        NotFound: there is no such code.
    """
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    taxonomy = kept.codes.taxonomy
    lines = {line.industry.code: line for line in _lines(kept)}
    if code not in lines:
        raise NotFound("没有这个行业，编号可能写错了。")
    industry = lines[code].industry
    providers = narrow(kept.directory.providers, {"industry": code})
    cases = narrow(kept.directory.cases, {"industry": code})
    provider_counts, case_counts = count_by_scenario(providers), count_by_scenario(cases)
    scenarios = [
        ScenarioInTrade(scenario, provider_counts[scenario.code], case_counts[scenario.code])
        for scenario in taxonomy.scenarios
        if case_counts[scenario.code]
    ]
    shown = read_cards(runtime, [provider.id for provider in providers[:ROWS_SHOWN]], position=kept.position)
    told = read_cases(runtime, cases[:ROWS_SHOWN], position=kept.position)
    return IndustryDetail(
        line=lines[code],
        above=taxonomy.industry_by_code.get(industry.parent or ""),
        below=tuple(line for line in lines.values() if line.industry.parent == code),
        processes=tuple(process for process in taxonomy.processes if process.code in industry.typical_processes),
        clusters=tuple(cluster for cluster in taxonomy.clusters if code in cluster.industries),
        scenarios=tuple(sorted(scenarios, key=lambda found: -found.cases)),
        providers=tuple(shown),
        cases=tuple(told),
        towns=Counter(town for case in cases for town in case.facets["town"]),
        codes=kept.codes,
        at=now,
    )


def _names(industry: Industry, taxonomy: Taxonomy, text: str) -> bool:
    """Whether every word of the text stands in the trade's names, words and processes."""
    processes = (process for process in taxonomy.processes if process.code in industry.typical_processes)
    ambiguous = (term.term for term in taxonomy.ambiguous_terms for reading in term.readings if industry.code in reading.industries)
    own = (industry.name, *industry.slang, *ambiguous, *(word for process in processes for word in (process.name, *process.slang)))
    folded = fold_text("\n".join(own))
    return all(word in folded for word in fold_text(text).split())


def _lines(kept: DirectoryState) -> list[IndustryLine]:
    counts = {
        "providers": Counter(code for provider in kept.directory.providers for code in provider.facets["industry"]),
        "cases": Counter(code for case in kept.directory.cases for code in case.facets["industry"]),
    }
    return [
        IndustryLine(industry, counts["providers"][industry.code], counts["cases"][industry.code])
        for industry in kept.codes.taxonomy.industries
    ]
