"""我的活动: one's own bookings, or one of them by its link."""

from dataclasses import dataclass

from service.domain.bookings import Booking, BookingState
from service.domain.events import Event
from service.domain.permissions import Action, Actor, Subject
from service.gathering.guests import BookingKey, booking_secret, door_code, open_booking, own_firms
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.bookings import bookings_of, bookings_of_firms
from service.store.queries.events import events_by_id
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class SeenBooking:
    """One booking. `ahead`: how many bookings wait before it. `code`: for the picture at the door.

    `secret`: of the address that calendars ask again and again.
    """

    booking: Booking
    event: Event
    ahead: int
    code: str
    secret: str


def see_bookings(runtime: Runtime, actor: Actor) -> list[tuple[Booking, Event]]:
    """Those of this account and of its firms, the newest first.

    Raises:
        Refused: nobody has signed in.
    """
    require(actor, Action.KEEP_BOOKINGS, Subject(actor.person_id))
    with reading(runtime.database) as session:
        found = bookings_of_firms(session, sorted(own_firms(actor)), actor.person_id)
        events = events_by_id(session, sorted({each.event_id for each in found}))
    return [(each, events[each.event_id]) for each in found]


def see_booking(runtime: Runtime, key: BookingKey) -> SeenBooking:
    """One of them.

    Raises:
        NotFound: the key opens none.
    """
    with reading(runtime.database) as session:
        opened = open_booking(runtime, session, key)
        booking = opened.booking
        waiting = [
            each
            for each in bookings_of(session, opened.event.id)
            if each.state is BookingState.WAITING and each.venue_id == booking.venue_id and each.turn < booking.turn
        ]
    ahead = len(waiting) if booking.state is BookingState.WAITING else 0
    return SeenBooking(booking, opened.event, ahead, door_code(runtime, booking.id), booking_secret(runtime, booking))
