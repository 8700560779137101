"""报名: take seats at a venue of an event, with or without an account, or by telephone through staff; without room one waits."""

import hashlib
import json
from dataclasses import asdict, dataclass

from service.domain.audit import AuditEntry
from service.domain.bookings import (
    CONTACT_KEPT,
    SEATS_OF_ONE_MOST,
    Booking,
    BookingContact,
    BookingFirm,
    BookingState,
    GuestSide,
)
from service.domain.events import Event
from service.domain.needs import FIRM_MOST_CHARACTERS, read_phone
from service.domain.people import NAME_MAX_CHARACTERS, Role, read_email, read_line
from service.domain.permissions import Action, Actor, Subject, may
from service.errors import Conflict, Invalid
from service.gathering.guest_notices import tell_guest
from service.gathering.guests import GUEST, booking_proofs, booking_secret, get_shown_event, own_firms
from service.gathering.seats import free_seats
from service.identity.secret_text import digest_of
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.bookings import (
    add_booking,
    booking_contacts,
    bookings_of,
    find_booking,
    next_booking_serial,
    put_booking_contact,
)
from service.store.queries.people import firm_names
from service.store.queries.request_keys import find_made_record, keep_made_record
from service.store.unit_of_work import writing

BOOKINGS_OF_ONE_MOST = 3
"""Bookings of one firm for one event: several people may sign up without asking each other."""


@dataclass(frozen=True, slots=True)
class WishedBooking:
    """As it was typed. `firm_id`: one of the actor's firms; `firm`: its name without an account. `agreed`: to the use of the contact."""

    venue_id: str = ""
    side: str = ""
    firm: str = ""
    firm_id: str = ""
    seats: str = "1"
    name: str = ""
    phone: str = ""
    email: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class BookedSeat:
    """The booking as stored. `secret`: of its link; empty for people with an account, and for staff."""

    booking: Booking
    secret: str


