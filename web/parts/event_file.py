"""Events and bookings as iCalendar files (RFC 5545): asked again, or opened again, they move what stands in a calendar."""

from datetime import datetime, timedelta

from icalendar import Calendar
from icalendar import Event as CalendarEntry

from service.domain.bookings import Booking, BookingState
from service.domain.events import Event, EventState, Venue

_MAKER = "-//pool-match//events//ZH"


def event_file(event: Event, now: datetime, href: str) -> bytes:
    """An event for everybody: at its main venue."""
    gone = event.state is EventState.CANCELLED
    entry = _entry(event.id, event.version, (event.facts.starts_at, event.facts.ends_at), now)
    _name(entry, event.facts.title, "；".join(_place(venue) for venue in event.venues), href)
    entry.add("status", "CANCELLED" if gone else "CONFIRMED")
    return _file([entry], gone=gone)


def booking_file(event: Event, booking: Booking, now: datetime, href: str) -> bytes:
    """What one booking means for a calendar: the event at the booked venue. SEQUENCE grows with every change of either."""
    gone = event.state is EventState.CANCELLED or booking.state is BookingState.CANCELLED
    entry = _entry(booking.id, event.version + booking.version, (event.facts.starts_at, event.facts.ends_at), now)
    venue = event.venue(booking.venue_id)
    title = event.facts.title + ("（候补，未定）" if booking.state is BookingState.WAITING else "")
    _name(entry, title, _place(venue) if venue else "", href)
    entry.add("status", "CANCELLED" if gone else "TENTATIVE" if booking.state is BookingState.WAITING else "CONFIRMED")
    return _file([entry], gone=gone)


def _entry(uid: str, sequence: int, span: tuple[datetime, datetime], now: datetime) -> CalendarEntry:
    entry = CalendarEntry()
    entry.add("uid", f"{uid}@pool-match")
    entry.add("sequence", sequence)
    entry.add("dtstamp", now)
    entry.add("dtstart", span[0])
    entry.add("dtend", span[1])
    return entry


def _name(entry: CalendarEntry, title: str, place: str, href: str) -> None:
    entry.add("summary", title)
    entry.add("location", place)
    if href:
        entry.add("url", href)


def _place(venue: Venue) -> str:
    return f"{venue.name}（{venue.place}）" if venue.place else venue.name


def _file(entries: list[CalendarEntry], *, gone: bool) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if gone else "PUBLISH")
    # Calendars that follow the address ask again; both names are in use.
    calendar.add("refresh-interval", timedelta(hours=4), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
