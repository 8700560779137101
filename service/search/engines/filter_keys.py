"""Terms for filters, written `name:value`: the same in every engine."""

from service.domain.finding import Filters, ProviderDoc

UNPRICED_FEN = 0
"""The price of a provider that names none: it passes every price limit."""


def provider_keys(doc: ProviderDoc) -> list[str]:
    """All terms of a provider, such as `pool:municipal`."""
    fields = {"pool": doc.pools, "group": doc.groups, "industry": doc.industries, "delivery": doc.deliveries}
    keys = [f"{name}:{value}" for name, values in fields.items() for value in values]
    return [*keys, f"town:{doc.town}"] if doc.town else keys


def wanted_keys(filters: Filters) -> list[str]:
    """All terms that a provider must have to pass the filters. The price limit is not one of them."""
    return [f"{name}:{value}" for name, value in filters.active.items() if name != "price_max_fen"]
