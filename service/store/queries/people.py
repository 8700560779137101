"""People and their roles."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from service.domain.paging import Page
from service.domain.people import PeopleQuery, Person, PersonState, Role, RoleGrant
from service.store.base import ROWS_AT_ONCE, new_id
from service.store.rows import ManufacturerRow, PersonRow, ProviderRow, RoleGrantRow


@dataclass(frozen=True, slots=True)
class StoredPassword:
    """What a given password is compared with. `hash`: None while none is set."""

    person_id: str
    hash: str | None


def add_person(session: Session, person: Person, password_hash: str | None) -> None:
    """Store a new account with its roles.

    Raises:
        Conflict: the address has an account (told at the end of the transaction).
    """
    session.add(
        PersonRow(
            id=person.id, email=person.email, name=person.name, state=person.state, password_hash=password_hash, made_at=person.made_at
        )
    )
    session.flush()
    for grant in person.grants:
        add_grant(session, person.id, grant, person.made_at)


def add_grant(session: Session, person_id: str, grant: RoleGrant, now: datetime) -> bool:
    """Give one role; False when the person holds it already."""
    if session.scalar(select(exists().where(*_is(person_id, grant)))):
        return False
    session.add(RoleGrantRow(id=new_id("rol"), person_id=person_id, role=grant.role, firm_id=grant.firm_id, made_at=now))
    session.flush()
    return True


def remove_grant(session: Session, person_id: str, grant: RoleGrant) -> bool:
    """Take one role away; False when the person does not hold it."""
    return bool(session.execute(delete(RoleGrantRow).where(*_is(person_id, grant)).returning(RoleGrantRow.id)).all())


def find_person(session: Session, person_id: str) -> Person | None:
    """The person with this id."""
    found = _people(session, PersonRow.id == person_id)
    return found[0] if found else None


def find_person_by_email(session: Session, email: str) -> Person | None:
    """The person with this address, as `read_email` gave it."""
    found = _people(session, PersonRow.email == email)
    return found[0] if found else None


def find_password(session: Session, email: str) -> StoredPassword | None:
    """What the password of this address is compared with."""
    row = session.execute(select(PersonRow.id, PersonRow.password_hash).where(PersonRow.email == email)).one_or_none()
    return StoredPassword(row.id, row.password_hash) if row else None


def set_password_hash(session: Session, person_id: str, password_hash: str) -> None:
    """Replace the password."""
    session.execute(update(PersonRow).where(PersonRow.id == person_id).values(password_hash=password_hash))


def set_person_state(session: Session, person_id: str, state: PersonState) -> None:
    """Suspend an account, or let it be used again."""
    session.execute(update(PersonRow).where(PersonRow.id == person_id).values(state=state))


def active_with_role(session: Session, role: Role) -> list[str]:
    """Ids of the people who hold the role and may use their account."""
    active = select(PersonRow.id).where(PersonRow.state == PersonState.ACTIVE, _holds(role)).order_by(PersonRow.id)
    return list(session.scalars(active))


def names_of(session: Session, person_ids: Sequence[str]) -> dict[str, str]:
    """Person id → name, by name."""
    rows = session.execute(select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(person_ids)).order_by(PersonRow.name, PersonRow.id))
    return {row.id: row.name for row in rows}


def list_people(session: Session, query: PeopleQuery) -> Page[Person]:
    """People by name, then id."""
    conditions: list[ColumnElement[bool]] = []
    if query.text:
        conditions.append(or_(PersonRow.name.contains(query.text, autoescape=True), PersonRow.email.contains(query.text, autoescape=True)))
    if query.role:
        conditions.append(_holds(query.role))
    total = session.scalar(select(func.count()).select_from(PersonRow).where(*conditions)) or 0
    ids = session.scalars(
        select(PersonRow.id)
        .where(*conditions)
        .order_by(PersonRow.name, PersonRow.id)
        .limit(query.size)
        .offset((query.number - 1) * query.size)
    ).all()
    found = {person.id: person for person in _people(session, PersonRow.id.in_(ids))}
    return Page([found[person_id] for person_id in ids], total, query.number, query.size)


def firm_names(session: Session, firm_ids: Sequence[str]) -> dict[str, str]:
    """Firm id → name, of providers and manufacturers alike."""
    found = {}
    for row in (ProviderRow, ManufacturerRow):
        found.update({each.id: each.name for each in session.execute(select(row.id, row.name).where(row.id.in_(firm_ids)))})
    return found


def person_names(session: Session, person_ids: Collection[str]) -> dict[str, str]:
    """Person id → name, of those who are there."""
    ids, found = sorted(person_ids), {}
    for start in range(0, len(ids), ROWS_AT_ONCE):
        some = select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(ids[start : start + ROWS_AT_ONCE]))
        found.update({row.id: row.name for row in session.execute(some)})
    return found


def firms_with_people(session: Session, role: Role) -> list[str]:
    """Ids of the firms for which somebody holds this role."""
    held = select(RoleGrantRow.firm_id).where(RoleGrantRow.role == role, RoleGrantRow.firm_id != "")
    return sorted(session.scalars(held.distinct()))


def colleagues_of(session: Session, firm_id: str) -> list[Person]:
    """People with a role for this firm, by name."""
    return _people(session, exists().where(RoleGrantRow.person_id == PersonRow.id, RoleGrantRow.firm_id == firm_id))


def _people(session: Session, condition: ColumnElement[bool]) -> list[Person]:
    rows = session.scalars(select(PersonRow).where(condition).order_by(PersonRow.name, PersonRow.id)).all()
    grants: dict[str, list[RoleGrant]] = {row.id: [] for row in rows}
    held = select(RoleGrantRow).where(RoleGrantRow.person_id.in_(grants)).order_by(RoleGrantRow.role, RoleGrantRow.firm_id)
    for row in session.scalars(held):
        grants[row.person_id].append(RoleGrant(Role(row.role), row.firm_id))
    return [
        Person(
            id=row.id,
            email=row.email,
            name=row.name,
            state=PersonState(row.state),
            grants=tuple(grants[row.id]),
            has_password=row.password_hash is not None,
            made_at=row.made_at,
        )
        for row in rows
    ]


def _holds(role: str) -> ColumnElement[bool]:
    return exists().where(RoleGrantRow.person_id == PersonRow.id, RoleGrantRow.role == role)


def _is(person_id: str, grant: RoleGrant) -> tuple[ColumnElement[bool], ...]:
    return RoleGrantRow.person_id == person_id, RoleGrantRow.role == grant.role, RoleGrantRow.firm_id == grant.firm_id
