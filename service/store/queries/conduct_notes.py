"""What the desk noted about the conduct of providers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.domain.conduct import ConductKind, ConductNote
from service.store.rows import ConductNoteRow, PersonRow

_NOTES_MOST = 200


def add_conduct_note(session: Session, note: ConductNote) -> None:
    """Store a new one."""
    session.add(
        ConductNoteRow(
            id=note.id,
            provider_id=note.provider_id,
            kind=note.kind,
            words=note.words,
            made_by=note.made_by,
            made_at=note.made_at,
            shared=note.shared,
            need_id=note.need_id or None,
        )
    )
    session.flush()


def take_back_conduct_note(session: Session, provider_id: str, note_id: str, now: datetime) -> bool:
    """Take one back; False when this provider has none such. Its line stays, marked."""
    mine = ConductNoteRow.id == note_id, ConductNoteRow.provider_id == provider_id, ConductNoteRow.withdrawn_at.is_(None)
    return bool(session.execute(update(ConductNoteRow).where(*mine).values(withdrawn_at=now).returning(ConductNoteRow.id)).all())


def conduct_notes_of(session: Session, provider_ids: Sequence[str], since: datetime, *, shared: bool = False) -> list[ConductNote]:
    """Those of providers since an instant, newest first. `shared`: only what the provider sees too."""
    wanted = [ConductNoteRow.provider_id.in_(provider_ids), ConductNoteRow.made_at >= since]
    if shared:
        wanted += [ConductNoteRow.shared.is_(True), ConductNoteRow.withdrawn_at.is_(None)]
    rows = session.execute(
        select(ConductNoteRow, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == ConductNoteRow.made_by)
        .where(*wanted)
        .order_by(ConductNoteRow.made_at.desc(), ConductNoteRow.id)
        .limit(_NOTES_MOST)
    )
    return [
        ConductNote(
            id=row.id,
            provider_id=row.provider_id,
            kind=ConductKind(row.kind),
            words=row.words,
            made_by=row.made_by,
            made_at=row.made_at,
            shared=row.shared,
            need_id=row.need_id or "",
            withdrawn_at=row.withdrawn_at,
            made_by_name=name or "",
        )
        for row, name in rows
    ]


def count_conduct_notes(session: Session, provider_ids: Sequence[str], since: datetime) -> dict[str, int]:
    """Provider → how many notes stand since an instant; providers without any are left out."""
    standing = ConductNoteRow.provider_id.in_(provider_ids), ConductNoteRow.made_at >= since, ConductNoteRow.withdrawn_at.is_(None)
    counted = select(ConductNoteRow.provider_id, func.count()).where(*standing).group_by(ConductNoteRow.provider_id)
    return {row[0]: row[1] for row in session.execute(counted)}
