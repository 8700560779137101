"""Bookings of events: stored, changed under their version, found, listed and counted. Who signed up is read apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from service.domain.bookings import (
    BOOKING_CONSENT,
    Booking,
    BookingContact,
    BookingFirm,
    BookingState,
    CallAnswer,
    GuestArrival,
    GuestSide,
)
from service.errors import RecordChanged
from service.store.base import ROWS_AT_ONCE
from service.store.rows import BookingContactRow, BookingRow, EventRow


@dataclass(frozen=True, slots=True)
class BookingProofs:
    """Digests of the secret of its link and of its code at the door."""

    link: str
    code: str


def next_booking_serial(session: Session, event_id: str) -> int:
    """The number after the last one of the event. Only inside `writing`."""
    return (session.scalar(select(func.max(BookingRow.serial)).where(BookingRow.event_id == event_id)) or 0) + 1


def add_booking(session: Session, booking: Booking, proofs: BookingProofs) -> None:
    """Store a new one."""
    row = BookingRow(
        id=booking.id, event_id=booking.event_id, serial=booking.serial, version=booking.version, made_at=booking.made_at,
        link_digest=proofs.link, code_digest=proofs.code, **_values(booking),
    )  # fmt: skip
    session.add(row)
    session.flush()


def save_booking(session: Session, booking: Booking, *, link_digest: str = "") -> Booking:
    """Store a changed one over the version it was read at; the booking with its new version. `link_digest`: of a renewed link.

    Raises:
        RecordChanged: somebody saved it meanwhile.
    """
    changed = update(BookingRow).where(BookingRow.id == booking.id, BookingRow.version == booking.version)
    values = _values(booking) | {"version": booking.version + 1} | ({"link_digest": link_digest} if link_digest else {})
    if not session.execute(changed.values(**values).returning(BookingRow.id)).all():
        raise RecordChanged("这条报名刚被别人改过，请刷新后再做，您的修改没有写入。")
    found = find_booking(session, booking.id)
    assert found is not None  # noqa: S101  it was updated in this transaction
    return found


def find_booking(session: Session, booking_id: str) -> Booking | None:
    """One booking."""
    row = session.execute(
        select(BookingRow).where(BookingRow.id == booking_id).execution_options(populate_existing=True)
    ).scalar_one_or_none()
    return _read(row) if row else None


def find_linked_booking(session: Session, digest: str) -> Booking | None:
    """The booking that a link leads to."""
    row = session.scalar(select(BookingRow).where(BookingRow.link_digest == digest))
    return _read(row) if row else None


def bookings_of(session: Session, event_id: str) -> list[Booking]:
    """All of an event, by number."""
    return [_read(row) for row in session.scalars(select(BookingRow).where(BookingRow.event_id == event_id).order_by(BookingRow.serial))]


def find_coded_booking(session: Session, digest: str) -> Booking | None:
    """The booking that a code at the door stands for."""
    row = session.scalar(select(BookingRow).where(BookingRow.code_digest == digest))
    return _read(row) if row else None


def bookings_by_id(session: Session, ids: Sequence[str]) -> dict[str, Booking]:
    """Id → booking."""
    found: dict[str, Booking] = {}
    for start in range(0, len(ids), ROWS_AT_ONCE):
        some = select(BookingRow).where(BookingRow.id.in_(ids[start : start + ROWS_AT_ONCE]))
        found |= {row.id: _read(row) for row in session.scalars(some)}
    return found


def bookings_of_firms(session: Session, firm_ids: Sequence[str], person_id: str) -> list[Booking]:
    """The newest of firms, and those that an account made."""
    own = select(BookingContactRow.booking_id).where(BookingContactRow.person_id == person_id)
    mine = (BookingRow.firm_id.in_(firm_ids)) | (BookingRow.id.in_(own))
    return [_read(row) for row in session.scalars(select(BookingRow).where(mine).order_by(BookingRow.made_at.desc()).limit(ROWS_AT_ONCE))]


def bookings_between(session: Session, first: datetime, end: datetime) -> list[Booking]:
    """Those of events that began from `first` on and before `end` and were not cancelled, for counting."""
    held = select(EventRow.id).where(EventRow.starts_at >= first, EventRow.starts_at < end, EventRow.state != "cancelled")
    booked = BookingRow.state == BookingState.BOOKED
    return [_read(row) for row in session.scalars(select(BookingRow).where(BookingRow.event_id.in_(held), booked))]


def taken_seats(session: Session, event_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Venue → (seats taken, seats waited for); venues without bookings are left out."""
    counted = (
        select(BookingRow.venue_id, BookingRow.state, func.sum(BookingRow.seats))
        .where(BookingRow.event_id.in_(event_ids))
        .group_by(BookingRow.venue_id, BookingRow.state)
    )
    found: dict[str, tuple[int, int]] = {}
    for venue_id, state, seats in session.execute(counted):
        taken, waiting = found.get(venue_id, (0, 0))
        found[venue_id] = (
            taken + (seats if state == BookingState.BOOKED else 0),
            waiting + (seats if state == BookingState.WAITING else 0),
        )
    return found


