"""Programmes of public support."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.domain.programme_rules import Fact, ProgrammeRule
from service.domain.programmes import Programme, ProgrammeFacts, ProgrammeKind
from service.errors import RecordChanged
from service.store.rows import PersonRow, ProgrammeRow

PROGRAMMES_MOST = 500
"""So many are read at most; a city has some dozens in a decade."""


def add_programme(session: Session, programme: Programme, person_id: str) -> None:
    """Store a new one; `person_id`: who entered it, empty for a command."""
    row = ProgrammeRow(
        id=programme.id,
        version=programme.version,
        entered_by=person_id or None,
        entered_at=programme.entered_at,
        is_demo=programme.is_demo,
        **_values(programme.facts),
    )
    session.add(row)
    session.flush()


def save_programme(session: Session, programme: Programme, person_id: str, now: datetime) -> None:
    """Store a changed one over the version it was read at.

    Raises:
        RecordChanged: somebody saved it meanwhile.
    """
    changed = update(ProgrammeRow).where(ProgrammeRow.id == programme.id, ProgrammeRow.version == programme.version)
    values = {**_values(programme.facts), "version": programme.version + 1, "entered_by": person_id, "entered_at": now}
    if not session.execute(changed.values(**values).returning(ProgrammeRow.id)).all():
        raise RecordChanged("这个政策项目刚被别人改过，请刷新后再改，您的修改没有写入。")


def read_programmes(session: Session) -> tuple[Programme, ...]:
    """All of them, the newest entry first."""
    wanted = select(ProgrammeRow, PersonRow.name).outerjoin(PersonRow, PersonRow.id == ProgrammeRow.entered_by)
    rows = session.execute(wanted.order_by(ProgrammeRow.entered_at.desc(), ProgrammeRow.id).limit(PROGRAMMES_MOST))
    return tuple(_read(row, name or "") for row, name in rows)


def find_programme(session: Session, programme_id: str) -> Programme | None:
    """One of them."""
    wanted = select(ProgrammeRow, PersonRow.name).outerjoin(PersonRow, PersonRow.id == ProgrammeRow.entered_by)
    found = session.execute(wanted.where(ProgrammeRow.id == programme_id).execution_options(populate_existing=True)).one_or_none()
    return _read(found[0], found[1] or "") if found else None


def _values(facts: ProgrammeFacts) -> dict[str, Any]:
    return {
        "name": facts.name,
        "kind": facts.kind,
        "document_no": facts.document_no,
        "issuer": facts.issuer,
        "valid_from": facts.valid_from,
        "valid_until": facts.valid_until,
        "rate_percent": facts.rate_percent,
        "cap_fen": facts.cap_fen,
        "terms": facts.terms,
        "conditions": [_told(condition) for condition in facts.conditions],
        "source": facts.source,
        "contact": facts.contact,
    }


def _told(condition: ProgrammeRule) -> dict[str, Any]:
    return {
        "fact": condition.fact,
        "codes": list(condition.codes),
        "least": condition.least,
        "most": condition.most,
        "since": condition.since.isoformat() if condition.since else None,
        "until": condition.until.isoformat() if condition.until else None,
    }


def _condition(told: dict[str, Any]) -> ProgrammeRule:
    since, until = (date.fromisoformat(told[name]) if told[name] else None for name in ("since", "until"))
    return ProgrammeRule(Fact(told["fact"]), tuple(told["codes"]), told["least"], told["most"], since, until)


def _read(row: ProgrammeRow, entered_by: str) -> Programme:
    facts = ProgrammeFacts(
        name=row.name,
        kind=ProgrammeKind(row.kind),
        document_no=row.document_no,
        issuer=row.issuer,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        rate_percent=row.rate_percent,
        cap_fen=row.cap_fen,
        terms=row.terms,
        conditions=tuple(_condition(told) for told in row.conditions),
        source=row.source,
        contact=row.contact,
    )
    return Programme(row.id, row.version, facts, entered_by, row.entered_at, row.is_demo)
