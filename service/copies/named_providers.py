"""Which providers a need calls by name: people also type a firm's name into the sentence box."""

from service.runtime import Runtime
from service.search.segment import fold_text
from service.store import unit_of_work
from service.store.queries.providers import listed_names

_SHORTEST_NAME = 3
"""Shorter names are ordinary words too often."""


def named_providers(runtime: Runtime, folded: str, *, position: int) -> tuple[str, ...]:
    """Ids of the public providers whose name, short name or former name stands in the folded text, ordered by id.

    Args:
        position: of the change feed, as the request found it.

    Cost: the names are kept while the change feed does not move; about 1 ms for 13,000 of them.
    """
    names = runtime.copies.names
    day = runtime.today
    if names.key != (position, day):
        with unit_of_work.reading(runtime.database) as session:
            found = listed_names(session, day)
        folded_names = tuple((fold_text(name), provider_id) for name, provider_id in found if len(name) >= _SHORTEST_NAME)
        names.key, names.held = (position, day), folded_names
    return tuple(sorted({provider_id for name, provider_id in names.held if name in folded}))
