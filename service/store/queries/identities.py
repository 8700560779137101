"""Identities of the bureau's provider, found by issuer and subject and never by mail address."""

import hashlib
import json
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from service.domain.identities import WAITING_MOST, Identity, ProvedIdentity
from service.store.base import new_id
from service.store.rows import IdentityRow


def see_identity(session: Session, proved: ProvedIdentity, now: datetime) -> Identity:
    """Remember that it was here, and give it as it is known. Of those nobody has entered the oldest go."""
    digest = hashlib.sha256(json.dumps([proved.issuer, proved.subject]).encode()).hexdigest()
    row = session.scalar(select(IdentityRow).where(IdentityRow.digest == digest))
    if row is None:
        waiting = select(IdentityRow.id).where(IdentityRow.person_id.is_(None)).order_by(IdentityRow.used_at.desc(), IdentityRow.id)
        if old := session.scalars(waiting.offset(WAITING_MOST - 1)).all():
            session.execute(delete(IdentityRow).where(IdentityRow.id.in_(old)))
        row = IdentityRow(id=new_id("idn"), digest=digest, issuer=proved.issuer, subject=proved.subject, made_at=now)
        session.add(row)
    row.name, row.email, row.used_at = proved.name, proved.email, now
    session.flush()
    return _identity(row)


def link_identity(session: Session, identity_id: str, person_id: str) -> bool:
    """Say whose it is; False when it is somebody's already, or gone."""
    free = update(IdentityRow).where(IdentityRow.id == identity_id, IdentityRow.person_id.is_(None))
    return bool(session.execute(free.values(person_id=person_id).returning(IdentityRow.id)).all())


def unlink_identity(session: Session, identity_id: str, person_id: str) -> bool:
    """Forget one of this person's; False when there is none such."""
    own = delete(IdentityRow).where(IdentityRow.id == identity_id, IdentityRow.person_id == person_id)
    return bool(session.execute(own.returning(IdentityRow.id)).all())


def find_identity(session: Session, identity_id: str) -> Identity | None:
    """The one with this id."""
    row = session.get(IdentityRow, identity_id)
    return _identity(row) if row else None


def identities_of(session: Session, person_id: str) -> list[Identity]:
    """Those of one person."""
    return _identities(session, IdentityRow.person_id == person_id)


def waiting_identities(session: Session) -> list[Identity]:
    """Those that nobody has entered, newest first."""
    return _identities(session, IdentityRow.person_id.is_(None))


def _identities(session: Session, condition: ColumnElement[bool]) -> list[Identity]:
    rows = session.scalars(select(IdentityRow).where(condition).order_by(IdentityRow.used_at.desc(), IdentityRow.id).limit(WAITING_MOST))
    return [_identity(row) for row in rows]


def _identity(row: IdentityRow) -> Identity:
    return Identity(row.id, row.person_id or "", row.name, row.email, row.made_at, row.used_at)
