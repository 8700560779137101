"""Declared interests of staff."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from service.domain.ties import Tie
from service.store.base import new_id
from service.store.rows import PersonRow, ProviderRow, TieRow


def add_tie(session: Session, person_id: str, provider_id: str, relation: str, now: datetime) -> str:
    """Store a tie; its id."""
    row = TieRow(id=new_id("tie"), person_id=person_id, provider_id=provider_id, relation=relation, declared_at=now)
    session.add(row)
    session.flush()
    return row.id


def end_tie(session: Session, person_id: str, tie_id: str, now: datetime) -> bool:
    """End one's own tie; False when there is none such. Its line stays."""
    mine = (TieRow.id == tie_id) & (TieRow.person_id == person_id) & TieRow.ended_at.is_(None)
    return bool(session.execute(update(TieRow).where(mine).values(ended_at=now).returning(TieRow.id)).all())


def tied_people(session: Session, provider_id: str) -> frozenset[str]:
    """Ids of the people who are tied to a provider now."""
    return frozenset(session.scalars(select(TieRow.person_id).where(TieRow.provider_id == provider_id, TieRow.ended_at.is_(None))))


def count_ties(session: Session) -> int:
    """How many ties stand now."""
    return session.scalar(select(func.count()).select_from(TieRow).where(TieRow.ended_at.is_(None))) or 0


def ties_of(session: Session, person_id: str) -> list[Tie]:
    """All ties of a person, newest first, ended ones too."""
    return _read(session, TieRow.person_id == person_id)


def _read(session: Session, condition: ColumnElement[bool]) -> list[Tie]:
    rows = session.execute(
        select(TieRow, PersonRow.name, ProviderRow.short_name, ProviderRow.name)
        .join(PersonRow, PersonRow.id == TieRow.person_id)
        .join(ProviderRow, ProviderRow.id == TieRow.provider_id)
        .where(condition)
        .order_by(TieRow.declared_at.desc(), TieRow.id)
    )
    return [
        Tie(row.id, row.person_id, person, row.provider_id, short or name, row.relation, row.declared_at, row.ended_at)
        for row, person, short, name in rows
    ]
