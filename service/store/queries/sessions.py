"""Sessions, found by the SHA-256 of their cookie. One that has ended is no longer found; one that was revoked is gone."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.domain.people import Person, PersonState, Role, RoleGrant
from service.domain.sessions import OpenSession, Proof
from service.store.rows import PersonRow, RoleGrantRow, SessionRow


def add_session(session: Session, opened: OpenSession) -> None:
    """Store a new session."""
    session.add(
        SessionRow(
            digest=opened.key,
            person_id=opened.person_id,
            agent=opened.agent,
            address=opened.address,
            proof=opened.proof,
            two_factors=opened.two_factors,
            made_at=opened.made_at,
            seen_at=opened.seen_at,
            idle_until=opened.idle_until,
            ends_at=opened.ends_at,
        )
    )
    session.flush()


def find_signed_in(session: Session, key: str, now: datetime) -> tuple[OpenSession, Person] | None:
    """The session of this digest and its person, if it goes on and the account may be used.

    Cost: one query without objects, because every page of an account asks it.
    """
    columns = (*SessionRow.__table__.columns, *(column.label(f"person_{column.name}") for column in PersonRow.__table__.columns))
    joined = select(*columns, RoleGrantRow.role, RoleGrantRow.firm_id).join(PersonRow, PersonRow.id == SessionRow.person_id)
    going_on = (SessionRow.digest == key, SessionRow.idle_until > now, SessionRow.ends_at > now, PersonRow.state == PersonState.ACTIVE)
    held = joined.outerjoin(RoleGrantRow, RoleGrantRow.person_id == PersonRow.id).where(*going_on)
    rows = session.execute(held.order_by(RoleGrantRow.role, RoleGrantRow.firm_id)).all()
    if not rows:
        return None
    row = rows[0]
    person = Person(
        id=row.person_id,
        email=row.person_email,
        name=row.person_name,
        state=PersonState.ACTIVE,
        grants=tuple(RoleGrant(Role(each.role), each.firm_id) for each in rows if each.role),
        has_password=row.person_password_hash is not None,
        made_at=row.person_made_at,
    )
    return _open(row), person


def sessions_of(session: Session, person_id: str, now: datetime) -> list[OpenSession]:
    """All sessions of a person that go on, the one used last first."""
    going_on = select(SessionRow).where(SessionRow.person_id == person_id, SessionRow.idle_until > now, SessionRow.ends_at > now)
    return [_open(row) for row in session.scalars(going_on.order_by(SessionRow.seen_at.desc(), SessionRow.digest))]


def touch_session(session: Session, key: str, seen_at: datetime, idle_until: datetime) -> None:
    """Remember that it was used."""
    session.execute(update(SessionRow).where(SessionRow.digest == key).values(seen_at=seen_at, idle_until=idle_until))


def end_session(session: Session, person_id: str, key: str) -> bool:
    """End one session of that person; False when there is none such."""
    ended = delete(SessionRow).where(SessionRow.digest == key, SessionRow.person_id == person_id).returning(SessionRow.digest)
    return bool(session.execute(ended).all())


def end_sessions(session: Session, person_id: str, *, but: str = "") -> int:
    """End all sessions of a person except one; how many."""
    ended = delete(SessionRow).where(SessionRow.person_id == person_id, SessionRow.digest != but).returning(SessionRow.digest)
    return len(session.execute(ended).all())


def forget_sessions(session: Session, now: datetime) -> None:
    """Remove those that have ended by themselves."""
    session.execute(delete(SessionRow).where((SessionRow.ends_at <= now) | (SessionRow.idle_until <= now)))


def _open(row: Any) -> OpenSession:  # noqa: ANN401  a row object, or the columns of one
    return OpenSession(
        key=row.digest,
        person_id=row.person_id,
        agent=row.agent,
        address=row.address,
        proof=Proof(row.proof),
        two_factors=row.two_factors,
        made_at=row.made_at,
        seen_at=row.seen_at,
        idle_until=row.idle_until,
        ends_at=row.ends_at,
    )
