"""报名: seats of one firm at one venue of an event, its waiting list, and how attendance is counted.

Two counts are never mixed: 家 counts a firm once however often it came; 家次 counts a firm once for each event it came to.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SEATS_OF_ONE_MOST = 5
"""Seats that one firm takes with one booking."""
CONTACT_KEPT = timedelta(days=180)
"""After the end of the event; then name, telephone and address of who signed up are deleted."""
BOOKING_CONSENT = "2026-11-events"
"""Version of the sentence that whoever signs up agrees to; the sentence itself stands on the form."""
REMINDED_BEFORE = timedelta(days=2)
"""A reminder goes out this long before the event begins."""


class GuestSide(StrEnum):
    """For whom somebody comes."""

    FACTORY = "factory"
    PROVIDER = "provider"
    OTHER = "other"


GUEST_WORDS: Mapping[GuestSide, str] = {GuestSide.FACTORY: "制造企业", GuestSide.PROVIDER: "服务商", GuestSide.OTHER: "其他单位"}


class BookingState(StrEnum):
    """Whether there is a seat."""

    BOOKED = "booked"
    WAITING = "waiting"
    CANCELLED = "cancelled"


BOOKING_WORDS: Mapping[BookingState, str] = {
    BookingState.BOOKED: "已报上",
    BookingState.WAITING: "候补中",
    BookingState.CANCELLED: "已取消",
}


class CallAnswer(StrEnum):
    """What somebody said on the telephone before the day."""

    COMES = "comes"
    STAYS_AWAY = "stays_away"
    UNREACHED = "unreached"


CALL_WORDS: Mapping[CallAnswer, str] = {
    CallAnswer.COMES: "说会来",
    CallAnswer.STAYS_AWAY: "说不来了",
    CallAnswer.UNREACHED: "没打通",
}


@dataclass(frozen=True, slots=True)
class BookingFirm:
    """Who comes. `firm_id`: the firm of an account; empty without one. `key`: what the same firm has in common under all its spellings."""

    side: GuestSide
    name: str
    firm_id: str = ""

    @property
    def key(self) -> str:
        """Equal for the same firm."""
        return firm_key(self.name)


@dataclass(frozen=True, slots=True)
class GuestArrival:
    """When they came, with how many, and how it was noticed: by a code, from the list, or at the desk without a booking."""

    at: datetime
    seats: int
    how: str


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking. `serial` counts up within the event: the number on the list at the door.

    `busy`: slots of talks in which they cannot; `link_serial`: how often its link was renewed; `called`: what they said on the telephone.
    """

    id: str
    event_id: str
    venue_id: str
    serial: int
    version: int
    state: BookingState
    firm: BookingFirm
    seats: int
    made_at: datetime
    queued_at: datetime
    busy: tuple[int, ...] = ()
    link_serial: int = 0
    moved_up_at: datetime | None = None
    cancelled_at: datetime | None = None
    called: CallAnswer | None = None
    called_at: datetime | None = None
    reminded_at: datetime | None = None
    arrival: GuestArrival | None = None

    @property
    def turn(self) -> tuple[datetime, int]:
        """Its turn on the waiting list: the smaller one comes first."""
        return self.queued_at, self.serial


@dataclass(frozen=True, slots=True)
class BookingContact:
    """Who signed up. Personal data: lies in a table of its own. `person_id`: the account, if there is one."""

    name: str
    phone: str
    email: str
    person_id: str
    consented_at: datetime
    kept_until: datetime


def firm_key(name: str) -> str:
    """What one firm's names have in common: width of letters and brackets, case, spaces and dots between do not count."""
    return "".join(each for each in unicodedata.normalize("NFKC", name).casefold() if each.isalnum())[:80]


def moving_up(waiting: Sequence[Booking], free: int) -> list[Booking]:
    """Who of a venue's waiting list gets a seat: in the order in which they came, skipping those who are more than there is room for."""
    moved = []
    for booking in sorted(waiting, key=lambda each: each.turn):
        if booking.seats <= free:
            moved.append(booking)
            free -= booking.seats
    return moved


@dataclass(frozen=True, slots=True)
class Turnout:
    """What came of bookings: of those booked, of those who came. `firms` are 家, `visits` 家次 (a firm at an event), `people` 人次."""

    booked_firms: int
    booked_visits: int
    booked_people: int
    came_firms: int
    came_visits: int
    came_people: int


def turnout_of(bookings: Iterable[Booking]) -> Turnout:
    """Count them, of one event or of many."""
    booked = [each for each in bookings if each.state is BookingState.BOOKED]
    came = [each for each in booked if each.arrival]
    return Turnout(
        booked_firms=len({each.firm.key for each in booked}),
        booked_visits=len({(each.event_id, each.firm.key) for each in booked}),
        booked_people=sum(each.seats for each in booked),
        came_firms=len({each.firm.key for each in came}),
        came_visits=len({(each.event_id, each.firm.key) for each in came}),
        came_people=sum(each.arrival.seats for each in came if each.arrival),
    )
