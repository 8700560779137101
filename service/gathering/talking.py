"""What use cases of talks share: who may talk, the problem that a plan solves, and talks that end with a booking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.domain.audit import AuditEntry
from service.domain.bookings import Booking, BookingState, GuestSide
from service.domain.events import COMING_STATES, Event
from service.domain.permissions import Actor
from service.domain.talk_plans import PlanProblem, WishedTalk, give_tables
from service.domain.talks import EventTalk, TalkPlace, TalkState
from service.errors import Conflict, NotFound
from service.gathering.guest_notices import tell_guests
from service.gathering.guests import BookingKey, OpenedBooking, open_booking
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_by_id
from service.store.queries.events import touch_event
from service.store.queries.talks import find_talk, open_talks_of, save_talk

TALKERS = frozenset({GuestSide.FACTORY, GuestSide.PROVIDER})
_PLACED = frozenset({TalkState.ASKED, TalkState.ACCEPTED, TalkState.HELD})
"""States in which a talk keeps its slot to itself; who was missed leaves it free."""


@dataclass(frozen=True, slots=True)
class OpenedTalk:
    """A talk with both bookings, and the side of whoever opened it; staff have none of their own."""

    talk: EventTalk
    opened: OpenedBooking
    bookings: Mapping[str, Booking]

    @property
    def side(self) -> GuestSide:
        """The side of the booking by which it was opened."""
        return self.opened.booking.firm.side


def open_talker(runtime: Runtime, session: Transaction, key: BookingKey) -> OpenedBooking:
    """A booking that may ask for talks: a seat, of a factory or provider, at an event with talks that is still to come.

    Raises:
        NotFound: the key opens none.
        Conflict: it may not.
    """
    opened = open_booking(runtime, session, key)
    if not opened.event.has_talks or opened.booking.firm.side not in TALKERS:
        raise Conflict("这场活动没有一对一洽谈，或您不是制造企业或服务商。")
    if opened.booking.state is not BookingState.BOOKED:
        raise Conflict("有座位以后才能约洽谈，候补转正了会通知您。")
    if opened.event.state not in COMING_STATES:
        raise Conflict("这场活动已经结束或取消了。")
    return opened


def open_own_talk(runtime: Runtime, session: Transaction, key: BookingKey, talk_id: str) -> OpenedTalk:
    """A talk of the booking behind a key.

    Raises:
        NotFound: the key opens none, or the talk is somebody else's.
    """
    opened = open_booking(runtime, session, key)
    talk = find_talk(session, talk_id)
    if talk is None or opened.booking.id not in {talk.factory_booking, talk.provider_booking}:
        raise NotFound("没有这次洽谈，或不属于您。")
    return OpenedTalk(talk, opened, bookings_by_id(session, [talk.factory_booking, talk.provider_booking]))


def talk_problem(event: Event, bookings: Iterable[Booking], talks: Sequence[EventTalk]) -> PlanProblem:
    """What a plan has to solve: accepted talks of two who both have a seat. Whatever has a slot already keeps it."""
    seated = {each.id: each for each in bookings if each.state is BookingState.BOOKED}
    every = frozenset(range(event.facts.talks.slots))
    wished = []
    for talk in talks:
        sides = [seated.get(talk.factory_booking), seated.get(talk.provider_booking)]
        if None in sides or talk.state not in _PLACED or (talk.place is None and talk.state is not TalkState.ACCEPTED):
            continue
        both = [side for side in sides if side]
        open_slots = every.difference(*(side.busy for side in both))
        venues = frozenset(side.venue_id for side in both)
        fixed = talk.place.slot if talk.place else None
        one = WishedTalk(
            talk.id, talk.factory_booking, talk.provider_booking, venues, open_slots, open_slots & frozenset(talk.wished), fixed
        )
        wished.append(one)
    return PlanProblem(event.facts.talks.slots, {venue.id: venue.tables for venue in event.venues}, tuple(wished))


def seat_talks(session: Transaction, talks: Sequence[EventTalk], slots: Mapping[str, int]) -> list[EventTalk]:
    """Give these talks their slots and tables, and store those that changed; the changed ones."""
    bookings = bookings_by_id(session, [each for talk in talks for each in (talk.factory_booking, talk.provider_booking)])
    seats: list[tuple[str, str, str, int]] = []
    kept: dict[tuple[str, str], int] = {}
    for talk in talks:
        if talk.id not in slots:
            continue
        near, far = bookings[talk.factory_booking].venue_id, bookings[talk.provider_booking].venue_id
        # At the provider's venue the provider keeps its table; at the factory's, the factory does.
        seats.append((talk.id, far, talk.provider_booking, slots[talk.id]))
        if near != far:
            seats.append((talk.id, near, talk.factory_booking, slots[talk.id]))
        if talk.place and talk.place.slot == slots[talk.id]:
            kept |= {(talk.id, near): talk.place.near_table} if talk.place.near_table else {}
            kept |= {(talk.id, far): talk.place.far_table} if near != far and talk.place.far_table else {}
    tables = give_tables(seats, kept)
    changed = []
    for talk in talks:
        if talk.id not in slots:
            continue
        near, far = bookings[talk.factory_booking].venue_id, bookings[talk.provider_booking].venue_id
        place = TalkPlace(slots[talk.id], tables[talk.id, near], tables[talk.id, far] if near != far else 0)
        if place != talk.place:
            changed.append(save_talk(session, replace(talk, place=place)))
    return changed


def tell_talkers(runtime: Runtime, session: Transaction, event: Event, talks: Iterable[EventTalk], told: tuple[str, str]) -> None:
    """Tell both sides of these talks, each booking once; their calendars take the change."""
    ids = {each for talk in talks for each in (talk.factory_booking, talk.provider_booking)}
    if ids:
        touch_event(session, event.id)
        tell_guests(runtime, session, event, bookings_by_id(session, sorted(ids)).values(), told)


def end_talks(runtime: Runtime, session: Transaction, event: Event, booking: Booking, by: Actor | str) -> int:
    """The booking is given back: its talks end, their slots are free, and the other sides are told; how many ended."""
    now = runtime.clock.now()
    ended = []
    for talk in open_talks_of(session, booking.id):
        ended.append(save_talk(session, replace(talk, state=TalkState.WITHDRAWN, place=None, answered_at=now)))
        record_audit(session, [AuditEntry(now, by, "talk_moved", "talk", talk.id, {"to": TalkState.WITHDRAWN})])
    others = [each for talk in ended for each in (talk.factory_booking, talk.provider_booking) if each != booking.id]
    if others:
        touch_event(session, event.id)
        known = bookings_by_id(session, sorted(set(others))).values()
        tell_guests(runtime, session, event, known, ("talk_gone", f"booking:{booking.id}:gone"))
    return len(ended)
