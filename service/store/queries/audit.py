"""The audit log: written inside the transaction of what it tells, read for people and for checking, erased and trimmed by rule."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from service.domain.audit import AuditEntry
from service.domain.audit_chain import TRIMMED, AuditLine, AuditValue, ChainHead, chained
from service.domain.audit_reading import AuditQuery
from service.domain.calendar import start_of_day
from service.domain.paging import Page
from service.store.base import ROWS_AT_ONCE
from service.store.rows import AuditRow, AuditValueRow, PersonRow

_LINES_AT_ONCE = 2_000
_COLUMNS = AuditRow.__table__.columns
_Wanted = Select[Any]


def record_audit(session: Session, entries: Iterable[AuditEntry]) -> ChainHead:
    """Add lines to the chain. Call it in the `writing` block of the change: its lock keeps the chain one, however many write.

    Returns:
        The new end of the chain; it holds only when the transaction commits.
    """
    head = read_head(session)
    rows, values = [], []
    for entry in entries:
        line = chained(entry, head)
        head = ChainHead(line.seq, line.digest)
        rows.append({
            "seq": line.seq, "at": line.at, "actor": line.actor, "action": line.action, "subject_kind": line.subject_kind,
            "subject_id": line.subject_id, "detail": line.detail, "value_digests": line.value_digests, "digest": line.digest,
        })  # fmt: skip
        values += [
            {"seq": line.seq, "name": value.name, "about": value.about, "salt": value.salt, "text": value.text} for value in line.values
        ]
    if rows:
        session.execute(insert(AuditRow), rows)
    if values:
        session.execute(insert(AuditValueRow), values)
    return head


def read_head(session: Session) -> ChainHead:
    """The newest line."""
    found = session.execute(select(AuditRow.seq, AuditRow.digest).order_by(AuditRow.seq.desc()).limit(1)).one_or_none()
    return ChainHead(found.seq, found.digest) if found else ChainHead()


def read_start(session: Session) -> ChainHead:
    """The last line that was trimmed, as the newest entry of trimming tells it."""
    told = session.execute(
        select(AuditRow.subject_id, AuditRow.detail).where(AuditRow.action == TRIMMED).order_by(AuditRow.seq.desc()).limit(1)
    ).one_or_none()
    return ChainHead(int(told.subject_id), str(told.detail["digest"])) if told else ChainHead()


def read_lines(session: Session) -> Iterator[AuditLine]:
    """All lines by number, with their values; a few thousand at a time in memory."""
    last = 0
    while lines := _lines(session, select(*_COLUMNS).where(AuditRow.seq > last).order_by(AuditRow.seq).limit(_LINES_AT_ONCE)):
        yield from lines
        last = lines[-1].seq


def list_lines(session: Session, query: AuditQuery) -> Page[AuditLine]:
    """One page of the lines that `query` leaves, newest first."""
    conditions = _conditions(query)
    total = session.scalar(select(func.count()).select_from(AuditRow).where(*conditions)) or 0
    wanted = select(*_COLUMNS).where(*conditions).order_by(AuditRow.seq.desc())
    return Page(_lines(session, wanted.limit(query.size).offset((query.number - 1) * query.size)), total, query.number, query.size)


def erase_values(session: Session, person_id: str, told_by: int) -> None:
    """Erase every value about a person. The lines stay, and name the line that tells of it."""
    session.execute(
        update(AuditValueRow)
        .where(AuditValueRow.about == person_id, AuditValueRow.text.is_not(None))
        .values(salt=None, text=None, erased_by=told_by),
        execution_options={"synchronize_session": False},
    )


def count_values(session: Session, person_id: str) -> int:
    """How many values about a person are there to be erased."""
    wanted = select(func.count()).select_from(AuditValueRow)
    return session.scalar(wanted.where(AuditValueRow.about == person_id, AuditValueRow.text.is_not(None))) or 0


def lines_about(session: Session, person_id: str, most: int) -> list[AuditLine]:
    """The newest lines that tell what a person did, or what was done to that person's account."""
    concerned = or_(AuditRow.actor == person_id, AuditRow.subject_id == person_id)
    return _lines(session, select(*_COLUMNS).where(concerned).order_by(AuditRow.seq.desc()).limit(most))


def last_before(session: Session, instant: datetime) -> AuditLine | None:
    """The last line before the first one that is not older than `instant`; None when all are younger."""
    first_kept = session.scalar(select(func.min(AuditRow.seq)).where(AuditRow.at >= instant))
    wanted = select(*_COLUMNS).order_by(AuditRow.seq.desc()).limit(1)
    found = _lines(session, wanted.where(AuditRow.seq < first_kept) if first_kept is not None else wanted)
    return found[0] if found else None


def trim_lines(session: Session, through: int) -> int:
    """Delete all lines up to a number, after the entry that tells of it; how many.

    Raises:
        IntegrityError: the database still keeps one of them.
    """
    number = session.scalar(select(func.count()).select_from(AuditRow).where(AuditRow.seq <= through)) or 0
    for row in (AuditValueRow, AuditRow):
        session.execute(delete(row).where(row.seq <= through), execution_options={"synchronize_session": False})
    return number


def _conditions(query: AuditQuery) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.who:
        named = or_(PersonRow.name.contains(query.who, autoescape=True), PersonRow.email.contains(query.who, autoescape=True))
        found.append(or_(AuditRow.actor == query.who, AuditRow.actor.in_(select(PersonRow.id).where(named))))
    if query.action:
        found.append(AuditRow.action == query.action)
    if query.kind:
        found.append(AuditRow.subject_kind == query.kind)
    if query.record:
        found.append(AuditRow.subject_id == query.record)
    if query.first_on:
        found.append(AuditRow.at >= start_of_day(query.first_on))
    if query.last_on:
        found.append(AuditRow.at < start_of_day(query.last_on + timedelta(days=1)))
    return found


def _lines(session: Session, wanted: _Wanted) -> list[AuditLine]:
    rows = session.execute(wanted).all()  # columns, not objects: a check of a million lines keeps none of them
    values: dict[int, list[AuditValue]] = {row.seq: [] for row in rows}
    numbers = [row.seq for row in rows if row.value_digests]
    for start in range(0, len(numbers), ROWS_AT_ONCE):
        some = select(*AuditValueRow.__table__.columns).where(AuditValueRow.seq.in_(numbers[start : start + ROWS_AT_ONCE]))
        for value in session.execute(some.order_by(AuditValueRow.seq, AuditValueRow.name)):
            values[value.seq].append(AuditValue(value.name, value.about, value.salt, value.text, value.erased_by))
    return [
        AuditLine(
            row.seq, row.at, row.actor, row.action, row.subject_kind, row.subject_id, row.detail, row.value_digests, row.digest,
            tuple(values[row.seq]),
        )
        for row in rows
    ]  # fmt: skip
