"""Place the accepted talks of an event: solved outside of the transaction, checked again inside it, and told to both sides."""

from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.events import COMING_STATES
from service.domain.permissions import Action, Actor, Subject
from service.domain.talk_plans import PlanWorth, plan_faults, plan_worth
from service.errors import Conflict
from service.gathering.guests import get_event
from service.gathering.talking import seat_talks, talk_problem, tell_talkers
from service.identity.actors import require
from service.runtime import Runtime
from service.scheduling.best_plan import best_plan
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_of
from service.store.queries.talks import talks_of
from service.store.unit_of_work import reading, writing

SOLVED_WITHIN_SECONDS = 20.0
"""By the wall clock. A large event needs a second or two of one core; a machine that does much else takes its time."""


@dataclass(frozen=True, slots=True)
class PlannedTalks:
    """`placed`: talks that got a slot now; `left`: accepted ones without; `share`: of the best that can be; `by`: solver or greed."""

    placed: int
    left: int
    worth: PlanWorth
    share: float
    by: str


def plan_talks(runtime: Runtime, actor: Actor, event_id: str) -> PlannedTalks:
    """Give slots and tables to accepted talks without moving one that has its slot.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
        Conflict: it has no talks or is over, or so much changed meanwhile that the plan does not hold.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    with reading(runtime.database) as session:
        event = get_event(session, event_id)
        if not event.has_talks or event.state not in COMING_STATES:
            raise Conflict("这场活动没有一对一洽谈，或已经结束。")
        problem = talk_problem(event, bookings_of(session, event.id), talks_of(session, event.id))
    solved = best_plan(problem, SOLVED_WITHIN_SECONDS)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        event = get_event(session, event_id)
        talks = talks_of(session, event.id)
        present = talk_problem(event, bookings_of(session, event.id), talks)
        fixed = {each.id: each.fixed for each in present.talks if each.fixed is not None}
        plan = {each.id: solved.plan[each.id] for each in present.talks if each.id in solved.plan} | fixed
        if plan_faults(present, plan):
            raise Conflict("排的时候报名有变动，没有保存。请再排一次。")
        placed = [talk for talk in seat_talks(session, talks, plan) if talk.id not in fixed]
        worth = plan_worth(present, plan)
        detail: dict[str, object] = {"placed": len(placed), "by": solved.by, "firsts": worth.firsts, "share": round(solved.share, 4)}
        record_audit(session, [AuditEntry(now, actor, "talks_planned", "event", event.id, detail)])
        tell_talkers(runtime, session, event, placed, ("talk_planned", f"event:{event.id}:talks:{event.version}"))
    return PlannedTalks(len(placed), len(present.talks) - len(plan), worth, solved.share, solved.by)
