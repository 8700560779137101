"""Contests: entries, jurors with their interests, scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from service.domain.contests import USUAL_CRITERIA, ContestEntry, Criterion, EntryScore, Juror, JurorTie
from service.store.rows import ContestEntryRow, ContestRow, EntryScoreRow, JurorRow, JurorTieRow, PersonRow


@dataclass(frozen=True, slots=True)
class StoredContest:
    """Everything of one contest. `told_at`: since when its ranking is public."""

    criteria: tuple[Criterion, ...]
    told_at: datetime | None
    entries: tuple[ContestEntry, ...]
    jurors: tuple[Juror, ...]
    ties: tuple[JurorTie, ...]
    scores: tuple[EntryScore, ...]


def read_contest(session: Session, event_id: str) -> StoredContest:
    """The contest of an event; one that nobody has set up looks at the usual criteria."""
    row = session.get(ContestRow, event_id, populate_existing=True)
    criteria = tuple(Criterion(each["name"], each["weight"]) for each in row.criteria) if row else USUAL_CRITERIA
    jurors = [
        Juror(juror.id, juror.event_id, juror.account_id or "", name or "（账户已注销）", juror.declared_at)
        for juror, name in session.execute(
            select(JurorRow, PersonRow.name)
            .outerjoin(PersonRow, PersonRow.id == JurorRow.account_id)
            .where(JurorRow.event_id == event_id)
            .order_by(JurorRow.made_at, JurorRow.id)
        )
    ]
    ids = [juror.id for juror in jurors]
    ties = session.scalars(select(JurorTieRow).where(JurorTieRow.juror_id.in_(ids)))
    scores = session.scalars(select(EntryScoreRow).where(EntryScoreRow.juror_id.in_(ids)).order_by(EntryScoreRow.juror_id))
    entries = session.scalars(select(ContestEntryRow).where(ContestEntryRow.event_id == event_id).order_by(ContestEntryRow.serial))
    return StoredContest(
        criteria,
        row.told_at if row else None,
        tuple(_entry(each) for each in entries),
        tuple(jurors),
        tuple(JurorTie(each.juror_id, each.entry_id, each.relation) for each in ties),
        tuple(EntryScore(each.juror_id, each.entry_id, dict(each.points), each.words, each.made_at) for each in scores),
    )


def put_contest(session: Session, event_id: str, criteria: Sequence[Criterion], told_at: datetime | None) -> None:
    """Store what a contest looks at, and whether its ranking is public."""
    kept = [{"name": each.name, "weight": each.weight} for each in criteria]
    session.merge(ContestRow(event_id=event_id, criteria=kept, told_at=told_at))
    session.flush()


def next_entry_serial(session: Session, event_id: str) -> int:
    """The number after the last one. Only inside `writing`."""
    return (session.scalar(select(func.max(ContestEntryRow.serial)).where(ContestEntryRow.event_id == event_id)) or 0) + 1


def add_entry(session: Session, entry: ContestEntry) -> None:
    """Store a new one."""
    values = {name: getattr(entry, name) for name in entry.__slots__} | {"firm_id": entry.firm_id or None}
    session.add(ContestEntryRow(**values))
    session.flush()


def withdraw_stored_entry(session: Session, entry_id: str, now: datetime) -> None:
    """It takes part no more."""
    session.execute(update(ContestEntryRow).where(ContestEntryRow.id == entry_id).values(withdrawn_at=now))


def add_juror(session: Session, juror: Juror, now: datetime) -> None:
    """Store a new one."""
    session.add(JurorRow(id=juror.id, event_id=juror.event_id, account_id=juror.account_id, declared_at=None, made_at=now))
    session.flush()


def remove_juror(session: Session, juror_id: str) -> None:
    """Take a juror away, with what he scored."""
    session.execute(delete(JurorRow).where(JurorRow.id == juror_id))


def put_juror_ties(session: Session, juror_id: str, ties: Sequence[JurorTie], now: datetime) -> None:
    """Store the interests as declared now, in place of earlier ones. Scores of an entry one is tied to go."""
    session.execute(delete(JurorTieRow).where(JurorTieRow.juror_id == juror_id))
    for tie in ties:
        session.add(JurorTieRow(juror_id=juror_id, entry_id=tie.entry_id, relation=tie.relation))
        session.execute(delete(EntryScoreRow).where(EntryScoreRow.juror_id == juror_id, EntryScoreRow.entry_id == tie.entry_id))
    session.execute(update(JurorRow).where(JurorRow.id == juror_id).values(declared_at=now))
    session.flush()


def put_score(session: Session, score: EntryScore) -> None:
    """Store what a juror gives, in place of what was given before."""
    row = EntryScoreRow(
        juror_id=score.juror_id, entry_id=score.entry_id, points=dict(score.points), words=score.words, made_at=score.made_at
    )
    session.merge(row)
    session.flush()


def _entry(row: ContestEntryRow) -> ContestEntry:
    return ContestEntry(
        row.id, row.event_id, row.serial, row.firm_name, row.firm_id or "", row.title, row.summary, row.href, row.made_at, row.withdrawn_at
    )
