"""What somebody said on the telephone before the day. Who stays away gives the seats to whoever waits."""

from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.bookings import Booking, BookingState, CallAnswer
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid
from service.gathering.guests import BookingKey, open_booking
from service.gathering.seats import fill_seats
from service.gathering.talking import end_talks
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.bookings import save_booking
from service.store.unit_of_work import writing


def record_call(runtime: Runtime, actor: Actor, booking_id: str, answer: str) -> Booking:
    """Keep the answer.

    Raises:
        Refused: not for this actor.
        NotFound: no such booking.
        Invalid: no such answer.
        Conflict: the booking was cancelled.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    if answer not in set(CallAnswer):
        raise Invalid("请选对方怎么说的。")
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = open_booking(runtime, session, BookingKey(actor, booking_id))
        if opened.booking.state is BookingState.CANCELLED:
            raise Conflict("这条报名已经取消了。")
        changed = replace(opened.booking, called=CallAnswer(answer), called_at=now)
        if answer == CallAnswer.STAYS_AWAY:
            changed = replace(changed, state=BookingState.CANCELLED, cancelled_at=now)
        saved = save_booking(session, changed)
        if answer == CallAnswer.STAYS_AWAY:
            end_talks(runtime, session, opened.event, saved, actor)
        record_audit(session, [AuditEntry(now, actor, "booking_called", "booking", booking_id, {"answer": answer})])
        fill_seats(runtime, session, opened.event, actor)
    return saved
