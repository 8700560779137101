"""What is known of a need, a reading, an offer or a case, as facts that programmes ask for. What is not told stays unknown."""

from datetime import date

from service.domain.needs import NeedFacts
from service.domain.programme_rules import Fact, Facts, FactValue, RoughDay
from service.domain.providers import StoredCapability, StoredCase
from service.domain.reading import LimitKind, NeedReading
from service.domain.taxonomy import Taxonomy

_Known = dict[Fact, FactValue]


def facts_of_need(facts: NeedFacts) -> Facts:
    """A stated need. Its budget is no contract, so the amount stays unknown."""
    known: _Known = {}
    for fact, code in (
        (Fact.INDUSTRY, facts.industry),
        (Fact.TOWN, facts.town),
        (Fact.SCENARIO, facts.scenario),
        (Fact.LEVEL, facts.level),
    ):
        if code:
            known[fact] = frozenset({code})
    if facts.staff_count is not None:
        known[Fact.STAFF] = facts.staff_count
    return known


def facts_of_reading(reading: NeedReading) -> Facts:
    """What a sentence tells; the first scenario is what it asks for."""
    text = reading.text
    known: _Known = {}
    scenarios = frozenset((*reading.chosen, *(share.code for share in reading.scenarios[:1])))
    industries = frozenset(mention.code for mention in text.industries)
    if scenarios:
        known[Fact.SCENARIO] = scenarios
    if industries:
        known[Fact.INDUSTRY] = industries
    for limit in text.limits:
        if limit.kind is LimitKind.TOWN and limit.code:
            known[Fact.TOWN] = frozenset({limit.code})
        if limit.kind is LimitKind.HEADCOUNT and limit.number is not None:
            known[Fact.STAFF] = limit.number
    return known


def facts_of_offer(capability: StoredCapability, *, in_pool: bool) -> Facts:
    """An offer of a provider: its scenarios, and whether the provider is in a pool now. Of the factory nothing is known."""
    scenarios = frozenset(tag.code for tag in capability.tags)
    return {Fact.IN_POOL: in_pool} | ({Fact.SCENARIO: scenarios} if scenarios else {})


def facts_of_case(case: StoredCase, taxonomy: Taxonomy) -> Facts:
    """A case: when its year is told, the contract was signed about then, from the year before."""
    known: _Known = {}
    scenarios = frozenset(tag.code for tag in case.tags)
    town = taxonomy.town_by_name.get(case.content.town or "")
    if scenarios:
        known[Fact.SCENARIO] = scenarios
    if case.industry_codes:
        known[Fact.INDUSTRY] = frozenset(case.industry_codes)
    if town:
        known[Fact.TOWN] = frozenset({town.code})
    if year := case.content.year:
        known[Fact.CONTRACT_ON] = RoughDay(date(year - 1, 1, 1), date(year, 12, 31))
    return known
