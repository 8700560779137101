"""洽谈安排."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from service.domain.bookings import GUEST_WORDS, Booking, GuestSide
from service.domain.talks import TALK_RESULT_WORDS, TALK_STATE_WORDS, EventTalk, TalkState
from service.errors import PlatformError
from service.flows.events.plan_talks import PlannedTalks
from service.flows.events.see_talks import EventTalks
from web.parts.event_card import clock_time, time_span
from web.views.events.talks import talk_place


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One talk on the staff's grid. `needs`: (id, words) of its factory's open needs, where the desk is to go on."""

    id: str
    factory: str
    provider: str
    provider_id: str
    state: str
    place: str
    reason: str
    result: str
    words: str
    may_change: bool
    may_tell: bool
    wants_desk: bool
    needs: tuple[tuple[str, str], ...]
    introduction: str


@dataclass(frozen=True, slots=True)
class EventTalksPage:
    """`rounds`: (time, its talks) of the plan; `waiting`: accepted without a slot; `asked`: still to be answered; `over`: all others."""

    template: ClassVar[str] = "pages/events/event_talks.html"
    title: str
    event: str
    event_href: str
    when: str
    has_talks: bool
    rounds: tuple[tuple[str, tuple[TalkLine, ...]], ...]
    waiting: tuple[TalkLine, ...]
    asked: tuple[TalkLine, ...]
    over: tuple[TalkLine, ...]
    left: int
    slots: tuple[tuple[int, str], ...]
    choices: tuple[tuple[str, str], ...]
    results: tuple[tuple[str, str], ...]
    sides: tuple[tuple[str, str], ...]
    sentence: str = ""
    done: str = ""

    def refused(self, error: PlatformError) -> "EventTalksPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(error.fields.values()) or error.message)

    def planned(self, found: PlannedTalks) -> "EventTalksPage":
        """This, with what the plan gave."""
        how = "按先来后到排的" if found.by == "greedy" else f"达到最好安排的 {found.share * 100:.1f}%"
        left = f"，还有 {found.left} 次排不下" if found.left else ""
        worth = found.worth
        done = f"新排了 {found.placed} 次{left}；{worth.firsts} 个单位至少谈一次，共 {worth.talks} 次，合心意的 {worth.liked} 次；{how}。"
        return replace(self, done=done)


def event_talks_page(seen: EventTalks, now: datetime) -> EventTalksPage:
    """The page of one event."""
    event, times = seen.event, seen.event.facts.talks
    begun = now >= event.facts.starts_at
    lines = {talk.id: _line(talk, seen, begun=begun) for talk in seen.talks}

    def those(*states: TalkState, placed: bool | None = None) -> tuple[TalkLine, ...]:
        return tuple(
            lines[talk.id] for talk in seen.talks if talk.state in states and (placed is None or (talk.place is not None) is placed)
        )

    on_grid = [talk for talk in seen.talks if talk.place and talk.state in {TalkState.ACCEPTED, TalkState.HELD, TalkState.MISSED}]
    rounds = [
        (clock_time(times.start_of(slot)), tuple(lines[talk.id] for talk in on_grid if talk.place and talk.place.slot == slot))
        for slot in range(times.slots)
    ]
    choices = [
        (talk.id, f"{clock_time(times.start_of(talk.place.slot))} {lines[talk.id].factory}–{lines[talk.id].provider}")
        for talk in on_grid
        if talk.place and talk.state is TalkState.ACCEPTED
    ]
    return EventTalksPage(
        title="洽谈安排",
        event=event.facts.title,
        event_href=f"/workbench/events/{event.id}",
        when=time_span(event.facts.starts_at, event.facts.ends_at),
        has_talks=event.has_talks,
        rounds=tuple(rounds),
        waiting=those(TalkState.ACCEPTED, placed=False),
        asked=those(TalkState.ASKED),
        over=those(TalkState.DECLINED, TalkState.LAPSED, TalkState.WITHDRAWN),
        left=seen.left,
        slots=tuple((slot, clock_time(times.start_of(slot))) for slot in range(times.slots)),
        choices=tuple(choices),
        results=tuple(TALK_RESULT_WORDS.items()),
        sides=((GuestSide.FACTORY, GUEST_WORDS[GuestSide.FACTORY]), (GuestSide.PROVIDER, GUEST_WORDS[GuestSide.PROVIDER])),
    )


def _line(talk: EventTalk, seen: EventTalks, *, begun: bool) -> TalkLine:
    factory, provider = _firm(seen, talk.factory_booking), _firm(seen, talk.provider_booking)
    return TalkLine(
        id=talk.id,
        factory=factory.firm.name,
        provider=provider.firm.name,
        provider_id=provider.firm.firm_id,
        state=TALK_STATE_WORDS[talk.state],
        place=talk_place(seen.event, talk, seen.bookings),
        reason=talk.reason,
        result=TALK_RESULT_WORDS[talk.result] if talk.result else "",
        words=talk.result_words,
        may_change=talk.state is TalkState.ACCEPTED,
        may_tell=begun and talk.place is not None and talk.state in {TalkState.ACCEPTED, TalkState.HELD},
        wants_desk=talk.id in seen.needs,
        needs=tuple((need.id, f"{need.number} {need.text[:30]}") for need in seen.needs.get(talk.id, [])),
        introduction=talk.introduction_id,
    )


def _firm(seen: EventTalks, booking_id: str) -> Booking:
    return seen.bookings[booking_id]
