"""Providers for cards. They are read from the database and kept in memory until the change feed has a new line."""

from collections.abc import Sequence

from service.copies.open_providers import read_open_providers
from service.domain.providers import Provider
from service.runtime import Runtime
from service.store import unit_of_work

_MOST_HELD = 2000


def read_cards(runtime: Runtime, ids: Sequence[str], *, position: int) -> list[Provider]:
    """The providers of `ids`, in the same order. Unknown ids are left out.

    Args:
        position: the position of the change feed that this request found. Everything committed up to there is seen.
            For example, an old price is never shown from memory.
    """
    cards = runtime.copies.cards
    with cards.lock:
        if cards.position != position or len(cards.held) > _MOST_HELD:
            cards.held.clear()
            cards.position = position
        held = {provider_id: cards.held[provider_id] for provider_id in ids if provider_id in cards.held}
    lacking = [provider_id for provider_id in ids if provider_id not in held]
    if lacking:
        with unit_of_work.reading(runtime.database) as session:
            fresh = {provider.id: provider for provider in read_open_providers(session, lacking)}
        held.update(fresh)
        with cards.lock:
            if cards.position == position:
                cards.held.update(fresh)
    return [held[provider_id] for provider_id in ids if provider_id in held]
