"""新建活动, and changing one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.domain.calendar import time_in_shanghai
from service.domain.events import EVENT_KIND_WORDS, VENUES_MOST, AgendaLine, Event
from service.domain.taxonomy import Taxonomy
from service.errors import PlatformError
from service.gathering.event_wishes import WishedEvent, WishedVenue
from web.parts.event_card import typed_time


@dataclass(frozen=True, slots=True)
class EditEventPage:
    """`event_id`: empty for a new one. `rows`: as many venues as one may have, empty ones at the end."""

    template: ClassVar[str] = "pages/events/edit_event.html"
    title: str
    typed: WishedEvent
    rows: tuple[WishedVenue, ...]
    used: int
    kinds: tuple[tuple[str, str], ...]
    scenarios: tuple[tuple[str, str], ...]
    industries: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str], ...]
    event_id: str = ""
    version: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, error: PlatformError) -> "EditEventPage":
        """This, with what was wrong."""
        return replace(self, problems=dict(error.fields), sentence="" if error.fields else error.message)


def edit_event_page(typed: WishedEvent, taxonomy: Taxonomy) -> EditEventPage:
    """The form as it was typed."""
    rows = (*typed.venues, *(WishedVenue("") for _ in range(VENUES_MOST)))[:VENUES_MOST]
    return EditEventPage(
        title="活动内容",
        typed=typed,
        rows=rows,
        used=max(1, sum(bool(row.name.strip()) for row in rows)),
        kinds=tuple((kind, words) for kind, words in EVENT_KIND_WORDS.items()),
        scenarios=tuple((each.code, f"{each.code} {each.name}") for each in taxonomy.scenarios),
        industries=tuple((each.code, each.name) for each in taxonomy.industries),
        towns=tuple((each.code, each.name) for each in taxonomy.towns),
    )


def typed_event(event: Event) -> WishedEvent:
    """An event as a form takes it."""
    facts = event.facts
    talks = facts.talks
    return WishedEvent(
        kind=facts.kind,
        title=facts.title,
        summary=facts.summary,
        host=facts.host,
        cohosts="、".join(facts.cohosts),
        starts=typed_time(facts.starts_at),
        ends=typed_time(facts.ends_at),
        sign_up_until=typed_time(facts.sign_up_until),
        scenario=facts.scenario,
        industry=facts.industry,
        town=facts.town,
        agenda="\n".join(_agenda_line(line) for line in event.agenda),
        documents="\n".join(f"{each.title} {each.href}".strip() for each in facts.documents),
        talks_at=typed_time(talks.starts_at),
        talk_minutes=str(talks.minutes),
        talk_slots=str(talks.slots or ""),
        venues=tuple(
            WishedVenue(venue.name, venue.place, venue.town, str(venue.seats), str(venue.tables), venue.id) for venue in event.venues
        ),
    )


def _agenda_line(line: AgendaLine) -> str:
    begins = time_in_shanghai(line.starts_at)
    ends = begins.hour * 60 + begins.minute + line.minutes
    parts = [line.title, line.speaker, line.venue]
    while not parts[-1]:
        parts.pop()
    return f"{begins:%H:%M}-{ends // 60:02d}:{ends % 60:02d} {' / '.join(parts)}"
