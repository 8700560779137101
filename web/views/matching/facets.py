"""再筛一筛: ways to narrow a list, each value with the number it leaves; and what is narrowed already."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from service.domain.matching import FacetValue
from web.addresses.search_address import Asked
from web.parts.surroundings import Surroundings

_TITLES = (
    ("industry", "行业"),
    ("group", "场景大类"),
    ("pool", "资源池"),
    ("town", "镇街"),
    ("delivery", "交付方式"),
    ("price", "价格"),
)
_FIRST = 6
_PRICES_WAN = (5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value: how many it leaves, and the address that sets or lifts it."""

    label: str
    count: int | None
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow. `rest`: values folded away."""

    title: str
    first: tuple[FacetLink, ...]
    rest: tuple[FacetLink, ...]


def facets_of(given: Mapping[str, tuple[FacetValue, ...]], asked: Asked, around: Surroundings) -> tuple[Facet, ...]:
    """Every way to narrow with at least two values, or one that is set."""
    found = _renamed(given, around)
    facets = []
    chosen = dict(asked.narrowed)
    for name, title in _TITLES:
        links = [_facet_link(name, value, asked, chosen.get(name)) for value in found.get(name, ())]
        if name == "price" and found:
            links = [_price_link(wan, asked, chosen.get(name)) for wan in _PRICES_WAN]
        if len(links) > 1 or (links and name in chosen):
            facets.append(Facet(title, tuple(links[:_FIRST]), tuple(links[_FIRST:])))
    return tuple(facets)


def narrowed_of(given: Mapping[str, tuple[FacetValue, ...]], asked: Asked, around: Surroundings) -> tuple[FacetLink, ...]:
    """What is set, in words, each with the address that lifts it."""
    found = _renamed(given, around)
    titles = dict(_TITLES)
    links = []
    for name, value in asked.narrowed:
        label = next((entry.label for entry in found.get(name, ()) if entry.value == value), _label_of(name, value, around))
        links.append(FacetLink(f"{titles[name]}：{label}", None, asked.narrowing(name, None).href, chosen=True))
    return tuple(links)


def _renamed(given: Mapping[str, tuple[FacetValue, ...]], around: Surroundings) -> Mapping[str, tuple[FacetValue, ...]]:
    """Pools by the names they have today."""
    pools = tuple(replace(value, label=around.pool_names.get(value.value, value.label)) for value in given.get("pool", ()))
    return {**given, "pool": pools} if pools else given


def _facet_link(name: str, value: FacetValue, asked: Asked, chosen: str | None) -> FacetLink:
    is_chosen = value.value == chosen
    return FacetLink(value.label, value.count, asked.narrowing(name, None if is_chosen else value.value).href, is_chosen)


def _price_link(wan: int, asked: Asked, chosen: str | None) -> FacetLink:
    is_chosen = str(wan) == chosen
    return FacetLink(f"{wan} 万元以内", None, asked.narrowing("price", None if is_chosen else str(wan)).href, is_chosen)


def _label_of(name: str, value: str, around: Surroundings) -> str:
    """The words of a filter value that no facet names, because it leaves nobody."""
    taxonomy = around.taxonomy
    if name == "price":
        return f"{value} 万元以内"
    names = {
        "industry": {entry.code: entry.name for entry in taxonomy.industries},
        "group": {entry.code: entry.name for entry in taxonomy.groups},
        "town": {entry.code: entry.name for entry in taxonomy.towns},
        "pool": dict(around.pool_names),
    }
    return names.get(name, {}).get(value, value)
