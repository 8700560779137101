"""Seats of a venue: who waits moves up as soon as there is room, in the order of the list, in the transaction that made the room."""

from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.bookings import Booking, BookingState, moving_up
from service.domain.events import COMING_STATES, Event
from service.domain.permissions import Actor
from service.gathering.guest_notices import tell_guests
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_of, save_booking


def free_seats(event: Event, venue_id: str, bookings: list[Booking]) -> int:
    """Seats of a venue that nobody has; negative after a venue became smaller."""
    venue = event.venue(venue_id)
    taken = sum(each.seats for each in bookings if each.venue_id == venue_id and each.state is BookingState.BOOKED)
    return (venue.seats if venue else 0) - taken


def fill_seats(runtime: Runtime, session: Transaction, event: Event, by: Actor | str) -> list[Booking]:
    """Let everybody move up for whom there is room, and tell them; who did. Nobody moves once the event has begun."""
    now = runtime.clock.now()
    if event.state not in COMING_STATES or now >= event.facts.starts_at:
        return []
    bookings = bookings_of(session, event.id)
    moved: list[Booking] = []
    for venue in event.venues:
        waiting = [each for each in bookings if each.venue_id == venue.id and each.state is BookingState.WAITING]
        for booking in moving_up(waiting, free_seats(event, venue.id, bookings)):
            saved = save_booking(session, replace(booking, state=BookingState.BOOKED, moved_up_at=now))
            record_audit(session, [AuditEntry(now, by, "booking_moved_up", "booking", saved.id, {"venue": venue.id})])
            moved.append(saved)
    tell_guests(runtime, session, event, moved, ("event_moved_up", f"event:{event.id}:moved_up:{event.version}"))
    return moved
