"""供给缺口: anonymous rows of needs nobody in the pools could serve."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from service.store.base import new_id
from service.store.rows import SupplyGapRow


def add_supply_gap(
    session: Session,
    at: datetime,
    reason: str,
    *,
    scenario: str | None,
    topic: str | None,
    industry: str | None,
    town: str | None,
) -> None:
    """Add one row; codes only."""
    session.execute(
        insert(SupplyGapRow),
        [
            {
                "id": new_id("gap"),
                "at": at,
                "reason": reason,
                "scenario_code": scenario,
                "topic": topic,
                "industry_code": industry,
                "town_code": town,
            }
        ],
    )
