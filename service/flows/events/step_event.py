"""活动: published, closed, cancelled, held. Each step tells who must know."""

from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.bookings import BookingState
from service.domain.events import EVENT_STATE_WORDS, Event, EventStep, event_steps, next_event_state
from service.domain.people import REASON_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid
from service.gathering.guest_notices import tell_guests
from service.gathering.guests import get_event
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_of
from service.store.queries.events import save_event
from service.store.unit_of_work import writing


def step_event(runtime: Runtime, actor: Actor, event_id: str, step: str, *, reason: str = "") -> Event:
    """Take the step.

    Raises:
        Refused: not for this actor.
        NotFound: no such event.
        Conflict: its state has no such step, or its day has not begun.
        Invalid: it is cancelled without a reason.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        event = get_event(session, event_id)
        if step not in event_steps(event, now):
            raise Conflict(f"这场活动现在是“{EVENT_STATE_WORDS[event.state]}”，不能这样做。")
        taken = EventStep(step)
        state = next_event_state(event.state, taken)
        assert state is not None  # noqa: S101  it is among the steps
        said = read_line(reason, REASON_MAX_CHARACTERS) or ""
        if taken is EventStep.CANCEL and not said:
            sentence = "取消请写明原因，报名的人会看到。"
            raise Invalid(sentence, fields={"reason": sentence})
        saved = save_event(session, replace(event, state=state, cancelled_reason=said if taken is EventStep.CANCEL else ""))
        entry = AuditEntry(now, actor, "event_moved", "event", event.id, {"step": taken, "to": state}, reason=said)
        record_audit(session, [entry])
        if taken is EventStep.CANCEL:
            coming = [each for each in bookings_of(session, event.id) if each.state is not BookingState.CANCELLED]
            tell_guests(runtime, session, saved, coming, ("event_cancelled", f"event:{event.id}:cancelled"))
    return saved
