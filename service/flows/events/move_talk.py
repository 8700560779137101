"""Late changes of the plan of talks, made by staff: another slot, two swapped, somebody who did not come. The rules check each."""

from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.bookings import GuestSide
from service.domain.events import Event
from service.domain.permissions import Action, Actor, Subject
from service.domain.talk_plans import PlanProblem, plan_faults
from service.domain.talks import EventTalk, TalkPlace, TalkState
from service.errors import Conflict, NotFound
from service.gathering.guests import get_event
from service.gathering.talking import TALKERS, seat_talks, talk_problem, tell_talkers
from service.identity.actors import require
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_of
from service.store.queries.talks import find_talk, save_talk, talks_of
from service.store.unit_of_work import writing


def move_talk(runtime: Runtime, actor: Actor, talk_id: str, slot: int) -> EventTalk:
    """Put a talk into another slot.

    Raises:
        Refused: not for this actor.
        NotFound: no such talk.
        Conflict: one of the two is busy then, or no table is free.
    """
    with writing(runtime.database) as session:
        talk, event = _open(session, actor, talk_id)
        return _place(runtime, session, actor, (event, {talk.id: slot}))[0]


def swap_talks(runtime: Runtime, actor: Actor, talk_id: str, other_id: str) -> list[EventTalk]:
    """Let two talks take each other's slots.

    Raises:
        Refused: not for this actor.
        NotFound: no such talk.
        Conflict: they are not of one event, one has no slot, or somebody is busy then.
    """
    with writing(runtime.database) as session:
        talk, event = _open(session, actor, talk_id)
        other, _ = _open(session, actor, other_id)
        if talk.event_id != other.event_id or talk.place is None or other.place is None or talk.id == other.id:
            raise Conflict("两次洽谈要都排好了时间、在同一场活动里，才能对调。")
        return _place(runtime, session, actor, (event, {talk.id: other.place.slot, other.id: talk.place.slot}))


def miss_talk(runtime: Runtime, actor: Actor, talk_id: str, missing: str) -> EventTalk:
    """One side did not come: its slot and table are free for others.

    Raises:
        Refused: not for this actor.
        NotFound: no such talk.
        Conflict: it was not accepted, or no side is named.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        talk, _ = _open(session, actor, talk_id)
        if talk.state is not TalkState.ACCEPTED or missing not in TALKERS:
            raise Conflict("请选哪一方没到；谈过的不能再记没到。")
        saved = save_talk(session, replace(talk, state=TalkState.MISSED, missing=GuestSide(missing)))
        record_audit(session, [AuditEntry(now, actor, "talk_moved", "talk", talk.id, {"to": saved.state, "missing": missing})])
    return saved


def _open(session: Transaction, actor: Actor, talk_id: str) -> tuple[EventTalk, Event]:
    require(actor, Action.KEEP_EVENTS, Subject())
    talk = find_talk(session, talk_id)
    if talk is None:
        raise NotFound("没有这次洽谈。")
    return talk, get_event(session, talk.event_id)


def _place(runtime: Runtime, session: Transaction, actor: Actor, wanted: tuple[Event, dict[str, int]]) -> list[EventTalk]:
    event, slots = wanted
    now = runtime.clock.now()
    talks = talks_of(session, event.id)
    if any(talk.state is not TalkState.ACCEPTED for talk in talks if talk.id in slots):
        raise Conflict("只有双方同意、还没谈的才能改时间。")
    moved = [replace(talk, place=TalkPlace(slots[talk.id])) if talk.id in slots else talk for talk in talks]
    problem = talk_problem(event, bookings_of(session, event.id), moved)
    freed = tuple(replace(each, fixed=None) if each.id in slots else each for each in problem.talks)
    checked = PlanProblem(problem.slots, problem.tables, freed)
    plan = {each.id: each.fixed for each in problem.talks if each.fixed is not None}
    if plan_faults(checked, plan) or not slots.keys() <= plan.keys():
        raise Conflict("这一轮有一方没空，或没有空桌，没有改。请换一轮。")
    changed = seat_talks(session, moved, plan)
    found = [talk for talk in changed if talk.id in slots]
    entries = [AuditEntry(now, actor, "talk_moved", "talk", talk.id, {"slot": slots[talk.id]}) for talk in found]
    record_audit(session, entries)
    tell_talkers(runtime, session, event, found, ("talk_planned", f"event:{event.id}:talks:{event.version}"))
    return found
