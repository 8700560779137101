"""活动: public lecture, salon, kick-off meeting, contest, visit; with its venues, its agenda and the states it goes through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TITLE_MOST_CHARACTERS = 80
SUMMARY_MOST_CHARACTERS = 2_000
PLACE_WORDS_MOST_CHARACTERS = 120
VENUES_MOST = 8
AGENDA_MOST = 60
DOCUMENTS_MOST = 20
COHOSTS_MOST = 12
SEATS_MOST = 5_000
TABLES_MOST = 200
SLOTS_MOST = 40
LONGEST_EVENT = timedelta(days=7)


class EventKind(StrEnum):
    """What kind of gathering it is."""

    LECTURE = "lecture"
    SALON = "salon"
    KICKOFF = "kickoff"
    CONTEST = "contest"
    VISIT = "visit"


EVENT_KIND_WORDS: Mapping[EventKind, str] = {
    EventKind.LECTURE: "公益讲座",
    EventKind.SALON: "对接沙龙",
    EventKind.KICKOFF: "启动会",
    EventKind.CONTEST: "创新大赛",
    EventKind.VISIT: "走访参观",
}


class EventState(StrEnum):
    """How far it is. Only a draft is hidden from the public."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    """Nobody signs up any more; it is about to take place."""
    CANCELLED = "cancelled"
    HELD = "held"


EVENT_STATE_WORDS: Mapping[EventState, str] = {
    EventState.DRAFT: "草稿",
    EventState.PUBLISHED: "报名中",
    EventState.CLOSED: "报名截止",
    EventState.CANCELLED: "已取消",
    EventState.HELD: "已举办",
}
SHOWN_STATES = frozenset(EventState) - {EventState.DRAFT}
COMING_STATES = frozenset({EventState.PUBLISHED, EventState.CLOSED})
"""It is still to take place."""


class EventStep(StrEnum):
    """What staff do with an event as a whole."""

    PUBLISH = "publish"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"
    HOLD = "hold"
    """It has taken place."""


EVENT_STEP_WORDS: Mapping[EventStep, str] = {
    EventStep.PUBLISH: "发布",
    EventStep.CLOSE: "截止报名",
    EventStep.REOPEN: "重新开放报名",
    EventStep.CANCEL: "取消活动",
    EventStep.HOLD: "记为已举办",
}
_MOVES: Mapping[tuple[EventState, EventStep], EventState] = {
    (EventState.DRAFT, EventStep.PUBLISH): EventState.PUBLISHED,
    (EventState.DRAFT, EventStep.CANCEL): EventState.CANCELLED,
    (EventState.PUBLISHED, EventStep.CLOSE): EventState.CLOSED,
    (EventState.PUBLISHED, EventStep.CANCEL): EventState.CANCELLED,
    (EventState.PUBLISHED, EventStep.HOLD): EventState.HELD,
    (EventState.CLOSED, EventStep.REOPEN): EventState.PUBLISHED,
    (EventState.CLOSED, EventStep.CANCEL): EventState.CANCELLED,
    (EventState.CLOSED, EventStep.HOLD): EventState.HELD,
}


@dataclass(frozen=True, slots=True)
class Venue:
    """One room of an event. `seats`: people it takes; `tables`: for talks of two; `place`: where it is, in words."""

    id: str
    name: str
    is_main: bool
    place: str
    town: str
    seats: int
    tables: int


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item of the agenda. `venue`: its name; empty for all of them."""

    starts_at: datetime
    minutes: int
    title: str
    speaker: str = ""
    venue: str = ""


@dataclass(frozen=True, slots=True)
class EventDocument:
    """A document of an event: its title and where it lies on the web; without an address it is a note."""

    title: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class TalkTimes:
    """When talks of two take place: `slots` of `minutes` each, one after the other; no slots: there are none."""

    starts_at: datetime | None = None
    minutes: int = 15
    slots: int = 0

    def start_of(self, slot: int) -> datetime:
        """When a slot begins.

        Raises:
            ValueError: there are no talks.
        """
        if self.starts_at is None:
            raise ValueError("this event has no talks")
        return self.starts_at + timedelta(minutes=self.minutes * slot)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What staff write. Codes of the taxonomy say whom it concerns; empty: everybody. `reason`: why it is held, shown to the public."""

    kind: EventKind
    title: str
    summary: str
    host: str
    cohosts: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    sign_up_until: datetime
    scenario: str = ""
    industry: str = ""
    town: str = ""
    documents: tuple[EventDocument, ...] = ()
    talks: TalkTimes = TalkTimes()


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `version` counts every change, so that calendars and two people at once are told apart. The main venue stands first."""

    id: str
    version: int
    state: EventState
    facts: EventFacts
    venues: tuple[Venue, ...]
    agenda: tuple[AgendaLine, ...]
    made_by: str
    made_at: datetime
    cancelled_reason: str = ""
    is_demo: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether the public sees it."""
        return self.state in SHOWN_STATES

    @property
    def has_talks(self) -> bool:
        """Whether firms and providers meet two by two."""
        return self.facts.talks.slots > 0

    def takes_bookings(self, now: datetime) -> bool:
        """Whether one may sign up."""
        return self.state is EventState.PUBLISHED and now < self.facts.sign_up_until

    def venue(self, venue_id: str) -> Venue | None:
        """One of its venues."""
        return next((each for each in self.venues if each.id == venue_id), None)


def next_event_state(state: EventState, step: EventStep) -> EventState | None:
    """The state after a step; None when there is no such step."""
    return _MOVES.get((state, step))


def event_steps(event: Event, now: datetime) -> tuple[EventStep, ...]:
    """What may be done with it now. Nothing is held before its day has begun."""
    begun = now >= event.facts.starts_at
    return tuple(step for step in EventStep if next_event_state(event.state, step) and (begun or step is not EventStep.HOLD))
