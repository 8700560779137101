"""活动: staff write down an event, or change one. Who signed up is told when time or place change."""

from dataclasses import replace

from service.copies.kept_codes import read_codes
from service.domain.audit import AuditEntry
from service.domain.bookings import CONTACT_KEPT, BookingState
from service.domain.events import COMING_STATES, Event, EventState
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid
from service.gathering.event_wishes import ReadEvent, WishedEvent, read_event
from service.gathering.guest_notices import tell_guests
from service.gathering.guests import get_event
from service.gathering.seats import fill_seats
from service.identity.actors import require
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_of, keep_contacts_until
from service.store.queries.events import add_event, save_event
from service.store.unit_of_work import writing

_OVER = frozenset({EventState.CANCELLED, EventState.HELD})


def plan_event(runtime: Runtime, actor: Actor, wished: WishedEvent, *, event_id: str = "", version: int = 0) -> Event:
    """Store a new draft, or the change of an event that was read at `version`.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
        Invalid: `fields` says what is to be mended.
        Conflict: it is over, or a venue is left out in which somebody has signed up.
        RecordChanged: somebody changed it meanwhile.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    codes = read_codes(runtime.database, runtime.copies.codes)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        if not event_id:
            told = read_event(wished, codes)
            event = Event(new_id("evt"), 1, EventState.DRAFT, told.facts, told.venues, told.agenda, actor.person_id, now)
            add_event(session, event)
            record_audit(session, [AuditEntry(now, actor, "event_planned", "event", event.id, {"kind": event.facts.kind})])
            return event
        before = get_event(session, event_id)
        if before.state in _OVER:
            raise Conflict("已举办或取消的活动不能再改。")
        told = read_event(wished, codes, frozenset(venue.id for venue in before.venues))
        _keep_venues(session, before, told)
        changed = replace(before, version=version, facts=told.facts, venues=told.venues, agenda=told.agenda)
        saved = save_event(session, changed)
        detail: dict[str, object] = {"version": saved.version, "moved": _is_moved(before, saved)}
        entry = AuditEntry(now, actor, "event_changed", "event", saved.id, detail, before=_told(before), after=_told(saved))
        record_audit(session, [entry])
        keep_contacts_until(session, saved.id, saved.facts.ends_at + CONTACT_KEPT)
        if before.state in COMING_STATES and _is_moved(before, saved):
            coming = [each for each in bookings_of(session, saved.id) if each.state is not BookingState.CANCELLED]
            tell_guests(runtime, session, saved, coming, ("event_changed", f"event:{saved.id}:changed:{saved.version}"))
        fill_seats(runtime, session, saved, actor)
    return saved


def _keep_venues(session: Transaction, before: Event, told: ReadEvent) -> None:
    kept = {venue.id for venue in told.venues}
    used = {each.venue_id for each in bookings_of(session, before.id)}
    gone = [venue.name for venue in before.venues if venue.id not in kept and venue.id in used]
    if gone:
        sentence = f"“{'、'.join(gone)}”已有人报名，不能去掉。要停用，请先请他们改到别的会场。"
        raise Invalid(sentence, fields={"venue_0_name": sentence})


def _is_moved(before: Event, after: Event) -> bool:
    """Whether time or place are others."""
    places = [[(venue.id, venue.name, venue.place) for venue in each.venues] for each in (before, after)]
    times = [(each.facts.starts_at, each.facts.ends_at) for each in (before, after)]
    return places[0] != places[1] or times[0] != times[1]


def _told(event: Event) -> dict[str, object]:
    facts = event.facts
    return {
        "title": facts.title,
        "starts_at": facts.starts_at.isoformat(),
        "ends_at": facts.ends_at.isoformat(),
        "venues": [f"{venue.name} {venue.place} {venue.seats}/{venue.tables}" for venue in event.venues],
    }
