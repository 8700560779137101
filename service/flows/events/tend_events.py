"""The daily round of events: one reminder before the day, and everybody moves up for whom there is room.

It may run as often as one likes: who was reminded is not reminded again.
"""

from dataclasses import dataclass, replace

from service.domain.audit import AuditEntry
from service.domain.bookings import REMINDED_BEFORE, BookingState
from service.domain.events import COMING_STATES, Event
from service.gathering.guest_notices import tell_guests
from service.gathering.seats import fill_seats
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_of, save_booking
from service.store.queries.events import EventQuery, list_events
from service.store.unit_of_work import reading, writing

BY = "tend_events"
_MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class TendedEvents:
    """What one round did."""

    reminded: int
    moved_up: int


def tend_events(runtime: Runtime) -> TendedEvents:
    """Do what is due today. Cost: one small query when no event is near."""
    now = runtime.clock.now()
    query = EventQuery(states=tuple(sorted(COMING_STATES)), ends_after=now, soonest_first=True, size=_MOST_AT_ONCE)
    with reading(runtime.database) as session:
        coming = list(list_events(session, query).items)
    reminded = moved_up = 0
    for event in coming:
        with writing(runtime.database) as session:
            moved_up += len(fill_seats(runtime, session, event, BY))
            if now < event.facts.starts_at <= now + REMINDED_BEFORE:
                reminded += _remind(runtime, session, event)
    return TendedEvents(reminded, moved_up)


def _remind(runtime: Runtime, session: Transaction, event: Event) -> int:
    now = runtime.clock.now()
    due = [each for each in bookings_of(session, event.id) if each.state is BookingState.BOOKED and each.reminded_at is None]
    saved = [save_booking(session, replace(each, reminded_at=now)) for each in due]
    tell_guests(runtime, session, event, saved, ("event_reminder", f"event:{event.id}:reminder"))
    if saved:
        record_audit(session, [AuditEntry(now, BY, "event_reminded", "event", event.id, {"bookings": len(saved)})])
    return len(saved)
