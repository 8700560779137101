"""签到 by code."""

from dataclasses import dataclass
from typing import ClassVar

from service.domain.bookings import BOOKING_WORDS, SEATS_OF_ONE_MOST, Booking, BookingState
from service.domain.events import Event, EventState
from web.parts.event_card import clock_time, time_span


@dataclass(frozen=True, slots=True)
class ScannedGuest:
    """One booking at the door. `numbers`: how many may have come; `arrived`: when, empty when not yet."""

    firm: str
    serial: int
    event: str
    when: str
    venue: str
    seats: int
    state: str
    is_seated: bool
    is_cancelled: bool
    arrived: str
    came: int
    numbers: tuple[int, ...]
    door_href: str


@dataclass(frozen=True, slots=True)
class CheckInPage:
    """`guest` None: no code was given."""

    template: ClassVar[str] = "pages/events/check_in.html"
    title: str
    code: str
    guest: ScannedGuest | None


def check_in_page(found: tuple[Booking, Event] | None, code: str) -> CheckInPage:
    """The page of one code."""
    return CheckInPage("签到", code, _guest(*found) if found else None)


def _guest(booking: Booking, event: Event) -> ScannedGuest:
    venue = event.venue(booking.venue_id)
    return ScannedGuest(
        firm=booking.firm.name,
        serial=booking.serial,
        event=event.facts.title,
        when=time_span(event.facts.starts_at, event.facts.ends_at),
        venue=venue.name if venue else "",
        seats=booking.seats,
        state=BOOKING_WORDS[booking.state],
        is_seated=booking.state is BookingState.BOOKED,
        is_cancelled=event.state is EventState.CANCELLED,
        arrived=clock_time(booking.arrival.at) if booking.arrival else "",
        came=booking.arrival.seats if booking.arrival else booking.seats,
        numbers=tuple(range(1, SEATS_OF_ONE_MOST + 1)),
        door_href=f"/workbench/events/{event.id}/door",
    )