def book_seat(runtime: Runtime, actor: Actor, event_id: str, wished: WishedBooking, key: str = "") -> BookedSeat:
    """Sign up. Pressing twice with the same `key` makes one booking.

    Raises:
        NotFound: no such event.
        Invalid: `fields` says what is to be mended.
        Conflict: sign-up is over, or this firm or person has signed up already.
    """
    now = runtime.clock.now()
    on_desk = may(actor, Action.KEEP_EVENTS, Subject())
    with writing(runtime.database) as session:
        event = get_shown_event(session, event_id)
        mark = digest_of(f"{event_id}\0{actor.person_id}\0{key}") if key else ""
        asked = hashlib.sha256(json.dumps(asdict(wished), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")).hexdigest()
        made = find_made_record(session, mark, asked) if mark else None
        if made and (known := find_booking(session, made)):
            return BookedSeat(known, "" if actor.is_known else booking_secret(runtime, known))
        if not event.takes_bookings(now) and not on_desk:
            raise Conflict("报名已经截止。想来的话请打服务台电话。")
        read = _Read(session, actor, event, wished, on_desk=on_desk)
        bookings = bookings_of(session, event.id)
        _require_once(session, bookings, read, actor)
        has_room = read.seats <= free_seats(event, read.venue_id, bookings) and not _others_wait(bookings, read.venue_id)
        booking = Booking(
            id=new_id("bkg"),
            event_id=event.id,
            venue_id=read.venue_id,
            serial=next_booking_serial(session, event.id),
            version=1,
            state=BookingState.BOOKED if has_room else BookingState.WAITING,
            firm=read.firm,
            seats=read.seats,
            made_at=now,
            queued_at=now,
        )
        add_booking(session, booking, booking_proofs(runtime, booking))
        own = actor.is_known and not on_desk
        person_id = actor.person_id if own else ""
        contact = BookingContact(
            read.name or actor.name, read.phone, "" if own else read.email, person_id, now, event.facts.ends_at + CONTACT_KEPT
        )
        put_booking_contact(session, booking.id, contact)
        if mark:
            keep_made_record(session, mark, asked, booking.id, now)
        detail: dict[str, object] = {"event": event.id, "venue": booking.venue_id, "seats": booking.seats, "state": booking.state}
        record_audit(session, [AuditEntry(now, actor if actor.is_known else GUEST, "booking_made", "booking", booking.id, detail)])
        wording = "event_booked" if has_room else "event_waiting"
        tell_guest(runtime, session, (event, booking, contact), (wording, f"booking:{booking.id}:made"))
    return BookedSeat(booking, "" if actor.is_known else booking_secret(runtime, booking))


class _Read:
    """What was typed, field by field."""

    def __init__(self, session: Transaction, actor: Actor, event: Event, wished: WishedBooking, *, on_desk: bool) -> None:
        problems: dict[str, str] = {}
        self.venue_id = wished.venue_id
        if event.venue(wished.venue_id) is None:
            problems["venue_id"] = "请选去哪个会场。"
        seats = wished.seats.strip()
        self.seats = int(seats) if seats.isascii() and seats.isdigit() and len(seats) < 3 else 0
        if not 1 <= self.seats <= SEATS_OF_ONE_MOST:
            problems["seats"] = f"一次最多报 {SEATS_OF_ONE_MOST} 个人，再多请打服务台电话。"
        firms = own_firms(actor)
        if wished.firm_id in firms:
            side = GuestSide.PROVIDER if firms[wished.firm_id] is Role.PROVIDER else GuestSide.FACTORY
            self.firm = BookingFirm(side, firm_names(session, [wished.firm_id]).get(wished.firm_id, ""), wished.firm_id)
        else:
            name = read_line(wished.firm, FIRM_MOST_CHARACTERS)
            if name is None:
                problems["firm"] = f"请填单位名称，最多 {FIRM_MOST_CHARACTERS} 个字；个人参加可填“个人”加称呼。"
            if wished.side not in set(GuestSide):
                problems["side"] = "请选您是制造企业、服务商还是其他单位。"
            self.firm = BookingFirm(GuestSide(wished.side) if wished.side in set(GuestSide) else GuestSide.OTHER, name or "")
        line = read_line(wished.name, NAME_MAX_CHARACTERS) if wished.name.strip() else ""
        phone = read_phone(wished.phone) if wished.phone.strip() else ""
        email = read_email(wished.email) if wished.email.strip() else ""
        has_account = actor.is_known and not on_desk
        if line is None or (not line and not has_account):
            problems["name"] = f"请填称呼，最多 {NAME_MAX_CHARACTERS} 个字。"
        if phone is None or (not phone and not has_account):
            problems["phone"] = "请填能打通的电话，例如 0769-12345678。"
        if email is None:
            problems["email"] = "请填能收信的邮箱，例如 name@example.com。"
        if not wished.agreed and (line or phone or email):
            problems["agreed"] = "留了联系方式，请先看过并同意它的用途。"
        self.name, self.phone, self.email = line or "", phone or "", email or ""
        if problems:
            raise Invalid("有内容没填对。", fields=problems)


def _others_wait(bookings: list[Booking], venue_id: str) -> bool:
    """Whoever comes later does not overtake the list."""
    return any(each.venue_id == venue_id and each.state is BookingState.WAITING for each in bookings)


def _require_once(session: Transaction, bookings: list[Booking], read: _Read, actor: Actor) -> None:
    standing = [each for each in bookings if each.state is not BookingState.CANCELLED]
    same = [each for each in standing if each.firm.key == read.firm.key]
    contacts = booking_contacts(session, [each.id for each in same])
    again = any(
        (read.phone and each.phone == read.phone) or (actor.is_known and each.person_id == actor.person_id) for each in contacts.values()
    )
    if again:
        raise Conflict("您已经报过这场活动了，不用再报。要改人数或取消，请用报名后给您的链接，或打服务台电话。")
    if len(same) >= BOOKINGS_OF_ONE_MOST:
        raise Conflict(f"贵单位已有 {BOOKINGS_OF_ONE_MOST} 条报名，再加人请打服务台电话。")
