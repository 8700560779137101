"""洽谈 of one booking. A provider learns a factory's name when that has agreed, not before."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.bookings import Booking, GuestSide
from service.domain.events import Event
from service.domain.talks import TALK_RESULT_WORDS, TALK_STATE_WORDS, EventTalk, TalkState
from service.errors import PlatformError
from service.flows.events.see_talks import OwnTalks
from service.gathering.guests import BookingKey
from web.parts.event_card import clock_time, day_and_time, time_span

_KNOWN_FROM = frozenset({TalkState.ACCEPTED, TalkState.HELD, TalkState.MISSED})


@dataclass(frozen=True, slots=True)
class TalkCard:
    """One talk. `may`: what can be done with it: answer, withdraw, tell."""

    id: str
    partner: str
    state: str
    reason: str
    when: str
    place: str
    may: frozenset[str]
    answer_by: str
    result: str
    words: str


@dataclass(frozen=True, slots=True)
class TalksPage:
    """`slots`: (number, time, one cannot) of the event; `others`: (booking, name, venue) whom one may ask."""

    template: ClassVar[str] = "pages/events/talks.html"
    title: str
    event: str
    when: str
    href: str
    action: str
    booking_href: str
    secret: str
    has_talks: bool
    slots: tuple[tuple[int, str, bool], ...]
    cards: tuple[TalkCard, ...]
    others: tuple[tuple[str, str, str], ...]
    results: tuple[tuple[str, str], ...]
    sentence: str = ""

    def refused(self, error: PlatformError) -> "TalksPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(error.fields.values()) or error.message)


def talks_page(own: OwnTalks, key: BookingKey, now: datetime) -> TalksPage:
    """The page of one booking."""
    event, booking, times = own.event, own.booking, own.event.facts.talks
    query = "?" + urlencode({"t": key.secret}) if key.secret else ""
    base = "/bookings/own" if key.secret else f"/bookings/{booking.id}"
    venues = {venue.id: venue.name for venue in event.venues}
    return TalksPage(
        title="一对一洽谈",
        event=event.facts.title,
        when=time_span(event.facts.starts_at, event.facts.ends_at),
        href=f"{base}/talks{query}",
        action=f"{base}/talks",
        booking_href=f"{base}{query}",
        secret=key.secret,
        has_talks=event.has_talks,
        slots=tuple((slot, clock_time(times.start_of(slot)), slot in booking.busy) for slot in range(times.slots)),
        cards=tuple(_card(talk, own, now) for talk in own.talks),
        others=tuple((each.id, shown_partner(each, booking.firm.side, known=False), venues.get(each.venue_id, "")) for each in own.others),
        results=tuple(TALK_RESULT_WORDS.items()),
    )


def shown_partner(partner: Booking, side: GuestSide, *, known: bool) -> str:
    """The other side's name; to a provider a factory is a number until it has agreed."""
    return partner.firm.name if known or side is GuestSide.FACTORY else f"{partner.serial} 号企业"


def talk_place(event: Event, talk: EventTalk, bookings: dict[str, Booking]) -> str:
    """主会场 3 号桌, or the tables of both venues when it is held by video."""
    if talk.place is None:
        return ""
    names = {venue.id: venue.name for venue in event.venues}
    near, far = (names.get(bookings[each].venue_id, "") for each in (talk.factory_booking, talk.provider_booking))
    if near == far:
        return f"{near} {talk.place.near_table} 号桌"
    return f"{near} {talk.place.near_table} 号桌 和 {far} {talk.place.far_table} 号桌，视频"


def _card(talk: EventTalk, own: OwnTalks, now: datetime) -> TalkCard:
    side = own.booking.firm.side
    other = GuestSide.FACTORY if side is GuestSide.PROVIDER else GuestSide.PROVIDER
    partner = own.partners[talk.booking_of(other)]
    begun = now >= own.event.facts.starts_at
    may = set()
    if talk.state is TalkState.ASKED and talk.asked_by is not side and now < talk.answer_by:
        may.add("answer")
    elif talk.is_open:
        may.add("withdraw")
    if begun and talk.place and talk.state in {TalkState.ACCEPTED, TalkState.HELD}:
        may = {"tell"}
    known = talk.state in _KNOWN_FROM or talk.asked_by is GuestSide.FACTORY
    return TalkCard(
        id=talk.id,
        partner=shown_partner(partner, side, known=known),
        state=TALK_STATE_WORDS[talk.state],
        reason=talk.reason,
        when=day_and_time(own.event.facts.talks.start_of(talk.place.slot)) if talk.place else "",
        place=talk_place(own.event, talk, own.partners),
        may=frozenset(may),
        answer_by=day_and_time(talk.answer_by) if talk.state is TalkState.ASKED else "",
        result=TALK_RESULT_WORDS[talk.result] if talk.result else "",
        words=talk.result_words,
    )
