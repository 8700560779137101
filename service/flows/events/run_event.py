"""活动 as staff run it: the list with drafts, one event with everybody who signed up, and what came of them."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.audit import AuditEntry
from service.domain.bookings import Booking, BookingContact, BookingState, CallAnswer, Turnout, turnout_of
from service.domain.calendar import SHANGHAI
from service.domain.events import Event, EventStep, event_steps
from service.domain.paging import Page
from service.domain.permissions import Action, Actor, Subject
from service.gathering.guests import get_event
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.bookings import booking_contacts, bookings_between, bookings_of, taken_seats
from service.store.queries.events import EventQuery, list_events
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class RunEvent:
    """One event. `steps`: what may be done with it now; `turnout`: 家, 家次 and 人次 of this event."""

    event: Event
    bookings: tuple[Booking, ...]
    taken: dict[str, tuple[int, int]]
    steps: tuple[EventStep, ...]
    turnout: Turnout


@dataclass(frozen=True, slots=True)
class EventsDesk:
    """All events, newest first. `year`: what was held since 1 January, as 家 and 家次; `since`: that day."""

    page: Page[Event]
    taken: dict[str, tuple[int, int]]
    year: Turnout
    since: datetime


def run_event(runtime: Runtime, actor: Actor, event_id: str) -> RunEvent:
    """One event with its bookings; who signed up is not among it.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
    """
    require(actor, Action.CHECK_IN, Subject())
    with reading(runtime.database) as session:
        event = get_event(session, event_id)
        bookings = tuple(bookings_of(session, event.id))
        taken = taken_seats(session, [event.id])
    return RunEvent(event, bookings, taken, event_steps(event, runtime.clock.now()), turnout_of(bookings))


def see_events_desk(runtime: Runtime, actor: Actor, number: int) -> EventsDesk:
    """All events, and the attendance of this year.

    Raises:
        Refused: not for this actor.
    """
    require(actor, Action.CHECK_IN, Subject())
    now = runtime.clock.now()
    since = datetime(runtime.today.year, 1, 1, tzinfo=SHANGHAI)
    with reading(runtime.database) as session:
        page = list_events(session, EventQuery(number=number))
        taken = taken_seats(session, [event.id for event in page.items])
        year = turnout_of(bookings_between(session, since, now))
    return EventsDesk(page, taken, year, since)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to telephone before the day: `why` says what about. `contact` None: nobody left a number, or it was deleted."""

    booking: Booking
    contact: BookingContact | None
    why: str


def calls_before(runtime: Runtime, actor: Actor, event_id: str) -> tuple[Event, list[Call]]:
    """Whom to call before the day, the most urgent first. That these contacts were seen is kept in the audit log.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        event = get_event(session, event_id)
        bookings = [each for each in bookings_of(session, event.id) if each.state is not BookingState.CANCELLED]
        contacts = booking_contacts(session, [each.id for each in bookings])
        calls = [
            Call(each, contacts.get(each.id), why) for each in bookings if (why := _why(each, contacts.get(each.id))) and not each.arrival
        ]
        detail: dict[str, object] = {"contacts": sum(call.contact is not None for call in calls)}
        record_audit(session, [AuditEntry(now, actor, "booking_contacts_seen", "event", event.id, detail)])
    order = {CallAnswer.UNREACHED: 0, None: 1, CallAnswer.STAYS_AWAY: 2, CallAnswer.COMES: 3}
    return event, sorted(calls, key=lambda call: (order[call.booking.called], call.booking.serial))


def _why(booking: Booking, contact: BookingContact | None) -> str:
    if booking.state is BookingState.WAITING:
        return "候补，有空位时要马上通知" if contact is None or not (contact.person_id or contact.email) else ""
    if booking.called is CallAnswer.UNREACHED:
        return "上次没打通"
    if contact is None or not (contact.person_id or contact.email):
        return "没有账户和邮箱，收不到提醒" if not booking.moved_up_at else "候补转正，收不到通知"
    return "候补转正，问还来不来" if booking.moved_up_at else ""
