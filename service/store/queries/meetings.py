"""Meetings of introductions."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.domain.meetings import Meeting, MeetingKind
from service.store.rows import MeetingRow


def add_meeting(session: Session, meeting: Meeting) -> None:
    """Store a new one."""
    values = {name: getattr(meeting, name) for name in meeting.__slots__}
    session.add(MeetingRow(**values))
    session.flush()


def change_meeting(session: Session, meeting: Meeting) -> None:
    """Store a changed one."""
    changed = {name: getattr(meeting, name) for name in ("kind", "starts_at", "minutes", "place", "sequence", "cancelled_at")}
    session.execute(update(MeetingRow).where(MeetingRow.id == meeting.id).values(**changed))


def meetings_of(session: Session, introduction_ids: Sequence[str]) -> list[Meeting]:
    """All meetings of introductions, the first one first."""
    rows = session.scalars(
        select(MeetingRow).where(MeetingRow.introduction_id.in_(introduction_ids)).order_by(MeetingRow.starts_at, MeetingRow.id)
    )
    return [
        Meeting(
            id=row.id,
            introduction_id=row.introduction_id,
            kind=MeetingKind(row.kind),
            starts_at=row.starts_at,
            minutes=row.minutes,
            place=row.place,
            sequence=row.sequence,
            made_by=row.made_by,
            made_at=row.made_at,
            cancelled_at=row.cancelled_at,
        )
        for row in rows
    ]
