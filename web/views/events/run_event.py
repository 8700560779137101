"""One event as staff run it."""

from dataclasses import dataclass, replace
from typing import ClassVar

from service.domain.bookings import BOOKING_WORDS, CALL_WORDS, GUEST_WORDS, Booking, BookingState, Turnout
from service.domain.events import EVENT_KIND_WORDS, EVENT_STATE_WORDS, EVENT_STEP_WORDS, EventKind, EventState, EventStep
from service.domain.permissions import Action, Actor, could
from service.domain.taxonomy import Taxonomy
from service.errors import PlatformError
from service.flows.events.run_event import RunEvent
from web.parts.event_card import EVENT_BADGES, clock_time, time_span

_OVER = frozenset({EventState.CANCELLED, EventState.HELD})


@dataclass(frozen=True, slots=True)
class GuestLine:
    """One booking on the staff's list; no name or number of a person stands here."""

    href: str
    serial: int
    firm: str
    side: str
    venue: str
    seats: int
    state: str
    called: str
    arrived: str


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One venue: seats, taken, left, waiting people, tables."""

    name: str
    place: str
    seats: int
    taken: int
    left: int
    waiting: int
    tables: int


@dataclass(frozen=True, slots=True)
class RunEventPage:
    """`steps`: (step, words); `links`: (address, words) of what else staff do with it."""

    template: ClassVar[str] = "pages/events/run_event.html"
    title: str
    href: str
    kind: str
    state: str
    badge: str
    when: str
    is_shown: bool
    cancelled_reason: str
    steps: tuple[tuple[str, str], ...]
    may_keep: bool
    may_book: bool
    links: tuple[tuple[str, str], ...]
    seats: tuple[SeatLine, ...]
    guests: tuple[GuestLine, ...]
    waiting: tuple[GuestLine, ...]
    cancelled: int
    turnout: Turnout
    sentence: str = ""

    def refused(self, error: PlatformError) -> "RunEventPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(error.fields.values()) or error.message)


def run_event_page(run: RunEvent, actor: Actor, taxonomy: Taxonomy) -> RunEventPage:
    """The page of one event."""
    event, facts = run.event, run.event.facts
    towns = {town.code: town.name for town in taxonomy.towns}
    venues = {venue.id: venue.name for venue in event.venues}
    may_keep = could(actor, Action.KEEP_EVENTS)
    by_state = {state: [each for each in run.bookings if each.state is state] for state in BookingState}
    return RunEventPage(
        title=facts.title,
        href=f"/events/{event.id}",
        kind=EVENT_KIND_WORDS[facts.kind],
        state=EVENT_STATE_WORDS[event.state],
        badge=EVENT_BADGES[event.state],
        when=time_span(facts.starts_at, facts.ends_at),
        is_shown=event.is_shown,
        cancelled_reason=event.cancelled_reason,
        steps=tuple((step, EVENT_STEP_WORDS[step]) for step in run.steps if step is not EventStep.CANCEL),
        may_keep=may_keep,
        may_book=may_keep and event.state in {EventState.PUBLISHED, EventState.CLOSED},
        links=_links(event.id, may_keep=may_keep, is_over=event.state in _OVER, is_contest=facts.kind is EventKind.CONTEST),
        seats=tuple(
            SeatLine(
                venue.name,
                "，".join(part for part in (venue.place, towns.get(venue.town, "")) if part),
                venue.seats,
                run.taken.get(venue.id, (0, 0))[0],
                max(0, venue.seats - run.taken.get(venue.id, (0, 0))[0]),
                run.taken.get(venue.id, (0, 0))[1],
                venue.tables,
            )
            for venue in event.venues
        ),
        guests=tuple(_guest(each, venues) for each in by_state[BookingState.BOOKED]),
        waiting=tuple(_guest(each, venues) for each in sorted(by_state[BookingState.WAITING], key=lambda one: one.turn)),
        cancelled=len(by_state[BookingState.CANCELLED]),
        turnout=run.turnout,
    )


def _links(event_id: str, *, may_keep: bool, is_over: bool, is_contest: bool) -> tuple[tuple[str, str], ...]:
    base = f"/workbench/events/{event_id}"
    found = []
    if may_keep and not is_over:
        found += [(f"{base}/edit", "修改"), (f"{base}/invitations", "邀请名单"), (f"{base}/calls", "电话单")]
    if may_keep:
        found.append((f"{base}/talks", "洽谈安排"))
    if may_keep and is_contest:
        found.append((f"{base}/contest", "评审和名次"))
    found.append((f"{base}/door", "签到名单"))
    return tuple(found)


def _guest(booking: Booking, venues: dict[str, str]) -> GuestLine:
    return GuestLine(
        href=f"/bookings/{booking.id}",
        serial=booking.serial,
        firm=booking.firm.name,
        side=GUEST_WORDS[booking.firm.side],
        venue=venues.get(booking.venue_id, ""),
        seats=booking.seats,
        state=BOOKING_WORDS[booking.state],
        called=CALL_WORDS[booking.called] if booking.called else "",
        arrived=f"{clock_time(booking.arrival.at)}，{booking.arrival.seats} 人" if booking.arrival else "",
    )
