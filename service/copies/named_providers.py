"""Which providers a need calls by name: people also type a firm's name or code into the sentence box."""

from service.runtime import Runtime
from service.search.provider_names import NameIndex
from service.store import unit_of_work
from service.store.queries.providers import public_names

_SHORTEST_NEED_THAT_IS_A_NAME = 5


def named_providers(runtime: Runtime, folded: str, *, position: int) -> dict[str, str]:
    """Public providers whose name stands in the folded text, else those that the whole of it nearly names: id → the word, as written.

    Args:
        position: of the change feed, as the request found it.

    Cost: about 1 ms for 13,000 names.
    """
    names = read_names(runtime, position=position)
    if found := names.in_text(folded, runtime.knowledge().segmenter.is_word):
        return dict(sorted(found.items(), key=lambda pair: (folded.find(pair[1]), pair[0])))
    # A short wish is nearly somebody's short name too easily.
    return {hit.provider_id: folded for hit in names.called(folded) if hit.exact or len(folded) >= _SHORTEST_NEED_THAT_IS_A_NAME}


def read_names(runtime: Runtime, *, position: int) -> NameIndex:
    """Names and codes of the public providers, kept while the change feed does not move.

    Args:
        position: as for `named_providers`.
    """
    names = runtime.copies.names
    day = runtime.today
    if names.key != (position, day):
        with unit_of_work.reading(runtime.database) as session:
            found = public_names(session, day)
        names.key, names.held = (position, day), NameIndex(found)
    return names.held
