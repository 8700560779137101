"""活动: what is coming and what was, with the seats that are left."""

from dataclasses import dataclass
from datetime import timedelta

from service.domain.events import COMING_STATES, SHOWN_STATES, Event, EventKind
from service.domain.paging import Page
from service.runtime import Runtime
from service.store.queries.bookings import taken_seats
from service.store.queries.events import EventQuery, list_events
from service.store.unit_of_work import reading

_LINGERS = timedelta(hours=2)
"""A cancelled event stays among those that come until its day: who planned to come must see that it does not take place."""


@dataclass(frozen=True, slots=True)
class EventsAsked:
    """What a list is narrowed to. `past`: what has been, the newest first; else what comes, the soonest first."""

    kind: str = ""
    town: str = ""
    past: bool = False
    number: int = 1


@dataclass(frozen=True, slots=True)
class EventList:
    """A page of events. `taken`: venue → (seats taken, seats waited for)."""

    page: Page[Event]
    taken: dict[str, tuple[int, int]]


def browse_events(runtime: Runtime, asked: EventsAsked) -> EventList:
    """Events that the public sees. An unknown kind is no narrowing."""
    over = runtime.clock.now() - _LINGERS
    query = EventQuery(
        states=tuple(sorted(SHOWN_STATES)),
        kind=asked.kind if asked.kind in set(EventKind) else "",
        town=asked.town,
        ends_after=None if asked.past else over,
        ends_before=over if asked.past else None,
        soonest_first=not asked.past,
        number=asked.number,
    )
    with reading(runtime.database) as session:
        page = list_events(session, query)
        return EventList(page, taken_seats(session, [event.id for event in page.items if event.state in COMING_STATES]))
