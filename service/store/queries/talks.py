"""Talks of two at events: stored, changed under their version, found and listed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from service.domain.bookings import GuestSide
from service.domain.talks import OPEN_TALKS, EventTalk, TalkPlace, TalkResult, TalkState
from service.errors import RecordChanged
from service.store.rows import TalkRow


def add_talk(session: Session, talk: EventTalk) -> None:
    """Store a new one.

    Raises:
        Conflict: these two have one already; raised when the transaction ends.
    """
    session.add(TalkRow(id=talk.id, event_id=talk.event_id, version=talk.version, **_values(talk)))
    session.flush()


def save_talk(session: Session, talk: EventTalk) -> EventTalk:
    """Store a changed one over the version it was read at; the talk with its new version.

    Raises:
        RecordChanged: somebody saved it meanwhile.
    """
    changed = update(TalkRow).where(TalkRow.id == talk.id, TalkRow.version == talk.version)
    if not session.execute(changed.values(**_values(talk), version=talk.version + 1).returning(TalkRow.id)).all():
        raise RecordChanged("这次洽谈刚被别人改过，请刷新后再做。")
    found = find_talk(session, talk.id)
    assert found is not None  # noqa: S101  it was updated in this transaction
    return found


def find_talk(session: Session, talk_id: str) -> EventTalk | None:
    """One talk."""
    fresh = select(TalkRow).where(TalkRow.id == talk_id).execution_options(populate_existing=True)
    row = session.execute(fresh).scalar_one_or_none()
    return _read(row) if row else None


def talks_of(session: Session, event_id: str) -> list[EventTalk]:
    """All of an event, in the order in which they were asked for."""
    rows = session.scalars(select(TalkRow).where(TalkRow.event_id == event_id).order_by(TalkRow.asked_at, TalkRow.id))
    return [_read(row) for row in rows]


def talks_of_bookings(session: Session, booking_ids: Sequence[str]) -> list[EventTalk]:
    """All in which one of these bookings has a side."""
    mine = or_(TalkRow.factory_booking.in_(booking_ids), TalkRow.provider_booking.in_(booking_ids))
    return [_read(row) for row in session.scalars(select(TalkRow).where(mine).order_by(TalkRow.asked_at, TalkRow.id))]


def find_talk_between(session: Session, factory_booking: str, provider_booking: str) -> EventTalk | None:
    """The one of these two, whatever became of it."""
    same = (TalkRow.factory_booking == factory_booking) & (TalkRow.provider_booking == provider_booking)
    row = session.scalar(select(TalkRow).where(same))
    return _read(row) if row else None


def lapsing_talks(session: Session, now: datetime, most: int) -> list[EventTalk]:
    """Requests whose time is over."""
    over = (TalkRow.state == TalkState.ASKED) & (TalkRow.answer_by <= now)
    return [_read(row) for row in session.scalars(select(TalkRow).where(over).order_by(TalkRow.answer_by).limit(most))]


def open_talks_of(session: Session, booking_id: str) -> list[EventTalk]:
    """Those of a booking that may still take place."""
    return [talk for talk in talks_of_bookings(session, [booking_id]) if talk.state in OPEN_TALKS]


def _values(talk: EventTalk) -> dict[str, object]:
    return {
        "factory_booking": talk.factory_booking,
        "provider_booking": talk.provider_booking,
        "asked_by": talk.asked_by,
        "state": talk.state,
        "reason": talk.reason,
        "wished": list(talk.wished),
        "asked_at": talk.asked_at,
        "answer_by": talk.answer_by,
        "answered_at": talk.answered_at,
        "slot": talk.place.slot if talk.place else None,
        "near_table": talk.place.near_table if talk.place else 0,
        "far_table": talk.place.far_table if talk.place else 0,
        "missing": talk.missing,
        "result": talk.result,
        "result_words": talk.result_words,
        "introduction_id": talk.introduction_id or None,
    }


def _read(row: TalkRow) -> EventTalk:
    return EventTalk(
        id=row.id,
        event_id=row.event_id,
        version=row.version,
        factory_booking=row.factory_booking,
        provider_booking=row.provider_booking,
        asked_by=GuestSide(row.asked_by),
        state=TalkState(row.state),
        reason=row.reason,
        wished=tuple(row.wished),
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        answered_at=row.answered_at,
        place=None if row.slot is None else TalkPlace(row.slot, row.near_table, row.far_table),
        missing=GuestSide(row.missing) if row.missing else None,
        result=TalkResult(row.result) if row.result else None,
        result_words=row.result_words,
        introduction_id=row.introduction_id or "",
    )
