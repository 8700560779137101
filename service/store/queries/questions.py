"""Questions about needs: stored, answered, taken out, read by need or by provider."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from service.domain.need_steps import Party
from service.domain.questions import Question
from service.store.rows import ProviderRow, QuestionRow

_READ_MOST = 500
_STORED = tuple(each.name for each in fields(Question) if each.name != "provider_name")


def add_question(session: Session, question: Question) -> None:
    """Store a new one."""
    session.add(QuestionRow(**{name: getattr(question, name) for name in _STORED}))
    session.flush()


def save_answer(session: Session, question_id: str, answer: str, now: datetime) -> bool:
    """Store the answer; False when there is one already, or the question was taken out."""
    waiting = QuestionRow.answered_at.is_(None), QuestionRow.withdrawn_at.is_(None)
    answered = update(QuestionRow).where(QuestionRow.id == question_id, *waiting).values(answer=answer, answered_at=now)
    return bool(session.execute(answered.returning(QuestionRow.id)).all())


def take_out_question(session: Session, question_id: str, reason: str, now: datetime) -> bool:
    """The desk takes it out; False when it was already."""
    taken = update(QuestionRow).where(QuestionRow.id == question_id, QuestionRow.withdrawn_at.is_(None))
    return bool(session.execute(taken.values(withdrawn_at=now, withdrawn_reason=reason).returning(QuestionRow.id)).all())


def questions_of(session: Session, need_id: str, provider_ids: Sequence[str] | None = None) -> list[Question]:
    """Those of a need in the order in which they were asked; of these providers alone, or None for all."""
    mine: list[ColumnElement[bool]] = [QuestionRow.need_id == need_id]
    if provider_ids is not None:
        mine.append(QuestionRow.provider_id.in_(provider_ids))
    return _read(session, mine)


def count_asked_since(session: Session, provider_id: str, since: datetime) -> int:
    """How many questions a provider asked since an instant."""
    mine = QuestionRow.provider_id == provider_id, QuestionRow.asked_by == Party.PROVIDER, QuestionRow.asked_at >= since
    return session.scalar(select(func.count()).select_from(QuestionRow).where(*mine)) or 0


def find_question(session: Session, question_id: str) -> Question | None:
    """One of them."""
    return next(iter(_read(session, [QuestionRow.id == question_id])), None)


def _read(session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[Question]:
    rows = session.execute(
        select(QuestionRow, ProviderRow.short_name, ProviderRow.name)
        .join(ProviderRow, ProviderRow.id == QuestionRow.provider_id)
        .where(*conditions)
        .order_by(QuestionRow.asked_at, QuestionRow.id)
        .limit(_READ_MOST)
        .execution_options(populate_existing=True)
    )
    return [
        Question(**{**{field: getattr(row, field) for field in _STORED}, "asked_by": Party(row.asked_by), "provider_name": short or name})
        for row, short, name in rows
    ]
