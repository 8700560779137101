"""洽谈 asked for, answered and taken back by the two sides."""

from dataclasses import dataclass, replace

from service.domain.audit import AuditEntry
from service.domain.bookings import Booking, GuestSide
from service.domain.events import Event
from service.domain.people import read_line
from service.domain.talk_plans import plan_faults
from service.domain.talks import (
    ANSWER_WITHIN,
    ASKED_MOST,
    TALK_STATE_WORDS,
    TALK_WORDS_MOST_CHARACTERS,
    EventTalk,
    TalkPlace,
    TalkState,
)
from service.errors import Conflict, Invalid, NotFound
from service.gathering.guest_notices import tell_guests
from service.gathering.guests import BookingKey
from service.gathering.talking import TALKERS, open_own_talk, open_talker, seat_talks, talk_problem, tell_talkers
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_of, find_booking, save_booking
from service.store.queries.talks import add_talk, find_talk_between, open_talks_of, save_talk, talks_of
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class WishedAsk:
    """Whom one wants to talk to, why, and in which slots: empty for any."""

    other_booking: str
    reason: str = ""
    wished: tuple[int, ...] = ()


def ask_talk(runtime: Runtime, key: BookingKey, wished: WishedAsk) -> EventTalk:
    """Ask. Once the plan stands, a request that names one free slot holds it until it is answered or its time is over.

    Raises:
        NotFound: the key opens none, or the other is not there.
        Invalid: no reason is given, or a slot that there is none of.
        Conflict: these two have asked before, or too many requests are open.
    """
    now = runtime.clock.now()
    reason = read_line(wished.reason, TALK_WORDS_MOST_CHARACTERS)
    with writing(runtime.database) as session:
        opened = open_talker(runtime, session, key)
        booking, event = opened.booking, opened.event
        other = find_booking(session, wished.other_booking)
        sides = {booking.firm.side, other.firm.side} if other else set()
        if other is None or other.event_id != event.id or sides != TALKERS:
            raise NotFound("对方没有报这场活动，或不能约。")
        if reason is None:
            sentence = f"请写一句想谈什么，最多 {TALK_WORDS_MOST_CHARACTERS} 个字：对方凭它决定谈不谈。"
            raise Invalid(sentence, fields={"reason": sentence})
        if any(not 0 <= slot < event.facts.talks.slots for slot in wished.wished):
            raise Invalid("没有这一轮。", fields={"wished": "请选列表里的一轮。"})
        if (
            sum(each.state is TalkState.ASKED and each.asked_by is booking.firm.side for each in open_talks_of(session, booking.id))
            >= ASKED_MOST
        ):
            raise Conflict(f"等答复的最多 {ASKED_MOST} 条。请等对方答复，或撤回几条。")
        factory, provider = (booking, other) if booking.firm.side is GuestSide.FACTORY else (other, booking)
        if before := find_talk_between(session, factory.id, provider.id):
            raise Conflict(f"和这家约过了，现在是“{TALK_STATE_WORDS[before.state]}”。")
        talk = EventTalk(
            id=new_id("tlk"),
            event_id=event.id,
            version=1,
            factory_booking=factory.id,
            provider_booking=provider.id,
            asked_by=booking.firm.side,
            state=TalkState.ASKED,
            reason=reason,
            wished=wished.wished,
            asked_at=now,
            answer_by=min(now + ANSWER_WITHIN, event.facts.starts_at),
        )
        talk = _holding(session, event, talk)
        add_talk(session, talk)
        detail: dict[str, object] = {"event": event.id, "by": talk.asked_by, "holds": talk.place is not None}
        record_audit(session, [AuditEntry(now, opened.by, "talk_asked", "talk", talk.id, detail)])
        tell_guests(runtime, session, event, [other], ("talk_asked", f"talk:{talk.id}:asked"))
    return talk


