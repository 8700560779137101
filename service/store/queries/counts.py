"""Totals, each with one definition."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.store.queries.providers import is_listed
from service.store.rows import CapabilityRow, MembershipRow, PoolRow, ProviderRow, SuccessCaseRow


def providers(session: Session) -> int:
    """Firms on record, listed or not."""
    return session.scalar(select(func.count()).select_from(ProviderRow)) or 0


def listed(session: Session, today: date) -> int:
    """Firms that are public: a membership in force on `today`, and a capability."""
    return session.scalar(select(func.count()).select_from(ProviderRow).where(is_listed(today))) or 0


def capabilities(session: Session) -> int:
    """Capabilities on record."""
    return session.scalar(select(func.count()).select_from(CapabilityRow)) or 0


def cases(session: Session) -> int:
    """Cases on record."""
    return session.scalar(select(func.count()).select_from(SuccessCaseRow)) or 0


def memberships(session: Session) -> dict[str, int]:
    """Pool code → memberships not withdrawn, in the pools' order; an empty pool has 0."""
    rows = session.execute(
        select(PoolRow.code, func.count(MembershipRow.id).label("number"))
        .join(MembershipRow, (MembershipRow.pool_code == PoolRow.code) & (MembershipRow.state != "withdrawn"), isouter=True)
        .group_by(PoolRow.code, PoolRow.position)
        .order_by(PoolRow.position, PoolRow.code)
    )
    return {row.code: row.number for row in rows}
