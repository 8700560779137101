"""From a whole provider to its line in the directory. Pure; one rule each for what counts as a scenario and as a trade."""

from collections.abc import Iterable
from datetime import date

from service.domain.directory import NOT_TOLD, ListedCase, ListedProvider, Member
from service.domain.pools import MembershipState
from service.domain.providers import Provider, ScenarioTag, StoredCase, TagOrigin
from service.domain.taxonomy import Taxonomy

PROPOSAL_SHOWN_FROM = 0.3
"""A scenario that the system only guesses is shown and counted from this confidence on; the bound of the search's group filter."""

_STRENGTH = {TagOrigin.CONFIRMED: 2, TagOrigin.DECLARED: 1, TagOrigin.PROPOSED: 0}


def shown_tags(tags: Iterable[ScenarioTag]) -> tuple[ScenarioTag, ...]:
    """Tags worth showing: all that people gave, guesses from `PROPOSAL_SHOWN_FROM` on; each scenario once, the strongest first."""
    best: dict[str, ScenarioTag] = {}
    for tag in tags:
        if tag.origin is TagOrigin.PROPOSED and tag.confidence < PROPOSAL_SHOWN_FROM:
            continue
        if tag.code not in best or _strength(tag) > _strength(best[tag.code]):
            best[tag.code] = tag
    return tuple(sorted(best.values(), key=lambda tag: (-_STRENGTH[tag.origin], -tag.confidence, tag.code)))


def case_tags(provider: Provider, case: StoredCase) -> tuple[ScenarioTag, ...]:
    """A case's scenarios: its own, and what people said of the capability that it names."""
    named = [
        tag
        for capability in provider.capabilities
        if capability.content.title == case.content.capability
        for tag in capability.tags
        if tag.origin is not TagOrigin.PROPOSED
    ]
    return shown_tags([*case.tags, *named])


def provider_line(provider: Provider, day: date, taxonomy: Taxonomy) -> ListedProvider:
    """Its line in the directory of `day`. Call it only for a provider that is listed that day."""
    cases = tuple(_list_case(provider, case, taxonomy) for case in provider.cases)
    own = (tag for capability in provider.capabilities for tag in shown_tags(capability.tags))
    scenarios = shown_tags([*own, *(tag for case in cases for tag in case.scenarios)])
    industries = {code for capability in provider.capabilities for code in capability.industry_codes}
    deliveries = {delivery for capability in provider.capabilities if (delivery := capability.content.delivery)}
    return ListedProvider(
        id=provider.id,
        name=provider.name,
        display_name=provider.display_name,
        scenarios=scenarios,
        cases=cases,
        facets={
            "pool": frozenset(provider.pools_on(day)),
            "scenario": frozenset(tag.code for tag in scenarios),
            "group": _groups(scenarios, taxonomy),
            "industry": with_parents(industries, taxonomy).union(*(case.facets["industry"] for case in cases)),
            "town": town_codes(provider.town, taxonomy),
            "delivery": frozenset(deliveries),
        },
        words=_names(provider),
    )


def memberships_of(provider: Provider, day: date, taxonomy: Taxonomy) -> tuple[Member, ...]:
    """Its memberships on the books of `day`."""
    return tuple(
        Member(
            provider_id=provider.id,
            pool=membership.pool,
            uscc=provider.uscc,
            name=provider.name,
            short_name=provider.short_name,
            former_names=provider.former_names,
            city=provider.city,
            town=provider.town,
            category=membership.category,
            batch=membership.batch,
            document_no=membership.document_no,
            admitted_on=membership.admitted_on,
            valid_until=membership.valid_until,
            standing=membership.standing(day),
            is_listed=provider.is_listed(day),
            is_demo=provider.is_demo,
            facets={
                "pool": frozenset({membership.pool}),
                "standing": frozenset({membership.standing(day)}),
                "batch": frozenset({membership.batch or NOT_TOLD}),
                "category": frozenset({membership.category or NOT_TOLD}),
                "town": town_codes(provider.town, taxonomy),
            },
            words=_names(provider),
        )
        for membership in provider.memberships
        if membership.state is not MembershipState.WITHDRAWN
    )


def with_parents(codes: Iterable[str], taxonomy: Taxonomy) -> frozenset[str]:
    """Industry codes and the trades above them: who does SMT is found under 电子信息 too."""
    found = set(codes)
    above = {industry.parent for code in found if (industry := taxonomy.industry_by_code.get(code)) and industry.parent}
    return frozenset(found | above)


def town_codes(name: str | None, taxonomy: Taxonomy) -> frozenset[str]:
    """The code of a town as written, or nothing."""
    town = taxonomy.town_by_name.get(name or "")
    return frozenset({town.code} if town else ())


def _list_case(provider: Provider, case: StoredCase, taxonomy: Taxonomy) -> ListedCase:
    scenarios = case_tags(provider, case)
    year = case.content.year
    return ListedCase(
        id=case.id,
        provider_id=provider.id,
        year=year,
        industries=case.industry_codes,
        scenarios=scenarios,
        facets={
            "industry": with_parents(case.industry_codes, taxonomy),
            "town": town_codes(case.content.town, taxonomy),
            "scenario": frozenset(tag.code for tag in scenarios),
            "group": _groups(scenarios, taxonomy),
            "year": frozenset({str(year)} if year else ()),
        },
    )


def _groups(tags: Iterable[ScenarioTag], taxonomy: Taxonomy) -> frozenset[str]:
    known = taxonomy.scenario_by_code
    return frozenset(known[tag.code].group for tag in tags if tag.code in known)


def _names(provider: Provider) -> str:
    return "\n".join((provider.name, provider.short_name or "", *provider.former_names, provider.uscc)).lower()


def _strength(tag: ScenarioTag) -> tuple[int, float]:
    return _STRENGTH[tag.origin], tag.confidence
