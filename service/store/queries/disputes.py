"""Disputes: raised, answered, closed; read by introduction, by provider, or all that are open."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from service.domain.disputes import Dispute, DisputeResult
from service.domain.need_steps import Party
from service.store.rows import DisputeRow, IntroductionRow, NeedRow, ProviderRow

_READ_MOST = 500


def add_dispute(session: Session, dispute: Dispute) -> None:
    """Store a new one."""
    session.add(
        DisputeRow(
            id=dispute.id,
            introduction_id=dispute.introduction_id,
            raised_by=dispute.raised_by,
            raised_at=dispute.raised_at,
            words=dispute.words,
            reply_by=dispute.reply_by,
            reply="",
            closed_by="",
            result_words="",
        )
    )
    session.flush()


def save_reply(session: Session, dispute_id: str, reply: str, now: datetime) -> bool:
    """Store the other side's word; False when it has spoken already, or the dispute is closed."""
    waiting = DisputeRow.replied_at.is_(None), DisputeRow.closed_at.is_(None)
    replied = update(DisputeRow).where(DisputeRow.id == dispute_id, *waiting).values(reply=reply, replied_at=now)
    return bool(session.execute(replied.returning(DisputeRow.id)).all())


def save_result(session: Session, dispute_id: str, result: DisputeResult, words: str, closed: tuple[str, datetime]) -> bool:
    """Close it; False when it is closed already. `closed`: by whom, and when."""
    by, now = closed
    ended = update(DisputeRow).where(DisputeRow.id == dispute_id, DisputeRow.closed_at.is_(None))
    values = ended.values(result=result, result_words=words, closed_by=by, closed_at=now)
    return bool(session.execute(values.returning(DisputeRow.id)).all())


def disputes_of(session: Session, introduction_ids: Sequence[str]) -> list[Dispute]:
    """Those of introductions, the oldest first."""
    return _read(session, [DisputeRow.introduction_id.in_(introduction_ids)])


def disputes_of_provider(session: Session, provider_id: str) -> list[Dispute]:
    """All that a provider was in, the oldest first."""
    return _read(session, [IntroductionRow.provider_id == provider_id])


def open_disputes(session: Session) -> list[Dispute]:
    """All that the desk has to close, the oldest first."""
    return _read(session, [DisputeRow.closed_at.is_(None)])


def _read(session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[Dispute]:
    rows = session.execute(
        select(DisputeRow, IntroductionRow.provider_id, ProviderRow.short_name, ProviderRow.name, NeedRow)
        .join(IntroductionRow, IntroductionRow.id == DisputeRow.introduction_id)
        .join(ProviderRow, ProviderRow.id == IntroductionRow.provider_id)
        .join(NeedRow, NeedRow.id == IntroductionRow.need_id)
        .where(*conditions)
        .order_by(DisputeRow.raised_at, DisputeRow.id)
        .limit(_READ_MOST)
        .execution_options(populate_existing=True)
    )
    return [
        Dispute(
            id=row.id,
            introduction_id=row.introduction_id,
            need_id=need.id,
            provider_id=provider_id,
            raised_by=Party(row.raised_by),
            raised_at=row.raised_at,
            words=row.words,
            reply_by=row.reply_by,
            reply=row.reply,
            replied_at=row.replied_at,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            result=DisputeResult(row.result) if row.result else None,
            result_words=row.result_words,
            provider_name=short or name,
            need_number=f"XQ-{need.year}-{need.serial:04d}",
            firm_name=need.firm_name,
        )
        for row, provider_id, short, name, need in rows
    ]
