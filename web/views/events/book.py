"""报名."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.domain.bookings import CONTACT_KEPT, GUEST_WORDS, SEATS_OF_ONE_MOST
from service.domain.permissions import Action, Actor, Subject, may
from service.errors import PlatformError
from service.flows.events.book_seat import WishedBooking
from service.flows.events.see_event import SeenEvent
from web.parts.event_card import seats_left, time_span


@dataclass(frozen=True, slots=True)
class BookPage:
    """`venues`: (id, words); `firms`: those of the account; `key`: sent along, so that pressing twice makes one booking."""

    template: ClassVar[str] = "pages/events/book.html"
    title: str
    event: str
    event_href: str
    when: str
    is_open: bool
    on_desk: bool
    has_account: bool
    venues: tuple[tuple[str, str], ...]
    firms: tuple[tuple[str, str], ...]
    sides: tuple[tuple[str, str], ...]
    most: int
    kept_days: int
    typed: WishedBooking
    key: str
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, error: PlatformError) -> "BookPage":
        """This, with what was wrong."""
        return replace(self, problems=dict(error.fields), sentence="" if error.fields else error.message)


def book_page(seen: SeenEvent, actor: Actor, firms: Mapping[str, str], typed: tuple[WishedBooking, str]) -> BookPage:
    """The form as it was typed, with its key."""
    event, wished = seen.event, typed[0]
    on_desk = may(actor, Action.KEEP_EVENTS, Subject())
    venues = tuple((venue.id, f"{venue.name}，{seats_left((venue,), seen.taken)}") for venue in event.venues)
    if not wished.venue_id and venues:
        wished = replace(wished, venue_id=venues[0][0])
    if not wished.firm_id and firms and not on_desk:
        wished = replace(wished, firm_id=next(iter(firms)))
    return BookPage(
        title="代单位报名" if on_desk else "报名",
        event=event.facts.title,
        event_href=f"/events/{event.id}",
        when=time_span(event.facts.starts_at, event.facts.ends_at),
        is_open=seen.is_open or on_desk,
        on_desk=on_desk,
        has_account=actor.is_known and not on_desk,
        venues=venues,
        firms=() if on_desk else tuple(firms.items()),
        sides=tuple((side, words) for side, words in GUEST_WORDS.items()),
        most=SEATS_OF_ONE_MOST,
        kept_days=CONTACT_KEPT.days,
        typed=wished,
        key=typed[1],
    )
