"""供给缺口: anonymous rows of needs nobody in the pools could serve."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from service.domain.supply_gaps import SupplyGap
from service.store.base import new_id
from service.store.rows import SupplyGapRow


def add_supply_gap(session: Session, at: datetime, gap: SupplyGap) -> None:
    """Add one row; a code that was not said is stored as NULL."""
    row = {
        "id": new_id("gap"),
        "at": at,
        "reason": gap.reason,
        "scenario_code": gap.scenario or None,
        "topic": gap.topic or None,
        "industry_code": gap.industry or None,
        "town_code": gap.town or None,
    }
    session.execute(insert(SupplyGapRow), [row])
