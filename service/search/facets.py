"""The values by which a list can be narrowed, each with the number of providers that it leaves. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from service.domain.listing import with_parents
from service.domain.matching import FacetValue
from service.domain.providers import Provider
from service.domain.taxonomy import Taxonomy


def facets(providers: Sequence[Provider], taxonomy: Taxonomy, day: date) -> dict[str, tuple[FacetValue, ...]]:
    """Filter name → values, the commonest first; a provider counts once for each of its values."""
    towns = taxonomy.town_by_name
    trade_names = {industry.code: industry.name for industry in taxonomy.industries}
    counted: dict[str, Iterable[tuple[str, str]]] = {
        "pool": ((pool, pool) for provider in providers for pool in provider.pools_on(day)),
        "industry": (
            (code, trade_names[code]) for provider in providers for code in with_parents(_trades(provider), taxonomy) if code in trade_names
        ),
        "town": ((town.code, town.name) for provider in providers if (town := towns.get(provider.town or ""))),
        "delivery": ((way, way) for provider in providers for way in {c.content.delivery for c in provider.capabilities} if way),
    }
    return {name: _ordered(Counter(values)) for name, values in counted.items()}


def _trades(provider: Provider) -> set[str]:
    claimed = {code for capability in provider.capabilities for code in capability.industry_codes}
    return claimed | {code for case in provider.cases for code in case.industry_codes}


def _ordered(counts: Mapping[tuple[str, str], int]) -> tuple[FacetValue, ...]:
    values = (FacetValue(value, label, count) for (value, label), count in counts.items())
    return tuple(sorted(values, key=lambda value: (-value.count, value.value)))
