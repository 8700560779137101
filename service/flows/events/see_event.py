"""活动: one event as the public sees it."""

from dataclasses import dataclass

from service.domain.events import Event
from service.gathering.guests import get_shown_event
from service.runtime import Runtime
from service.store.queries.bookings import taken_seats
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """`taken`: venue → (seats taken, seats waited for); venues without bookings are left out. `is_open`: one may sign up now."""

    event: Event
    taken: dict[str, tuple[int, int]]
    is_open: bool


def see_event(runtime: Runtime, event_id: str) -> SeenEvent:
    """The event.

    Raises:
        NotFound: there is none such, or it is still a draft.
    """
    with reading(runtime.database) as session:
        event = get_shown_event(session, event_id)
        return SeenEvent(event, taken_seats(session, [event.id]), event.takes_bookings(runtime.clock.now()))
