"""Counts that stand on every page or on the first one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from service.domain.pools import MembershipState
from service.store.rows import MembershipRow, PoolRow, ProviderRow


@dataclass(frozen=True, slots=True)
class PoolCount:
    """A pool and how many memberships are in force."""

    code: str
    short_name: str
    members: int


def count_demo_providers(session: Session) -> int:
    """Firms that came from fixtures."""
    return session.scalar(select(func.count()).select_from(ProviderRow).where(ProviderRow.is_demo)) or 0


def count_pool_members(session: Session, today: date) -> tuple[PoolCount, ...]:
    """Every pool with its memberships in force on `today`, in the pools' order."""
    lines = session.execute(
        select(PoolRow.code, PoolRow.short_name, func.count(MembershipRow.id))
        .outerjoin(MembershipRow, and_(MembershipRow.pool_code == PoolRow.code, _in_force(today)))
        .group_by(PoolRow.code, PoolRow.short_name, PoolRow.position)
        .order_by(PoolRow.position, PoolRow.code)
    )
    return tuple(PoolCount(code, short_name, members) for code, short_name, members in lines)


def count_members(session: Session, today: date) -> int:
    """Firms with at least one membership in force on `today`, each counted once."""
    return session.scalar(select(func.count(func.distinct(MembershipRow.provider_id))).where(_in_force(today))) or 0


def _in_force(today: date) -> ColumnElement[bool]:
    return and_(
        MembershipRow.state == MembershipState.ACTIVE.value,
        or_(MembershipRow.valid_until.is_(None), MembershipRow.valid_until >= today),
    )