def put_booking_contact(session: Session, booking_id: str, contact: BookingContact) -> None:
    """Store who signed up."""
    row = BookingContactRow(
        booking_id=booking_id, person_id=contact.person_id or None, name=contact.name, phone=contact.phone, email=contact.email,
        consent_wording=BOOKING_CONSENT, consented_at=contact.consented_at, kept_until=contact.kept_until,
    )  # fmt: skip
    session.add(row)
    session.flush()


def booking_contacts(session: Session, booking_ids: Sequence[str]) -> dict[str, BookingContact]:
    """Booking → who signed up; those whose time is over are gone."""
    return {
        row.booking_id: BookingContact(row.name, row.phone, row.email, row.person_id or "", row.consented_at, row.kept_until)
        for row in session.scalars(select(BookingContactRow).where(BookingContactRow.booking_id.in_(booking_ids)))
    }


def remove_booking_contact(session: Session, booking_id: str) -> None:
    """Take away who signed up."""
    session.execute(delete(BookingContactRow).where(BookingContactRow.booking_id == booking_id))


def keep_contacts_until(session: Session, event_id: str, until: datetime) -> None:
    """An event was moved: those who signed up are kept as long after its new end."""
    its = select(BookingRow.id).where(BookingRow.event_id == event_id)
    session.execute(update(BookingContactRow).where(BookingContactRow.booking_id.in_(its)).values(kept_until=until))


def _values(booking: Booking) -> dict[str, object]:
    arrival = booking.arrival
    return {
        "venue_id": booking.venue_id,
        "state": booking.state,
        "side": booking.firm.side,
        "firm_name": booking.firm.name,
        "firm_key": booking.firm.key,
        "firm_id": booking.firm.firm_id or None,
        "seats": booking.seats,
        "queued_at": booking.queued_at,
        "busy": list(booking.busy),
        "link_serial": booking.link_serial,
        "moved_up_at": booking.moved_up_at,
        "cancelled_at": booking.cancelled_at,
        "called": booking.called,
        "called_at": booking.called_at,
        "reminded_at": booking.reminded_at,
        "arrived_at": arrival.at if arrival else None,
        "arrived_seats": arrival.seats if arrival else None,
        "arrived_how": arrival.how if arrival else None,
    }


def _read(row: BookingRow) -> Booking:
    arrival = GuestArrival(row.arrived_at, row.arrived_seats or 0, row.arrived_how or "") if row.arrived_at else None
    return Booking(
        id=row.id,
        event_id=row.event_id,
        venue_id=row.venue_id,
        serial=row.serial,
        version=row.version,
        state=BookingState(row.state),
        firm=BookingFirm(GuestSide(row.side), row.firm_name, row.firm_id or ""),
        seats=row.seats,
        made_at=row.made_at,
        queued_at=row.queued_at,
        busy=tuple(row.busy),
        link_serial=row.link_serial,
        moved_up_at=row.moved_up_at,
        cancelled_at=row.cancelled_at,
        called=CallAnswer(row.called) if row.called else None,
        called_at=row.called_at,
        reminded_at=row.reminded_at,
        arrival=arrival,
    )
