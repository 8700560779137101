"""签到名单."""

from dataclasses import dataclass, replace
from typing import ClassVar

from service.domain.bookings import BOOKING_WORDS, GUEST_WORDS, Booking, BookingState, Turnout, firm_key
from service.errors import PlatformError
from service.flows.events.run_event import RunEvent
from web.parts.event_card import clock_time, time_span


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One booking at the door; no name or number of a person."""

    id: str
    serial: int
    firm: str
    side: str
    seats: int
    state: str
    arrived: str
    came: int


@dataclass(frozen=True, slots=True)
class DoorPage:
    """`rooms`: (venue, its lines); on paper each begins a page. `expected` and `came` count people."""

    template: ClassVar[str] = "pages/events/door.html"
    title: str
    event: str
    event_href: str
    when: str
    text: str
    rooms: tuple[tuple[str, tuple[DoorLine, ...]], ...]
    turnout: Turnout
    book_href: str
    sentence: str = ""

    def refused(self, error: PlatformError) -> "DoorPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(error.fields.values()) or error.message)


def door_page(run: RunEvent, text: str) -> DoorPage:
    """The list, narrowed to `text`: a number, or a part of a firm's name."""
    event, wanted = run.event, text.strip()
    shown = [each for each in run.bookings if each.state is not BookingState.CANCELLED and _fits(each, wanted)]
    return DoorPage(
        title="签到名单",
        event=event.facts.title,
        event_href=f"/workbench/events/{event.id}",
        when=time_span(event.facts.starts_at, event.facts.ends_at),
        text=wanted,
        rooms=tuple((venue.name, tuple(_line(each) for each in shown if each.venue_id == venue.id)) for venue in event.venues),
        turnout=run.turnout,
        book_href=f"/events/{event.id}/book",
    )


def _fits(booking: Booking, text: str) -> bool:
    return not text or (text.isdigit() and booking.serial == int(text)) or firm_key(text) in booking.firm.key


def _line(booking: Booking) -> DoorLine:
    return DoorLine(
        id=booking.id,
        serial=booking.serial,
        firm=booking.firm.name,
        side=GUEST_WORDS[booking.firm.side],
        seats=booking.seats,
        state="" if booking.state is BookingState.BOOKED else BOOKING_WORDS[booking.state],
        arrived=clock_time(booking.arrival.at) if booking.arrival else "",
        came=booking.arrival.seats if booking.arrival else booking.seats,
    )