def answer_talk(runtime: Runtime, key: BookingKey, talk_id: str, *, accept: bool, wished: tuple[int, ...] = ()) -> EventTalk:
    """The side that was asked says yes or no. A slot that the request held is kept with a yes, and free with a no.

    Raises:
        NotFound: the key opens none, or the talk is somebody else's.
        Conflict: it was answered, has lapsed, or was asked by this side itself.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        found = open_own_talk(runtime, session, key, talk_id)
        talk, event = found.talk, found.opened.event
        if found.side is talk.asked_by:
            raise Conflict("这是您自己约的，等对方答复；不想谈了可以撤回。")
        if talk.state is not TalkState.ASKED or now >= talk.answer_by:
            raise Conflict(f"这次洽谈现在是“{TALK_STATE_WORDS[talk.state if talk.state is not TalkState.ASKED else TalkState.LAPSED]}”。")
        state = TalkState.ACCEPTED if accept else TalkState.DECLINED
        likes = tuple(sorted({*talk.wished, *(slot for slot in wished if 0 <= slot < event.facts.talks.slots)}))
        changed = replace(talk, state=state, answered_at=now, wished=likes, place=talk.place if accept else None)
        saved = save_talk(session, changed)
        if saved.place:
            saved = next(iter(seat_talks(session, _placed(session, event), _slots(session, event))), saved)
            tell_talkers(runtime, session, event, [saved], ("talk_planned", f"talk:{talk.id}:held"))
        record_audit(session, [AuditEntry(now, found.opened.by, "talk_moved", "talk", talk.id, {"to": state})])
        asker = found.bookings[talk.booking_of(talk.asked_by)]
        tell_guests(runtime, session, event, [asker], (f"talk_{state}", f"talk:{talk.id}:{state}"))
    return saved


def withdraw_talk(runtime: Runtime, key: BookingKey, talk_id: str) -> EventTalk:
    """Either side takes part no more: the slot is free, and the other side is told.

    Raises:
        NotFound: the key opens none, or the talk is somebody else's.
        Conflict: it is over.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        found = open_own_talk(runtime, session, key, talk_id)
        talk = found.talk
        if not talk.is_open:
            raise Conflict(f"这次洽谈现在是“{TALK_STATE_WORDS[talk.state]}”，不用撤回。")
        saved = save_talk(session, replace(talk, state=TalkState.WITHDRAWN, place=None, answered_at=now))
        record_audit(session, [AuditEntry(now, found.opened.by, "talk_moved", "talk", talk.id, {"to": TalkState.WITHDRAWN})])
        other = [each for each in found.bookings.values() if each.id != found.opened.booking.id]
        tell_guests(runtime, session, found.opened.event, other, ("talk_gone", f"talk:{talk.id}:withdrawn"))
    return saved


def keep_busy_slots(runtime: Runtime, key: BookingKey, busy: tuple[int, ...]) -> Booking:
    """Say in which slots one cannot. What stands in the plan already is not moved by it.

    Raises:
        NotFound: the key opens none.
        Conflict: there are no talks for this booking, or a planned talk stands in such a slot.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = open_talker(runtime, session, key)
        wished = tuple(sorted({slot for slot in busy if 0 <= slot < opened.event.facts.talks.slots}))
        placed = {talk.place.slot for talk in open_talks_of(session, opened.booking.id) if talk.place}
        if placed & set(wished):
            raise Conflict("有一轮已经排了洽谈。要改请先撤回那一次，或打服务台电话。")
        saved = save_booking(session, replace(opened.booking, busy=wished))
        record_audit(session, [AuditEntry(now, opened.by, "booking_changed", "booking", saved.id, {"busy": list(wished)})])
    return saved


def _holding(session: Transaction, event: Event, talk: EventTalk) -> EventTalk:
    """The request with the one slot that it names, if the plan stands and both and a table are free then."""
    talks = talks_of(session, event.id)
    if len(talk.wished) != 1 or not any(each.place for each in talks):
        return talk
    held = replace(talk, place=TalkPlace(talk.wished[0]))
    problem = talk_problem(event, bookings_of(session, event.id), [*talks, held])
    plan = {each.id: each.fixed for each in problem.talks if each.fixed is not None}
    side_is_busy = any(each.id == talk.id and talk.wished[0] not in each.open_slots for each in problem.talks)
    return talk if side_is_busy or plan_faults(problem, plan) else held


def _placed(session: Transaction, event: Event) -> list[EventTalk]:
    return [talk for talk in talks_of(session, event.id) if talk.place and talk.state in {TalkState.ACCEPTED, TalkState.HELD}]


def _slots(session: Transaction, event: Event) -> dict[str, int]:
    return {talk.id: talk.place.slot for talk in _placed(session, event) if talk.place}
