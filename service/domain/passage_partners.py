"""Which stored capability or case each told one continues, so that ids, tags and confirmations stay with their text."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from service.domain.providers import Capability, StoredCapability, StoredCase, SuccessCase, Told

_Stored = TypeVar("_Stored", StoredCapability, StoredCase)


@dataclass(frozen=True, slots=True)
class Partners(Generic[_Stored]):
    """For each told content the stored row it continues, or None; and the stored rows that none continues, in their order."""

    partners: tuple[_Stored | None, ...]
    left: tuple[_Stored, ...]


def partners_of_capabilities(stored: Sequence[StoredCapability], told: Sequence[Told[Capability]]) -> Partners[StoredCapability]:
    """By the id that is told, else by title and description, else by title."""
    return _partners(stored, told, lambda content: (content.title, content.description), lambda content: content.title)


def partners_of_cases(stored: Sequence[StoredCase], told: Sequence[Told[SuccessCase]]) -> Partners[StoredCase]:
    """By the id that is told, else by summary, customer and year, else by summary."""
    return _partners(stored, told, lambda content: (content.summary, content.customer, content.year), lambda content: content.summary)


def _partners(
    stored: Sequence[_Stored], told: Sequence[Told[Any]], exactly: Callable[[Any], Hashable], alike: Callable[[Any], Hashable]
) -> Partners[_Stored]:
    found: list[_Stored | None] = [None] * len(told)
    free: dict[int, _Stored] = dict(enumerate(stored))
    places_of = {row.id: place for place, row in free.items()}
    for index, each in enumerate(told):
        if each.stored_id in places_of:
            found[index] = free.pop(places_of[each.stored_id])
    for key in (exactly, alike):
        places: dict[Hashable, deque[int]] = defaultdict(deque)
        for place, row in free.items():
            places[key(row.content)].append(place)
        for index, each in enumerate(told):
            if found[index] is None and places.get(key(each.content)):
                found[index] = free.pop(places[key(each.content)].popleft())
    return Partners(tuple(found), tuple(free.values()))
