"""The cards of the public lists: one provider or one case, with scenario tags and who gave each tag."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from service.domain.codes import CodeTables
from service.domain.directory import CaseOf
from service.domain.evidence import GRADE_WORDS
from service.domain.gains import Gain, read_gains
from service.domain.listing import case_tags, shown_tags
from service.domain.matching import Exclusion
from service.domain.providers import Provider, ScenarioTag, TagOrigin
from web.parts.match_card import PoolBadge, excluded_words, place_of, pool_badges, price_of, weeks_of
from web.parts.programme_lines import ProgrammesBeside

ORIGIN_WORDS = {TagOrigin.CONFIRMED: "已核", TagOrigin.DECLARED: "自报", TagOrigin.PROPOSED: "系统推测"}
_MARKS_IN_CARD = 4
_EXCLUDES_IN_CARD = 3
_CLAUSES = re.compile(r"[；;。\n，,]")


@dataclass(frozen=True, slots=True)
class ScenarioMark:
    """A scenario of a provider, a capability or a case. `origin` tells who gave it: 已核, 自报 or 系统推测."""

    label: str
    href: str
    origin: str


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """All that the card of a provider shows. A list may be about one scenario, for example the page of this scenario.

    `offers`: titles of the capabilities in this scenario. `price` and `weeks` are those of these capabilities.
    Without such a capability they are those of all capabilities.
    `by_case_only`: True when only a case puts the provider in this list, and no capability.
    `marks_left_out`: how many scenarios the card does not show. `excludes`: what the provider says it does not do.
    """

    name: str
    full_name: str
    href: str
    place: str
    pools: tuple[PoolBadge, ...]
    summary: str
    offers: tuple[str, ...]
    by_case_only: bool
    marks: tuple[ScenarioMark, ...]
    marks_left_out: int
    price: str
    weeks: str
    cases: int
    cases_href: str
    excludes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseCard:
    """All that the card of a case shows.

    `facts`: year, trade and town, as the provider wrote them. `marks`: the scenarios of the case.
    `gains`: figures before and after, for example 开机率 58% → 74%.
    `programmes`: how those in force bear on it, where the page compares them.
    `grade`: what backs it, such as 自报 or 案例经企业确认.
    `outcome`: the result in the provider's words. It is empty when the gains already say all of it.
    """

    anchor: str
    customer: str
    facts: tuple[str, ...]
    summary: str
    gains: tuple[Gain, ...]
    outcome: str
    capability: str
    marks: tuple[ScenarioMark, ...]
    grade: str
    provider: str
    provider_full_name: str
    provider_href: str
    programmes: ProgrammesBeside | None = None


def provider_card(
    provider: Provider, codes: CodeTables, day: date, *, scenario: str = "", excludes: Iterable[Exclusion] = ()
) -> ProviderCard:
    """The card of a listed provider.

    Args:
        scenario: code of the scenario that the list is about; empty: the list is about none.
        excludes: what the provider says it does not do.
    """
    own = shown_tags(tag for capability in provider.capabilities for tag in capability.tags)
    marks = scenario_marks(own, codes)
    fitting = tuple(offer for offer in provider.capabilities if scenario in {tag.code for tag in shown_tags(offer.tags)})
    offers = fitting or provider.capabilities
    href = f"/providers/{provider.id}"
    return ProviderCard(
        name=provider.display_name,
        full_name=provider.name,
        href=href,
        place=place_of(provider),
        pools=pool_badges(provider, pool_names(codes), day),
        summary=provider.summary or "",
        offers=tuple(offer.content.title for offer in fitting[:_MARKS_IN_CARD]),
        by_case_only=bool(scenario) and not fitting,
        marks=marks[:_MARKS_IN_CARD],
        marks_left_out=max(0, len(marks) - _MARKS_IN_CARD),
        price=price_of(offers),
        weeks=weeks_of(offers),
        cases=len(provider.cases),
        cases_href=f"{href}#cases",
        excludes=excluded_words(excludes)[:_EXCLUDES_IN_CARD],
    )


def case_card(told: CaseOf, codes: CodeTables) -> CaseCard:
    """The card of one case."""
    content, provider = told.case.content, told.provider
    outcome = content.outcome or ""
    gains = read_gains(outcome)
    facts = (f"{content.year} 年" if content.year else "", content.industry or "", content.town or "")
    return CaseCard(
        anchor=told.case.id,
        customer=content.customer or "客户未写明",
        facts=tuple(fact for fact in facts if fact),
        summary=content.summary,
        gains=gains,
        outcome="" if len(gains) >= sum(1 for clause in _CLAUSES.split(outcome) if clause.strip()) else outcome,
        capability=content.capability or "",
        marks=scenario_marks(case_tags(provider, told.case), codes)[:_MARKS_IN_CARD],
        grade=GRADE_WORDS[told.case.grade],
        provider=provider.display_name,
        provider_full_name=provider.name,
        provider_href=f"/providers/{provider.id}#{told.case.id}",
    )


def scenario_marks(tags: Iterable[ScenarioTag], codes: CodeTables) -> tuple[ScenarioMark, ...]:
    """Tags with the names of their scenarios. A tag is left out when its scenario is no longer in the taxonomy."""
    known = codes.taxonomy.scenario_by_code
    return tuple(
        ScenarioMark(known[tag.code].name, f"/scenarios/{tag.code}", ORIGIN_WORDS[tag.origin]) for tag in tags if tag.code in known
    )


def pool_names(codes: CodeTables) -> Mapping[str, str]:
    """Pool code → short name."""
    return {pool.code: pool.short_name for pool in codes.pools}
