"""One event in a list, and the words for its time, places and seats that several pages use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.domain.calendar import time_in_shanghai
from service.domain.events import COMING_STATES, EVENT_KIND_WORDS, EVENT_STATE_WORDS, Event, EventState, Venue

_WEEKDAYS = "一二三四五六日"
EVENT_BADGES: Mapping[EventState, str] = {
    EventState.DRAFT: "quiet",
    EventState.PUBLISHED: "accent",
    EventState.CLOSED: "warn",
    EventState.CANCELLED: "bad",
    EventState.HELD: "plain",
}


@dataclass(frozen=True, slots=True)
class EventCard:
    """`places`: its venues in words; `seats`: what is left, empty when nobody signs up any more."""

    id: str
    href: str
    title: str
    kind: str
    state: str
    badge: str
    when: str
    places: str
    seats: str


def event_card(event: Event, taken: Mapping[str, tuple[int, int]], href: str) -> EventCard:
    """The event as a line of a list."""
    facts = event.facts
    return EventCard(
        id=event.id,
        href=href,
        title=facts.title,
        kind=EVENT_KIND_WORDS[facts.kind],
        state=EVENT_STATE_WORDS[event.state],
        badge=EVENT_BADGES[event.state],
        when=time_span(facts.starts_at, facts.ends_at),
        places="、".join(venue.name for venue in event.venues),
        seats=seats_left(event.venues, taken) if event.state in COMING_STATES else "",
    )


def seats_left(venues: tuple[Venue, ...], taken: Mapping[str, tuple[int, int]]) -> str:
    """余 12 座, or 已满，3 人候补."""
    left = sum(max(0, venue.seats - taken.get(venue.id, (0, 0))[0]) for venue in venues)
    waiting = sum(taken.get(venue.id, (0, 0))[1] for venue in venues)
    if left and not waiting:
        return f"余 {left} 座"
    return f"已满，{waiting} 人候补" if waiting else "已满，可候补"


def time_span(starts: datetime, ends: datetime) -> str:
    """2026年12月3日（周四）14:30–17:00; over several days both days stand there."""
    first, last = time_in_shanghai(starts), time_in_shanghai(ends)
    begun = day_and_time(starts)
    if first.date() == last.date():
        return f"{begun}–{last:%H:%M}"
    return f"{begun} 至 {last.month}月{last.day}日 {last:%H:%M}"


def day_and_time(instant: datetime) -> str:
    """2026年12月3日（周四）14:30."""
    local = time_in_shanghai(instant)
    return f"{local.year}年{local.month}月{local.day}日（周{_WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def clock_time(instant: datetime) -> str:
    """14:30 in Asia/Shanghai."""
    return f"{time_in_shanghai(instant):%H:%M}"


def typed_time(instant: datetime | None) -> str:
    """As a field for date and time takes it; empty for none."""
    return f"{time_in_shanghai(instant):%Y-%m-%dT%H:%M}" if instant else ""
