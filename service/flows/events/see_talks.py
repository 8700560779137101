"""洽谈 as one booking sees them, and as staff see all of an event."""

from dataclasses import dataclass

from service.domain.bookings import Booking, BookingState, GuestSide
from service.domain.events import Event
from service.domain.needs import Need, NeedFirm
from service.domain.permissions import Action, Actor, Subject
from service.domain.talks import EventTalk, TalkResult, TalkState
from service.gathering.guests import BookingKey, get_event, open_booking
from service.gathering.talking import TALKERS, talk_problem
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.bookings import bookings_by_id, bookings_of
from service.store.queries.needs import needs_of_firm
from service.store.queries.talks import talks_of, talks_of_bookings
from service.store.unit_of_work import reading

_NEEDS_MOST = 5


@dataclass(frozen=True, slots=True)
class OwnTalks:
    """`others`: bookings of the other side that were not asked yet; `partners`: booking → who it is, for one's own talks."""

    booking: Booking
    event: Event
    talks: tuple[EventTalk, ...]
    partners: dict[str, Booking]
    others: tuple[Booking, ...]


@dataclass(frozen=True, slots=True)
class EventTalks:
    """All of an event. `left`: accepted ones that have no slot; `needs`: talk → open needs of its factory, where the desk is to go on."""

    event: Event
    talks: tuple[EventTalk, ...]
    bookings: dict[str, Booking]
    left: int
    needs: dict[str, list[Need]]


def see_talks(runtime: Runtime, key: BookingKey) -> OwnTalks:
    """One's own talks, and whom one can ask.

    Raises:
        NotFound: the key opens none.
    """
    with reading(runtime.database) as session:
        opened = open_booking(runtime, session, key)
        booking, event = opened.booking, opened.event
        talks = talks_of_bookings(session, [booking.id])
        partners = bookings_by_id(session, sorted({each for talk in talks for each in (talk.factory_booking, talk.provider_booking)}))
        wanted = TALKERS - {booking.firm.side} if event.has_talks and booking.firm.side in TALKERS else frozenset()
        others = [
            each
            for each in (bookings_of(session, event.id) if wanted else [])
            if each.firm.side in wanted and each.state is BookingState.BOOKED and each.id not in partners
        ]
    return OwnTalks(booking, event, tuple(talks), partners, tuple(others))


def see_event_talks(runtime: Runtime, actor: Actor, event_id: str) -> EventTalks:
    """All of an event, for staff.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    with reading(runtime.database) as session:
        event = get_event(session, event_id)
        bookings = bookings_of(session, event.id)
        talks = talks_of(session, event.id)
        problem = talk_problem(event, bookings, talks)
        by_id = {each.id: each for each in bookings}
        needs: dict[str, list[Need]] = {}
        for talk in talks:
            if talk.state is TalkState.HELD and talk.result is TalkResult.INTRODUCE and not talk.introduction_id:
                firm = by_id[talk.factory_booking].firm
                own = NeedFirm(firm.name, manufacturer_id=firm.firm_id if firm.side is GuestSide.FACTORY else "")
                needs[talk.id] = [need for need in needs_of_firm(session, own, _NEEDS_MOST) if need.is_open]
    left = sum(each.fixed is None for each in problem.talks)
    return EventTalks(event, tuple(talks), by_id, left, needs)
