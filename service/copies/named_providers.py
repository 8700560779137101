"""Find the providers that a need calls by name. People also type a firm's name or code into the search box."""

from service.runtime import Runtime
from service.search.provider_names import NameIndex
from service.store import unit_of_work
from service.store.queries.providers import public_names

_SHORTEST_NEED_THAT_IS_A_NAME = 5


def named_providers(runtime: Runtime, folded: str, *, position: int) -> dict[str, str]:
    """Public providers that the text names: provider id → the word that names it.

    A provider is found when its name, code or short form stands somewhere in the text.
    When none is found, the whole text is compared with the names. One character may then be wrong.

    Args:
        folded: the need's text after `fold_text`.
        position: the position of the change feed that this request found.

    Cost: about 1 ms for 13,000 names.
    """
    names = read_names(runtime, position=position)
    if found := names.in_text(folded, runtime.knowledge().segmenter.is_word):
        return dict(sorted(found.items(), key=lambda pair: (folded.find(pair[1]), pair[0])))
    # A short wish may differ from a firm's short name by one character only. So a short text must be the exact name.
    return {hit.provider_id: folded for hit in names.called(folded) if hit.exact or len(folded) >= _SHORTEST_NEED_THAT_IS_A_NAME}


def read_names(runtime: Runtime, *, position: int) -> NameIndex:
    """Names and codes of the public providers. They are kept until the change feed has a new line or a new day begins.

    Args:
        position: the position of the change feed that this request found.
    """
    names = runtime.copies.names
    day = runtime.today
    if names.key != (position, day):
        with unit_of_work.reading(runtime.database) as session:
            found = public_names(session, day)
        names.key, names.held = (position, day), NameIndex(found)
    return names.held
