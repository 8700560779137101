"""Pools and their editions."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.domain.pools import Pool
from service.store.rows import PoolRow


def add_pools(session: Session, pools: Sequence[tuple[str, str, str]]) -> None:
    """Store (code, name, short name) in their order."""
    rows = [
        {"code": code, "name": name, "short_name": short_name, "position": position}
        for position, (code, name, short_name) in enumerate(pools)
    ]
    session.execute(insert(PoolRow), rows)


def read_pools(session: Session) -> tuple[Pool, ...]:
    """All pools in their order."""
    rows = session.scalars(select(PoolRow).order_by(PoolRow.position, PoolRow.code))
    return tuple(Pool(row.code, row.name, row.short_name) for row in rows)
