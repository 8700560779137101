"""Events with their venues and agenda: stored, changed under their version, found and listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from service.domain.events import (
    AgendaLine,
    Event,
    EventDocument,
    EventFacts,
    EventKind,
    EventState,
    TalkTimes,
    Venue,
)
from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.errors import RecordChanged
from service.store.rows import AgendaLineRow, EventRow, EventVenueRow


@dataclass(frozen=True, slots=True)
class EventQuery:
    """What a list of events is narrowed to; empty: no narrowing. `begins_after`, `begins_before`: instants, the second not included.

    `soonest_first`: for what is to come; else the newest stands first.
    """

    states: tuple[EventState, ...] = ()
    kind: str = ""
    town: str = ""
    ends_after: datetime | None = None
    ends_before: datetime | None = None
    soonest_first: bool = False
    number: int = 1
    size: int = DEFAULT_PAGE_SIZE


def add_event(session: Session, event: Event) -> None:
    """Store a new one with its venues and agenda."""
    session.add(EventRow(id=event.id, version=event.version, made_by=event.made_by, made_at=event.made_at, **_values(event)))
    session.flush()
    _put_parts(session, event)


def save_event(session: Session, event: Event) -> Event:
    """Store a changed one over the version it was read at; the event with its new version.

    Raises:
        RecordChanged: somebody saved it meanwhile.
        Conflict: a venue was left out in which somebody has a seat.
    """
    changed = update(EventRow).where(EventRow.id == event.id, EventRow.version == event.version)
    if not session.execute(changed.values(**_values(event), version=event.version + 1).returning(EventRow.id)).all():
        raise RecordChanged("这场活动刚被别人改过，请刷新后再做，您的修改没有写入。")
    _put_parts(session, event)
    found = find_event(session, event.id)
    assert found is not None  # noqa: S101  it was updated in this transaction
    return found


def touch_event(session: Session, event_id: str) -> None:
    """Count a change that calendars must take, such as a new plan of talks."""
    session.execute(update(EventRow).where(EventRow.id == event_id).values(version=EventRow.version + 1))


def find_event(session: Session, event_id: str) -> Event | None:
    """One event."""
    found = events_by_id(session, [event_id])
    return found.get(event_id)


def events_by_id(session: Session, ids: Sequence[str]) -> dict[str, Event]:
    """Id → event."""
    fresh = select(EventRow).where(EventRow.id.in_(ids)).execution_options(populate_existing=True)
    return {event.id: event for event in _read_all(session, list(session.scalars(fresh)))}


def list_events(session: Session, query: EventQuery) -> Page[Event]:
    """Events that fit, a page of them."""
    conditions: list[ColumnElement[bool]] = []
    if query.states:
        conditions.append(EventRow.state.in_(query.states))
    if query.kind:
        conditions.append(EventRow.kind == query.kind)
    if query.town:
        there = select(EventVenueRow.event_id).where(EventVenueRow.town_code == query.town)
        conditions.append(EventRow.id.in_(there))
    if query.ends_after:
        conditions.append(EventRow.ends_at >= query.ends_after)
    if query.ends_before:
        conditions.append(EventRow.ends_at < query.ends_before)
    total = session.scalar(select(func.count()).select_from(EventRow).where(*conditions)) or 0
    order = (EventRow.starts_at, EventRow.id) if query.soonest_first else (EventRow.starts_at.desc(), EventRow.id)
    found = select(EventRow).where(*conditions).order_by(*order).limit(query.size).offset((query.number - 1) * query.size)
    return Page(_read_all(session, list(session.scalars(found))), total, query.number, query.size)


def _put_parts(session: Session, event: Event) -> None:
    kept = {venue.id for venue in event.venues}
    there = set(session.scalars(select(EventVenueRow.id).where(EventVenueRow.event_id == event.id)))
    if gone := there - kept:
        session.execute(delete(EventVenueRow).where(EventVenueRow.id.in_(gone)))
    for position, venue in enumerate(event.venues):
        values = {
            "event_id": event.id,
            "position": position,
            "name": venue.name,
            "is_main": venue.is_main,
            "place": venue.place,
            "town_code": venue.town or None,
            "seats": venue.seats,
            "tables": venue.tables,
        }
        if venue.id in there:
            session.execute(update(EventVenueRow).where(EventVenueRow.id == venue.id).values(**values))
        else:
            session.add(EventVenueRow(id=venue.id, **values))
    session.execute(delete(AgendaLineRow).where(AgendaLineRow.event_id == event.id))
    for position, line in enumerate(event.agenda):
        row = AgendaLineRow(
            event_id=event.id, position=position, starts_at=line.starts_at, minutes=line.minutes, title=line.title, speaker=line.speaker,
            venue=line.venue,
        )  # fmt: skip
        session.add(row)
    session.flush()
    session.expire_all()


def _read_all(session: Session, rows: Sequence[EventRow]) -> list[Event]:
    ids = [row.id for row in rows]
    venues: dict[str, list[Venue]] = {each: [] for each in ids}
    agenda: dict[str, list[AgendaLine]] = {each: [] for each in ids}
    for place in session.scalars(select(EventVenueRow).where(EventVenueRow.event_id.in_(ids)).order_by(EventVenueRow.position)):
        one = Venue(place.id, place.name, place.is_main, place.place, place.town_code or "", place.seats, place.tables)
        venues[place.event_id].append(one)
    for line in session.scalars(select(AgendaLineRow).where(AgendaLineRow.event_id.in_(ids)).order_by(AgendaLineRow.position)):
        agenda[line.event_id].append(AgendaLine(line.starts_at, line.minutes, line.title, line.speaker, line.venue))
    return [_read(row, tuple(venues[row.id]), tuple(agenda[row.id])) for row in rows]


def _values(event: Event) -> dict[str, object]:
    facts = event.facts
    return {
        "state": event.state,
        "kind": facts.kind,
        "title": facts.title,
        "summary": facts.summary,
        "host": facts.host,
        "cohosts": list(facts.cohosts),
        "starts_at": facts.starts_at,
        "ends_at": facts.ends_at,
        "sign_up_until": facts.sign_up_until,
        "scenario_code": facts.scenario or None,
        "industry_code": facts.industry or None,
        "town_code": facts.town or None,
        "documents": [{"title": each.title, "href": each.href} for each in facts.documents],
        "talks_at": facts.talks.starts_at,
        "talk_minutes": facts.talks.minutes,
        "talk_slots": facts.talks.slots,
        "cancelled_reason": event.cancelled_reason,
        "is_demo": event.is_demo,
    }


def _read(row: EventRow, venues: tuple[Venue, ...], agenda: tuple[AgendaLine, ...]) -> Event:
    facts = EventFacts(
        kind=EventKind(row.kind),
        title=row.title,
        summary=row.summary,
        host=row.host,
        cohosts=tuple(row.cohosts),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        sign_up_until=row.sign_up_until,
        scenario=row.scenario_code or "",
        industry=row.industry_code or "",
        town=row.town_code or "",
        documents=tuple(EventDocument(each["title"], each["href"]) for each in row.documents),
        talks=TalkTimes(row.talks_at, row.talk_minutes, row.talk_slots),
    )
    return Event(
        id=row.id,
        version=row.version,
        state=EventState(row.state),
        facts=facts,
        venues=venues,
        agenda=agenda,
        made_by=row.made_by,
        made_at=row.made_at,
        cancelled_reason=row.cancelled_reason,
        is_demo=row.is_demo,
    )
