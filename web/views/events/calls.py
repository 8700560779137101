"""电话单."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from service.domain.bookings import CALL_WORDS
from service.domain.events import Event
from service.flows.events.run_event import Call
from web.parts.event_card import day_and_time, time_span


@dataclass(frozen=True, slots=True)
class CallLine:
    """One booking with whom to call."""

    id: str
    serial: int
    firm: str
    seats: int
    venue: str
    name: str
    phone: str
    why: str
    called: str


@dataclass(frozen=True, slots=True)
class CallsPage:
    """`answers`: (value, words) of the buttons."""

    template: ClassVar[str] = "pages/events/calls.html"
    title: str
    event: str
    event_href: str
    when: str
    lines: tuple[CallLine, ...]
    answers: tuple[tuple[str, str], ...]


def calls_page(event: Event, calls: Sequence[Call]) -> CallsPage:
    """The list."""
    return CallsPage(
        title="电话单",
        event=event.facts.title,
        event_href=f"/workbench/events/{event.id}",
        when=time_span(event.facts.starts_at, event.facts.ends_at),
        lines=tuple(_line(event, call) for call in calls),
        answers=tuple((answer, words) for answer, words in CALL_WORDS.items()),
    )


def _line(event: Event, call: Call) -> CallLine:
    booking = call.booking
    venue = event.venue(booking.venue_id)
    said = f"{CALL_WORDS[booking.called]}，{day_and_time(booking.called_at)}" if booking.called and booking.called_at else ""
    return CallLine(
        id=booking.id,
        serial=booking.serial,
        firm=booking.firm.name,
        seats=booking.seats,
        venue=venue.name if venue else "",
        name=call.contact.name if call.contact else "",
        phone=call.contact.phone if call.contact else "",
        why=call.why,
        called=said,
    )
