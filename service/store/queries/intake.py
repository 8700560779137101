"""How many introductions a provider takes."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.domain.intake import Intake
from service.store.queries.introductions import count_since
from service.store.rows import IntakeRow


def read_intake(session: Session, provider_id: str, month_began_at: datetime) -> Intake:
    """What a provider takes, and how many it had this month."""
    row = session.execute(select(IntakeRow).where(IntakeRow.provider_id == provider_id)).scalar_one_or_none()
    had = count_since(session, provider_id, month_began_at)
    return Intake(row.paused, row.paused_reason, row.monthly_most, had) if row else Intake(this_month=had)


def put_intake(session: Session, provider_id: str, intake: Intake, by: str, now: datetime) -> None:
    """Store what a provider takes, in the place of what it took before."""
    session.execute(delete(IntakeRow).where(IntakeRow.provider_id == provider_id))
    session.add(
        IntakeRow(
            provider_id=provider_id,
            paused=intake.paused,
            paused_reason=intake.paused_reason,
            monthly_most=intake.monthly_most,
            changed_at=now,
            changed_by=by,
        )
    )
    session.flush()
