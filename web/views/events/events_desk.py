"""活动管理."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from service.domain.bookings import Turnout
from service.domain.permissions import Action, Actor, could
from service.flows.events.run_event import EventsDesk
from web.parts.event_card import EventCard, event_card
from web.parts.paging import Paging, paging_of


@dataclass(frozen=True, slots=True)
class EventsDeskPage:
    """`year`: what came of the events held since `since`."""

    template: ClassVar[str] = "pages/events/events_desk.html"
    title: str
    cards: tuple[EventCard, ...]
    total: int
    year: Turnout
    since: datetime
    may_plan: bool
    paging: Paging


def events_desk_page(desk: EventsDesk, actor: Actor) -> EventsDeskPage:
    """The page of one part of the list."""
    return EventsDeskPage(
        title="活动管理",
        cards=tuple(event_card(event, desk.taken, f"/workbench/events/{event.id}") for event in desk.page.items),
        total=desk.page.total,
        year=desk.year,
        since=desk.since,
        may_plan=could(actor, Action.KEEP_EVENTS),
        paging=paging_of(desk.page, "/workbench/events"),
    )
