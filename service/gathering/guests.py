"""Who comes to a booking: by its link, by an account, or as staff. Its two secrets are made anew when needed and stored as digests."""

from dataclasses import dataclass

from service.domain.bookings import CONTACT_KEPT, Booking
from service.domain.events import Event
from service.domain.people import Role
from service.domain.permissions import ANONYMOUS, Action, Actor, Subject, may
from service.errors import NotFound
from service.identity.secret_text import derived_secret, digest_of
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.bookings import (
    BookingProofs,
    booking_contacts,
    find_booking,
    find_linked_booking,
)
from service.store.queries.events import find_event

GUEST = "guest"
"""Who acted, for the audit log, when somebody without an account did."""
_CODE_CHARACTERS = 20
_GONE = "没有找到这条报名，可能链接不完整，或已经换过新的。请打服务台电话，让工作人员重发一个。"


@dataclass(frozen=True, slots=True)
class BookingKey:
    """How somebody comes to a booking: signed in with its id, or by the secret of its link."""

    actor: Actor = ANONYMOUS
    booking_id: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class OpenedBooking:
    """A booking and its event. `on_desk`: staff have opened it. `by`: who acts, for the audit log."""

    booking: Booking
    event: Event
    on_desk: bool
    by: Actor | str


def open_booking(runtime: Runtime, session: Transaction, key: BookingKey) -> OpenedBooking:
    """The booking behind a key: a link opens it, an account that made it or speaks for its firm, and staff.

    Raises:
        NotFound: it opens none.
    """
    if key.secret:
        found = find_linked_booking(session, digest_of(key.secret))
        event = _event_of(session, found) if found else None
        if found is None or event is None or runtime.clock.now() > event.facts.ends_at + CONTACT_KEPT:
            raise NotFound(_GONE)
        return OpenedBooking(found, event, on_desk=False, by=GUEST)
    booking = find_booking(session, key.booking_id)
    if booking is None or not key.actor.is_known:
        raise NotFound(_GONE)
    on_desk = may(key.actor, Action.KEEP_EVENTS, Subject())
    if not on_desk and not _is_own(session, booking, key.actor):
        raise NotFound(_GONE)
    return OpenedBooking(booking, _event_of(session, booking), on_desk=on_desk, by=key.actor)


def get_shown_event(session: Transaction, event_id: str) -> Event:
    """An event that the public sees.

    Raises:
        NotFound: there is none such, or it is still a draft.
    """
    event = find_event(session, event_id)
    if event is None or not event.is_shown:
        raise NotFound("没有找到这场活动，可能还没有发布。")
    return event


def get_event(session: Transaction, event_id: str) -> Event:
    """An event, for staff.

    Raises:
        NotFound: there is none such.
    """
    event = find_event(session, event_id)
    if event is None:
        raise NotFound("没有这场活动。")
    return event


def booking_secret(runtime: Runtime, booking: Booking) -> str:
    """The secret of the link of a booking: made from the platform's key, so that every letter can carry it."""
    return derived_secret(runtime.settings.secret_key, "booking", f"{booking.id}:{booking.link_serial}")


def door_code(runtime: Runtime, booking_id: str) -> str:
    """What the picture at the door says: it opens nothing but a line of the list at the door, and only for staff."""
    return derived_secret(runtime.settings.secret_key, "door", booking_id)[:_CODE_CHARACTERS]


def booking_proofs(runtime: Runtime, booking: Booking) -> BookingProofs:
    """The digests under which a booking is found."""
    return BookingProofs(digest_of(booking_secret(runtime, booking)), digest_of(door_code(runtime, booking.id)))


def own_firms(actor: Actor) -> dict[str, Role]:
    """Firm → the role in which this actor speaks for it."""
    return {grant.firm_id: grant.role for grant in actor.grants if grant.firm_id}


def _is_own(session: Transaction, booking: Booking, actor: Actor) -> bool:
    if booking.firm.firm_id in own_firms(actor):
        return True
    contact = booking_contacts(session, [booking.id]).get(booking.id)
    return contact is not None and contact.person_id == actor.person_id


def _event_of(session: Transaction, booking: Booking) -> Event:
    event = find_event(session, booking.event_id)
    assert event is not None  # noqa: S101  a foreign key sees to it
    return event
