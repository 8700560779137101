"""活动 for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.events import (
    COMING_STATES,
    EVENT_KIND_WORDS,
    EVENT_STATE_WORDS,
    AgendaLine,
    Event,
    EventDocument,
    EventKind,
    EventState,
)
from service.domain.taxonomy import Taxonomy
from service.flows.events.browse_events import EventList, EventsAsked
from service.flows.events.keep_contest import SeenContest
from service.flows.events.see_event import SeenEvent
from web.parts.event_card import EVENT_BADGES, EventCard, clock_time, day_and_time, event_card, time_span
from web.parts.paging import Paging, paging_of
from web.parts.ranked_entries import RankedLine, ranked_lines


@dataclass(frozen=True, slots=True)
class EventsPage:
    """`tabs`: (words, address, chosen) of what comes and what has been; `kinds` and `towns` for the narrowing."""

    template: ClassVar[str] = "pages/events/events.html"
    title: str
    cards: tuple[EventCard, ...]
    total: int
    past: bool
    tabs: tuple[tuple[str, str, bool], ...]
    kinds: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str], ...]
    kind: str
    town: str
    paging: Paging

    @property
    def is_narrowed(self) -> bool:
        """Whether a kind or town was chosen."""
        return bool(self.kind or self.town)


@dataclass(frozen=True, slots=True)
class VenueTab:
    """One venue with its seats; `agenda`: (time, title, speaker) of what takes place there."""

    anchor: str
    name: str
    is_main: bool
    place: str
    town: str
    seats: str
    tables: int
    agenda: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """`concerns`: (what, words) of scenario, trade and town. `book_href`: empty when nobody signs up any more."""

    template: ClassVar[str] = "pages/events/event.html"
    title: str
    kind: str
    state: str
    badge: str
    when: str
    until: str
    host: str
    cohosts: tuple[str, ...]
    summary: tuple[str, ...]
    venues: tuple[VenueTab, ...]
    concerns: tuple[tuple[str, str], ...]
    documents: tuple[EventDocument, ...]
    talks: str
    book_href: str
    calendar_href: str
    cancelled_reason: str
    is_cancelled: bool
    is_held: bool
    enter_href: str
    ranked: tuple[RankedLine, ...]
    heads: tuple[str, ...]


def events_page(found: EventList, asked: EventsAsked, taxonomy: Taxonomy) -> EventsPage:
    """The list."""
    query = tuple((name, value) for name, value in (("kind", asked.kind), ("town", asked.town)) if value)
    past = (*query, ("past", "1"))
    return EventsPage(
        title="活动",
        cards=tuple(event_card(event, found.taken, f"/events/{event.id}") for event in found.page.items),
        total=found.page.total,
        past=asked.past,
        tabs=(
            ("近期活动", "/events" + (f"?{urlencode(query)}" if query else ""), not asked.past),
            ("办过的活动", f"/events?{urlencode(past)}", asked.past),
        ),
        kinds=tuple((kind, words) for kind, words in EVENT_KIND_WORDS.items()),
        towns=tuple((town.code, town.name) for town in taxonomy.towns),
        kind=asked.kind,
        town=asked.town,
        paging=paging_of(found.page, "/events", past if asked.past else query),
    )


def event_page(seen: SeenEvent, taxonomy: Taxonomy, contest: SeenContest | None) -> EventPage:
    """One event; with its ranking, once that is public."""
    event, facts = seen.event, seen.event.facts
    talks = facts.talks
    return EventPage(
        title=facts.title,
        kind=EVENT_KIND_WORDS[facts.kind],
        state=EVENT_STATE_WORDS[event.state],
        badge=EVENT_BADGES[event.state],
        when=time_span(facts.starts_at, facts.ends_at),
        until=day_and_time(facts.sign_up_until),
        host=facts.host,
        cohosts=facts.cohosts,
        summary=tuple(part for part in facts.summary.splitlines() if part.strip()),
        venues=venue_tabs(event, seen.taken, {town.code: town.name for town in taxonomy.towns}),
        concerns=concerns_of(event, taxonomy),
        documents=facts.documents,
        talks=f"{clock_time(talks.starts_at)} 起，每次 {talks.minutes} 分钟，共 {talks.slots} 轮" if talks.starts_at else "",
        book_href=f"/events/{event.id}/book" if seen.is_open else "",
        calendar_href=f"/events/{event.id}/calendar.ics",
        cancelled_reason=event.cancelled_reason,
        is_cancelled=event.state is EventState.CANCELLED,
        is_held=event.state is EventState.HELD,
        enter_href=f"/events/{event.id}/enter" if facts.kind is EventKind.CONTEST and event.state is EventState.PUBLISHED else "",
        ranked=ranked_lines(contest.ranking) if contest else (),
        heads=tuple(each.name for each in contest.criteria) if contest else (),
    )


def venue_tabs(event: Event, taken: Mapping[str, tuple[int, int]], towns: Mapping[str, str]) -> tuple[VenueTab, ...]:
    """Each venue with its own seats and what takes place there."""
    return tuple(
        VenueTab(
            anchor=f"venue-{number}",
            name=venue.name,
            is_main=venue.is_main,
            place=venue.place,
            town=towns.get(venue.town, ""),
            seats=_seats(venue.seats, taken.get(venue.id, (0, 0))) if event.state in COMING_STATES else f"{venue.seats} 座",
            tables=venue.tables,
            agenda=tuple(_line(line) for line in event.agenda if line.venue in {"", venue.name}),
        )
        for number, venue in enumerate(event.venues, 1)
    )


def concerns_of(event: Event, taxonomy: Taxonomy) -> tuple[tuple[str, str], ...]:
    """Whom it concerns, in words."""
    facts = event.facts
    found = (
        ("场景", next((each.name for each in taxonomy.scenarios if each.code == facts.scenario), "")),
        ("行业", next((each.name for each in taxonomy.industries if each.code == facts.industry), "")),
        ("镇街", next((each.name for each in taxonomy.towns if each.code == facts.town), "")),
    )
    return tuple((what, words) for what, words in found if words)


def _seats(seats: int, taken: tuple[int, int]) -> str:
    left = max(0, seats - taken[0])
    if taken[1]:
        return f"{seats} 座已满，{taken[1]} 人候补"
    return f"{seats} 座，还剩 {left} 座" if left else f"{seats} 座已满，可以候补"


def _line(line: AgendaLine) -> tuple[str, str, str]:
    return f"{clock_time(line.starts_at)}，{line.minutes} 分钟", line.title, line.speaker
