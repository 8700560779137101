"""Introductions: stored, changed under their version, found by need, by provider, and by what is due."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from service.domain.introductions import OPEN_STATES, Introduction, IntroductionState, SideAnswer
from service.domain.outcomes import OutcomeKind
from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.errors import RecordChanged
from service.store.rows import IntroductionContactRow, IntroductionRow, OutcomeRow, ProviderRow

_RECORD_MOST = 2_000


@dataclass(frozen=True, slots=True)
class ProviderContact:
    """Whom a provider named for one introduction. Personal data."""

    name: str
    phone: str


def add_introduction(session: Session, introduction: Introduction) -> None:
    """Store a new one."""
    session.add(
        IntroductionRow(
            id=introduction.id,
            need_id=introduction.need_id,
            provider_id=introduction.provider_id,
            version=introduction.version,
            proposed_at=introduction.proposed_at,
            proposed_by=introduction.proposed_by,
            reason=introduction.reason,
            snapshot_id=introduction.snapshot_id,
            **_changing(introduction),
        )
    )
    session.flush()


def save_introduction(session: Session, introduction: Introduction) -> Introduction:
    """Store a changed one over the version it was read at.

    Raises:
        RecordChanged: somebody saved it meanwhile.
    """
    same = (IntroductionRow.id == introduction.id) & (IntroductionRow.version == introduction.version)
    values = _changing(introduction) | {"version": introduction.version + 1}
    if not session.execute(update(IntroductionRow).where(same).values(**values).returning(IntroductionRow.id)).all():
        raise RecordChanged("这次对接刚被别人改过，请刷新后再做，您的修改没有写入。")
    found = find_introduction(session, introduction.id)
    assert found is not None  # noqa: S101  it was updated in this transaction
    return found


def find_introduction(session: Session, introduction_id: str) -> Introduction | None:
    """One introduction."""
    found = _read(session, IntroductionRow.id == introduction_id)
    return found[0] if found else None


def introductions_of(session: Session, need_id: str) -> list[Introduction]:
    """All of a need, in the order in which they were proposed."""
    return _read(session, IntroductionRow.need_id == need_id)


def list_introductions(session: Session, provider_ids: Sequence[str], number: int) -> Page[Introduction]:
    """Those that providers were asked for, newest first."""
    theirs = IntroductionRow.provider_id.in_(provider_ids) & IntroductionRow.asked_at.is_not(None)
    total = session.scalar(select(func.count()).select_from(IntroductionRow).where(theirs)) or 0
    found = session.scalars(
        select(IntroductionRow.id)
        .where(theirs)
        .order_by(IntroductionRow.asked_at.desc(), IntroductionRow.id)
        .limit(DEFAULT_PAGE_SIZE)
        .offset((number - 1) * DEFAULT_PAGE_SIZE)
    ).all()
    by_id = {each.id: each for each in _read(session, IntroductionRow.id.in_(found))}
    return Page([by_id[each] for each in found], total, number)


def count_since(session: Session, provider_id: str, since: datetime) -> int:
    """How many times a provider was asked since an instant, also where nothing came of it."""
    asked = IntroductionRow.provider_id == provider_id, IntroductionRow.asked_at >= since
    return session.scalar(select(func.count()).select_from(IntroductionRow).where(*asked)) or 0


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """How a provider answered: `asked` times, of which it agreed, declined, and let its time pass."""

    asked: int
    agreed: int
    declined: int
    lapsed: int


def answer_record(session: Session, provider_id: str, since: datetime) -> AnswerRecord:
    """How a provider answered what it was asked since an instant."""
    mine = _read(session, (IntroductionRow.provider_id == provider_id) & (IntroductionRow.asked_at >= since), _RECORD_MOST)
    answers = [each.provider.accepted for each in mine if each.provider]
    lapsed = sum(each.state is IntroductionState.LAPSED for each in mine)
    return AnswerRecord(len(mine), sum(answers), len(answers) - sum(answers), lapsed)


def led_between(session: Session, first: datetime, end: datetime) -> dict[str, tuple[int, int]]:
    """Provider → (introductions proposed, contracts confirmed) in this time."""
    proposed = select(IntroductionRow.provider_id, func.count()).where(
        IntroductionRow.proposed_at >= first, IntroductionRow.proposed_at < end
    )
    signed = (
        select(IntroductionRow.provider_id, func.count())
        .join(OutcomeRow, OutcomeRow.introduction_id == IntroductionRow.id)
        .where(OutcomeRow.kind == OutcomeKind.SIGNED, OutcomeRow.confirmed_at >= first, OutcomeRow.confirmed_at < end)
    )
    counts = [{row[0]: row[1] for row in session.execute(each.group_by(IntroductionRow.provider_id))} for each in (proposed, signed)]
    return {provider: (counts[0].get(provider, 0), counts[1].get(provider, 0)) for provider in {*counts[0], *counts[1]}}


def due_introductions(session: Session, today: date, most: int) -> list[Introduction]:
    """Those that wait for an answer, and whose reminder or end has come."""
    waiting = IntroductionRow.state.in_([IntroductionState.PROPOSED, IntroductionState.ASKED])
    remind = IntroductionRow.reminded_at.is_(None) & (IntroductionRow.remind_on <= today)
    return _read(session, waiting & (remind | (IntroductionRow.answer_by < today)), most)


def put_introduction_contact(session: Session, introduction_id: str, contact: ProviderContact, now: datetime) -> None:
    """Store whom the provider named."""
    session.add(IntroductionContactRow(introduction_id=introduction_id, name=contact.name, phone=contact.phone, made_at=now))
    session.flush()


def find_introduction_contact(session: Session, introduction_id: str) -> ProviderContact | None:
    """Whom the provider named."""
    row = session.execute(
        select(IntroductionContactRow).where(IntroductionContactRow.introduction_id == introduction_id)
    ).scalar_one_or_none()
    return ProviderContact(row.name, row.phone) if row else None


def _changing(introduction: Introduction) -> dict[str, object]:
    return {
        "state": introduction.state,
        "answer_by": introduction.answer_by,
        "remind_on": introduction.remind_on,
        "reminded_at": introduction.reminded_at,
        "asked_at": introduction.asked_at,
        "manufacturer_answer": _kept(introduction.manufacturer),
        "provider_answer": _kept(introduction.provider),
        "closed_at": introduction.closed_at if introduction.state not in OPEN_STATES else None,
    }


def _kept(answer: SideAnswer | None) -> dict[str, Any] | None:
    return {**asdict(answer), "at": answer.at.isoformat()} if answer else None


def _answer(kept: dict[str, Any] | None) -> SideAnswer | None:
    return SideAnswer(**{**kept, "at": datetime.fromisoformat(kept["at"])}) if kept else None


def _read(session: Session, condition: ColumnElement[bool], most: int = 200) -> list[Introduction]:
    rows = session.execute(
        select(IntroductionRow, ProviderRow.short_name, ProviderRow.name)
        .join(ProviderRow, ProviderRow.id == IntroductionRow.provider_id)
        .where(condition)
        .order_by(IntroductionRow.proposed_at, IntroductionRow.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [
        Introduction(
            id=row.id,
            need_id=row.need_id,
            provider_id=row.provider_id,
            version=row.version,
            state=IntroductionState(row.state),
            proposed_at=row.proposed_at,
            proposed_by=row.proposed_by,
            reason=row.reason,
            snapshot_id=row.snapshot_id,
            answer_by=row.answer_by,
            remind_on=row.remind_on,
            reminded_at=row.reminded_at,
            asked_at=row.asked_at,
            manufacturer=_answer(row.manufacturer_answer),
            provider=_answer(row.provider_answer),
            closed_at=row.closed_at,
            provider_name=short or name,
        )
        for row, short, name in rows
    ]
