"""Whom to call about a need. Personal data: read by the flows that show or use a contact, and by nothing else."""

from datetime import date

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from service.domain.needs import CONSENT_WORDING, NeedContact
from service.store.rows import NeedContactRow


def put_need_contact(session: Session, need_id: str, contact: NeedContact) -> None:
    """Store the contact of a need, in the place of an earlier one."""
    remove_need_contact(session, need_id)
    session.add(
        NeedContactRow(
            need_id=need_id,
            name=contact.name,
            phone=contact.phone,
            email=contact.email,
            consent_wording=CONSENT_WORDING,
            consented_at=contact.consented_at,
            delete_on=contact.delete_on,
        )
    )
    session.flush()


def find_need_contact(session: Session, need_id: str) -> NeedContact | None:
    """The contact of a need."""
    row = session.execute(select(NeedContactRow).where(NeedContactRow.need_id == need_id)).scalar_one_or_none()
    return NeedContact(row.name, row.phone, row.email, row.consented_at, row.delete_on) if row else None


def remove_need_contact(session: Session, need_id: str) -> bool:
    """Take it away; False when there was none."""
    return bool(session.execute(delete(NeedContactRow).where(NeedContactRow.need_id == need_id).returning(NeedContactRow.need_id)).all())


def has_old_contacts(session: Session, today: date) -> bool:
    """Whether there are contacts whose time is over."""
    return bool(session.scalar(select(exists().where(NeedContactRow.delete_on < today))))


def remove_old_contacts(session: Session, today: date) -> int:
    """Delete the contacts whose time is over; how many."""
    return len(session.execute(delete(NeedContactRow).where(NeedContactRow.delete_on < today).returning(NeedContactRow.need_id)).all())
