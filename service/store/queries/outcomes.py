"""What came of introductions."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.domain.need_steps import Party
from service.domain.outcomes import Effect, Outcome, OutcomeFacts, OutcomeKind
from service.store.rows import OutcomeRow


def add_outcome(session: Session, outcome: Outcome) -> None:
    """Store what one side told."""
    content: dict[str, Any] = asdict(outcome.facts)
    kind, happened_on = content.pop("kind"), content.pop("happened_on")
    row = OutcomeRow(
        id=outcome.id,
        introduction_id=outcome.introduction_id,
        kind=kind,
        happened_on=happened_on,
        content=content,
        told_by=outcome.told_by,
        told_at=outcome.told_at,
        recorded_by=outcome.recorded_by,
        confirmed_at=outcome.confirmed_at,
        denied_at=None,
        denied_reason="",
    )
    session.add(row)
    session.flush()


def settle_outcome(session: Session, outcome_id: str, now: datetime, denied_reason: str) -> None:
    """Store that the other side confirmed it, or with a reason that it denied it."""
    values = {"denied_at": now, "denied_reason": denied_reason} if denied_reason else {"confirmed_at": now}
    session.execute(update(OutcomeRow).where(OutcomeRow.id == outcome_id).values(**values))


def save_case_of(session: Session, outcome_id: str, case_id: str) -> None:
    """Store which case it became."""
    session.execute(update(OutcomeRow).where(OutcomeRow.id == outcome_id).values(case_id=case_id))


def outcomes_of(session: Session, introduction_ids: Sequence[str]) -> list[Outcome]:
    """All outcomes of introductions, in the order in which they were told."""
    rows = session.scalars(
        select(OutcomeRow)
        .where(OutcomeRow.introduction_id.in_(introduction_ids))
        .order_by(OutcomeRow.told_at, OutcomeRow.id)
        .execution_options(populate_existing=True)
    )
    return [_read(row) for row in rows]


def _read(row: OutcomeRow) -> Outcome:
    kept = row.content
    facts = OutcomeFacts(
        kind=OutcomeKind(row.kind),
        happened_on=row.happened_on,
        words=kept["words"],
        band=kept["band"],
        scenarios=tuple(kept["scenarios"]),
        effects=tuple(Effect(**each) for each in kept["effects"]),
        rating=kept["rating"],
        publish=kept["publish"],
    )
    return Outcome(
        id=row.id,
        introduction_id=row.introduction_id,
        facts=facts,
        told_by=Party(row.told_by),
        told_at=row.told_at,
        recorded_by=row.recorded_by,
        confirmed_at=row.confirmed_at,
        denied_at=row.denied_at,
        denied_reason=row.denied_reason,
        case_id=row.case_id or "",
    )
