"""The bureau's entries about levels and recognitions."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.domain.standards import Recognition, StandardEntry
from service.store.rows import RecognitionRow, StandardEntryRow

STANDARD_ENTRIES_MOST = 1_000


def add_standard_entry(session: Session, entry: StandardEntry, person_id: str) -> None:
    """Store one."""
    row = StandardEntryRow(
        id=entry.id,
        level_code=entry.level,
        scenario_code=entry.scenario,
        words=entry.words,
        document_no=entry.document_no,
        entered_by=person_id or None,
        entered_at=entry.entered_at,
        is_demo=entry.is_demo,
    )
    session.add(row)
    session.flush()


def add_recognition(session: Session, told: Recognition, person_id: str) -> None:
    """Store one."""
    row = RecognitionRow(
        id=told.id,
        case_id=told.case_id,
        name=told.name,
        document_no=told.document_no,
        entered_by=person_id or None,
        entered_at=told.entered_at,
        is_demo=told.is_demo,
    )
    session.add(row)
    session.flush()


def remove_standard_entry(session: Session, entry_id: str) -> bool:
    """Take one away; False when there is none such."""
    return bool(session.execute(delete(StandardEntryRow).where(StandardEntryRow.id == entry_id).returning(StandardEntryRow.id)).all())


def remove_recognition(session: Session, recognition_id: str) -> bool:
    """Take one away; False when there is none such."""
    return bool(session.execute(delete(RecognitionRow).where(RecognitionRow.id == recognition_id).returning(RecognitionRow.id)).all())


def read_standard(session: Session) -> tuple[StandardEntry, ...]:
    """All entries, by level and scenario."""
    rows = session.scalars(
        select(StandardEntryRow).order_by(StandardEntryRow.level_code, StandardEntryRow.scenario_code).limit(STANDARD_ENTRIES_MOST)
    )
    return tuple(
        StandardEntry(row.id, row.level_code, row.scenario_code, row.words, row.document_no, row.entered_at, row.is_demo) for row in rows
    )


def read_recognitions(session: Session) -> tuple[Recognition, ...]:
    """All of them, the newest first."""
    rows = session.scalars(
        select(RecognitionRow).order_by(RecognitionRow.entered_at.desc(), RecognitionRow.id).limit(STANDARD_ENTRIES_MOST)
    )
    return tuple(Recognition(row.id, row.case_id, row.name, row.document_no, row.entered_at, row.is_demo) for row in rows)
