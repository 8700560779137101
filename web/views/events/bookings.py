"""我的活动."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

import segno

from service.domain.bookings import BOOKING_WORDS, SEATS_OF_ONE_MOST, Booking, BookingState, GuestSide
from service.domain.events import EVENT_STATE_WORDS, Event, EventState
from service.domain.permissions import Action, Subject, may
from service.errors import PlatformError
from service.flows.events.see_bookings import SeenBooking
from service.gathering.guests import BookingKey
from web.parts.event_card import day_and_time, time_span

_BADGES = {BookingState.BOOKED: "good", BookingState.WAITING: "warn", BookingState.CANCELLED: "quiet"}


@dataclass(frozen=True, slots=True)
class BookingLine:
    """One booking in the list."""

    href: str
    event: str
    when: str
    firm: str
    venue: str
    seats: int
    state: str
    badge: str


@dataclass(frozen=True, slots=True)
class BookingsPage:
    """Those of this account, the newest first."""

    template: ClassVar[str] = "pages/events/bookings.html"
    title: str
    lines: tuple[BookingLine, ...]


@dataclass(frozen=True, slots=True)
class BookingPage:
    """`secret`: of the link it was opened by; `picture`: the code at the door, as an address of a picture; `places`: (id, name)."""

    template: ClassVar[str] = "pages/events/booking.html"
    title: str
    href: str
    action: str
    secret: str
    calendar_href: str
    event_href: str
    event_state: str
    talks_href: str
    is_cancelled_event: bool
    when: str
    firm: str
    serial: int
    venue: str
    venue_id: str
    place: str
    seats: int
    state: str
    badge: str
    is_waiting: bool
    is_standing: bool
    may_change: bool
    ahead: int
    arrived: str
    picture: str
    places: tuple[tuple[str, str], ...]
    most: int
    on_desk: bool
    is_new: bool = False
    new_link: str = ""
    sentence: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    def refused(self, error: PlatformError) -> "BookingPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(error.fields.values()) or error.message)


def bookings_page(found: Sequence[tuple[Booking, Event]]) -> BookingsPage:
    """The list."""
    return BookingsPage("我的活动", tuple(_line(booking, event) for booking, event in found))


def booking_page(seen: SeenBooking, key: BookingKey, base: str, now: datetime) -> BookingPage:
    """One booking. `base`: the site's own address, for the code at the door."""
    booking, event = seen.booking, seen.event
    venue = event.venue(booking.venue_id)
    linked = bool(key.secret)
    standing = booking.state is not BookingState.CANCELLED and event.state is not EventState.CANCELLED
    door = f"{base}/check-in?{urlencode({'c': seen.code})}"
    query = "?" + urlencode({"t": key.secret}) if linked else ""
    return BookingPage(
        title=event.facts.title,
        href=f"/bookings/own{query}" if linked else f"/bookings/{booking.id}",
        action="/bookings/own" if linked else f"/bookings/{booking.id}",
        secret=key.secret,
        calendar_href="/bookings/own.ics?" + urlencode({"t": seen.secret}),
        event_href=f"/events/{event.id}",
        talks_href=_talks_href(booking, event, query),
        event_state=EVENT_STATE_WORDS[event.state],
        is_cancelled_event=event.state is EventState.CANCELLED,
        when=time_span(event.facts.starts_at, event.facts.ends_at),
        firm=booking.firm.name,
        serial=booking.serial,
        venue=venue.name if venue else "",
        venue_id=booking.venue_id,
        place=venue.place if venue else "",
        seats=booking.seats,
        state=BOOKING_WORDS[booking.state],
        badge=_BADGES[booking.state],
        is_waiting=booking.state is BookingState.WAITING,
        is_standing=standing,
        may_change=standing and now < event.facts.starts_at,
        ahead=seen.ahead,
        arrived=day_and_time(booking.arrival.at) if booking.arrival else "",
        # A light ground of its own: a camera cannot read dark on dark.
        picture=segno.make(door, error="m").svg_data_uri(scale=6, light="white")
        if standing and booking.state is BookingState.BOOKED
        else "",
        places=tuple((each.id, each.name) for each in event.venues),
        most=SEATS_OF_ONE_MOST,
        on_desk=may(key.actor, Action.KEEP_EVENTS, Subject()),
    )


def _line(booking: Booking, event: Event) -> BookingLine:
    venue = event.venue(booking.venue_id)
    gone = event.state is EventState.CANCELLED
    return BookingLine(
        href=f"/bookings/{booking.id}",
        event=event.facts.title,
        when=time_span(event.facts.starts_at, event.facts.ends_at),
        firm=booking.firm.name,
        venue=venue.name if venue else "",
        seats=booking.seats,
        state="活动取消" if gone else BOOKING_WORDS[booking.state],
        badge="bad" if gone else _BADGES[booking.state],
    )


def _talks_href(booking: Booking, event: Event, query: str) -> str:
    """Where talks are asked for; empty where there are none."""
    if not event.has_talks or booking.firm.side is GuestSide.OTHER or booking.state is not BookingState.BOOKED:
        return ""
    return f"/bookings/own/talks{query}" if query else f"/bookings/{booking.id}/talks"
