"""The hourly round of events: one reminder before the day, unanswered requests lapse, and whoever waits moves up where there is room.

It may run as often as one likes: who was reminded is not reminded again.
"""

from dataclasses import dataclass, replace

from service.domain.audit import AuditEntry
from service.domain.bookings import REMINDED_BEFORE, Booking, BookingState
from service.domain.events import COMING_STATES, Event
from service.domain.talks import TalkState
from service.gathering.guest_notices import tell_guests
from service.gathering.seats import fill_seats
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_by_id, bookings_of, save_booking
from service.store.queries.events import EventQuery, events_by_id, list_events
from service.store.queries.talks import lapsing_talks, save_talk
from service.store.unit_of_work import reading, writing

BY = "tend_events"
_MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class TendedEvents:
    """What one round did."""

    reminded: int
    moved_up: int
    lapsed: int


def tend_events(runtime: Runtime) -> TendedEvents:
    """Do what is due today. Cost: one small query when no event is near."""
    now = runtime.clock.now()
    query = EventQuery(states=tuple(sorted(COMING_STATES)), ends_after=now, soonest_first=True, size=_MOST_AT_ONCE)
    with reading(runtime.database) as session:
        coming = list(list_events(session, query).items)
        has_lapsing = bool(lapsing_talks(session, now, 1))
    lapsed = _lapse(runtime) if has_lapsing else 0
    reminded = moved_up = 0
    for event in coming:
        is_near = now < event.facts.starts_at <= now + REMINDED_BEFORE
        with reading(runtime.database) as session:
            bookings = bookings_of(session, event.id)
        # Looking takes nobody's turn to write.
        if any(each.state is BookingState.WAITING or (is_near and _is_due(each)) for each in bookings):
            with writing(runtime.database) as session:
                moved_up += len(fill_seats(runtime, session, event, BY))
                reminded += _remind(runtime, session, event) if is_near else 0
    return TendedEvents(reminded, moved_up, lapsed)


def _lapse(runtime: Runtime) -> int:
    """Requests that nobody answered in time end, and the slot that one held is free."""
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        talks = lapsing_talks(session, now, _MOST_AT_ONCE)
        events = events_by_id(session, sorted({talk.event_id for talk in talks}))
        askers = bookings_by_id(session, [talk.booking_of(talk.asked_by) for talk in talks])
        for talk in talks:
            save_talk(session, replace(talk, state=TalkState.LAPSED, place=None))
            record_audit(session, [AuditEntry(now, BY, "talk_moved", "talk", talk.id, {"to": TalkState.LAPSED})])
            asker = askers[talk.booking_of(talk.asked_by)]
            tell_guests(runtime, session, events[talk.event_id], [asker], ("talk_lapsed", f"talk:{talk.id}:lapsed"))
    return len(talks)


def _remind(runtime: Runtime, session: Transaction, event: Event) -> int:
    now = runtime.clock.now()
    due = [each for each in bookings_of(session, event.id) if _is_due(each)]
    saved = [save_booking(session, replace(each, reminded_at=now)) for each in due]
    tell_guests(runtime, session, event, saved, ("event_reminder", f"event:{event.id}:reminder"))
    if saved:
        record_audit(session, [AuditEntry(now, BY, "event_reminded", "event", event.id, {"bookings": len(saved)})])
    return len(saved)


def _is_due(booking: Booking) -> bool:
    return booking.state is BookingState.BOOKED and booking.reminded_at is None
