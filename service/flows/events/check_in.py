"""签到: by the code on somebody's telephone, from the list at the door, or for a firm that had not signed up. A mistake is taken back."""

from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.bookings import SEATS_OF_ONE_MOST, Booking, BookingState, GuestArrival
from service.domain.events import Event, EventState
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid, NotFound
from service.gathering.guests import get_event
from service.identity.actors import require
from service.identity.secret_text import digest_of
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.bookings import find_booking, find_coded_booking, save_booking
from service.store.unit_of_work import reading, writing

BY_CODE, BY_LIST = "code", "list"


def get_scanned_guest(runtime: Runtime, actor: Actor, code: str) -> tuple[Booking, Event]:
    """The booking that a code stands for, with its event.

    Raises:
        Refused: not for this actor.
        NotFound: it stands for none.
    """
    require(actor, Action.CHECK_IN, Subject())
    with reading(runtime.database) as session:
        booking = find_coded_booking(session, digest_of(code))
        if booking is None:
            raise NotFound("这个签到码认不出来。请问单位名称和报名号，在签到名单里点。")
        return booking, get_event(session, booking.event_id)


def check_in(runtime: Runtime, actor: Actor, booking_id: str, seats: int, how: str) -> Booking:
    """Note that they have come, and with how many. Pressed again, the number is put right; the first time stays.

    Raises:
        Refused: not for this actor.
        NotFound: no such booking.
        Invalid: no such number.
        Conflict: the event was cancelled.
    """
    require(actor, Action.CHECK_IN, Subject())
    if not 1 <= seats <= SEATS_OF_ONE_MOST:
        raise Invalid("人数不对。", fields={"seats": f"请填 1 到 {SEATS_OF_ONE_MOST}。"})
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        booking, event = _open(session, booking_id)
        if event.state is EventState.CANCELLED:
            raise Conflict("这场活动取消了，不能签到。")
        arrival = GuestArrival(booking.arrival.at if booking.arrival else now, seats, how if how == BY_CODE else BY_LIST)
        # Whoever stands at the door comes in, also from the waiting list.
        saved = save_booking(session, replace(booking, arrival=arrival, state=BookingState.BOOKED, cancelled_at=None))
        detail: dict[str, object] = {"event": event.id, "seats": seats, "how": arrival.how, "was": booking.state}
        record_audit(session, [AuditEntry(now, actor, "guest_arrived", "booking", booking.id, detail)])
    return saved


def undo_check_in(runtime: Runtime, actor: Actor, booking_id: str) -> Booking:
    """They had not come after all.

    Raises:
        Refused: not for this actor.
        NotFound: no such booking.
    """
    require(actor, Action.CHECK_IN, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        booking, _ = _open(session, booking_id)
        saved = save_booking(session, replace(booking, arrival=None))
        record_audit(session, [AuditEntry(now, actor, "guest_arrived", "booking", booking.id, {"undone": True})])
    return saved


def _open(session: Transaction, booking_id: str) -> tuple[Booking, Event]:
    booking = find_booking(session, booking_id)
    if booking is None:
        raise NotFound("没有这条报名。")
    return booking, get_event(session, booking.event_id)
