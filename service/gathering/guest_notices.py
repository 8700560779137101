"""Guests are told: an account in its inbox, an address without an account by a letter, a telephone number by the list of calls."""

from collections.abc import Iterable

from service.domain.bookings import Booking, BookingContact
from service.domain.calendar import time_in_shanghai
from service.domain.events import Event
from service.domain.notices import NewNotice
from service.domain.people import PersonState
from service.domain.tasks import NewTask, TaskKind
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.bookings import booking_contacts
from service.store.queries.notices import post_notice
from service.store.queries.people import colleagues_of
from service.store.queries.tasks import post_task


def tell_guests(runtime: Runtime, session: Transaction, event: Event, bookings: Iterable[Booking], told: tuple[str, str]) -> None:
    """Tell each of them.

    Args:
        told: a wording whose gaps are the event, its day and the booking, and the key that names what happened.
    """
    named = list(bookings)
    contacts = booking_contacts(session, [each.id for each in named])
    for booking in named:
        tell_guest(runtime, session, (event, booking, contacts.get(booking.id)), told)


def tell_guest(runtime: Runtime, session: Transaction, whose: tuple[Event, Booking, BookingContact | None], told: tuple[str, str]) -> None:
    """Tell one booking: whoever made it with an account, else the people of its firm, else the address that was left."""
    event, booking, contact = whose
    wording, key = told
    now = runtime.clock.now()
    values = guest_values(event, booking)
    if contact and contact.person_id:
        post_notice(session, NewNotice(wording, contact.person_id, values, key), now)
    elif contact and contact.email:
        task = NewTask(TaskKind.SEND_BOOKING_LETTER, f"{key}:{booking.id}", {"wording": wording, "booking": booking.id})
        post_task(session, task, now)
    elif booking.firm.firm_id:
        for person in colleagues_of(session, booking.firm.firm_id):
            if person.state is PersonState.ACTIVE:
                post_notice(session, NewNotice(wording, person.id, values, key), now)


def guest_values(event: Event, booking: Booking) -> dict[str, str]:
    """What fills the gaps of every wording for guests."""
    venue = event.venue(booking.venue_id)
    return {
        "event": event.facts.title,
        "when": event_day(event),
        "venue": venue.name if venue else "",
        "booking": booking.id,
    }


def event_day(event: Event) -> str:
    """12月3日 14:30."""
    starts = time_in_shanghai(event.facts.starts_at)
    return f"{starts.month}月{starts.day}日 {starts:%H:%M}"
