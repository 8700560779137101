"""报名 changed by whoever made it, or by staff: fewer or more people, another venue, cancelled, a new link."""

from dataclasses import dataclass, replace

from service.domain.audit import AuditEntry
from service.domain.bookings import SEATS_OF_ONE_MOST, Booking, BookingState
from service.domain.events import EventState
from service.errors import Conflict, Invalid, Refused
from service.gathering.guests import BookingKey, OpenedBooking, booking_proofs, booking_secret, open_booking
from service.gathering.seats import fill_seats, free_seats
from service.gathering.talking import end_talks
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.bookings import bookings_of, remove_booking_contact, save_booking
from service.store.queries.talks import open_talks_of
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class WishedSeats:
    """`seats` None and `venue_id` empty: as they are."""

    seats: int | None = None
    venue_id: str = ""


def keep_booking(runtime: Runtime, key: BookingKey, wished: WishedSeats) -> Booking:
    """Change how many come, or where to. Without room nothing changes; who waits goes on waiting, at the end of another venue's list.

    Raises:
        NotFound: the key opens none.
        Invalid: no such venue, or too many seats.
        Conflict: there is no room, it was cancelled, or the event has begun.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = _open(runtime, session, key)
        booking, event = opened.booking, opened.event
        seats = booking.seats if wished.seats is None else wished.seats
        venue_id = wished.venue_id or booking.venue_id
        if event.venue(venue_id) is None:
            raise Invalid("没有这个会场。", fields={"venue_id": "请选去哪个会场。"})
        if not 1 <= seats <= SEATS_OF_ONE_MOST:
            raise Invalid("人数不对。", fields={"seats": f"请填 1 到 {SEATS_OF_ONE_MOST}。"})
        if venue_id != booking.venue_id and any(talk.place for talk in open_talks_of(session, booking.id)):
            raise Conflict("洽谈已经按原来的会场排好了，要换会场请打服务台电话。")
        others = [each for each in bookings_of(session, event.id) if each.id != booking.id]
        waits = any(each.venue_id == venue_id and each.state is BookingState.WAITING for each in others)
        stays = venue_id == booking.venue_id and seats <= booking.seats and booking.state is BookingState.BOOKED
        has_room = stays or (seats <= free_seats(event, venue_id, others) and not waits)
        if not has_room and booking.state is BookingState.BOOKED:
            raise Conflict("那里没有这么多空位，原来的座位没有动。想等空位，请打服务台电话。")
        state = BookingState.BOOKED if has_room else BookingState.WAITING
        keeps_place = booking.state is BookingState.WAITING and venue_id == booking.venue_id and seats <= booking.seats
        changed = replace(booking, seats=seats, venue_id=venue_id, state=state, queued_at=booking.queued_at if keeps_place else now)
        saved = save_booking(session, changed)
        detail: dict[str, object] = {"venue": venue_id, "seats": seats, "state": state}
        record_audit(session, [AuditEntry(now, opened.by, "booking_changed", "booking", booking.id, detail)])
        fill_seats(runtime, session, event, opened.by)
    return saved


def cancel_booking(runtime: Runtime, key: BookingKey) -> Booking:
    """Give the seats back: whoever waits moves up at once.

    Raises:
        NotFound: the key opens none.
        Conflict: it was cancelled, or the event has begun.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = _open(runtime, session, key)
        saved = save_booking(session, replace(opened.booking, state=BookingState.CANCELLED, cancelled_at=now))
        end_talks(runtime, session, opened.event, saved, opened.by)
        record_audit(session, [AuditEntry(now, opened.by, "booking_cancelled", "booking", saved.id, {"event": saved.event_id})])
        fill_seats(runtime, session, opened.event, opened.by)
    return saved


def forget_guest(runtime: Runtime, key: BookingKey) -> None:
    """Delete who signed up, at once and for good; the seats stay with the firm.

    Raises:
        NotFound: the key opens none.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = open_booking(runtime, session, key)
        remove_booking_contact(session, opened.booking.id)
        record_audit(session, [AuditEntry(now, opened.by, "booking_contact_erased", "booking", opened.booking.id)])


def renew_booking_link(runtime: Runtime, key: BookingKey) -> str:
    """End the link of a booking and make a new one; its secret. Staff read it out or send it.

    Raises:
        NotFound: the key opens none.
        Refused: this is not staff.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = open_booking(runtime, session, key)
        if not opened.on_desk:
            raise Refused("换链接由工作人员来做，请打服务台电话。")
        renewed = replace(opened.booking, link_serial=opened.booking.link_serial + 1)
        save_booking(session, renewed, link_digest=booking_proofs(runtime, renewed).link)
        record_audit(session, [AuditEntry(now, opened.by, "booking_link_renewed", "booking", renewed.id)])
    return booking_secret(runtime, renewed)


def _open(runtime: Runtime, session: Transaction, key: BookingKey) -> OpenedBooking:
    opened = open_booking(runtime, session, key)
    if opened.booking.state is BookingState.CANCELLED:
        raise Conflict("这条报名已经取消了。还想来，请重新报名。")
    if opened.event.state is EventState.CANCELLED:
        raise Conflict("这场活动已经取消了。")
    if runtime.clock.now() >= opened.event.facts.starts_at and not opened.on_desk:
        raise Conflict("活动已经开始，要改请在现场找签到台。")
    return opened
