"""Pools and their editions."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.domain.pools import Membership, MembershipState, Pool
from service.store.base import ROWS_AT_ONCE
from service.store.rows import MembershipRow, PoolEditionRow, PoolRow, ProviderRow


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


@dataclass(frozen=True, slots=True)
class EditionMember:
    """A firm with a membership that was not withdrawn, in one edition of a pool (`batch` None: in no edition)."""

    pool: str
    batch: str | None
    uscc: str
    name: str


def edition_members(session: Session, editions: Collection[tuple[str, str | None]], *, without: Collection[str]) -> list[EditionMember]:
    """The members of the (pool, batch) editions but those with a USCC in `without`, ordered by pool, batch and USCC."""
    pools = sorted({pool for pool, _ in editions})
    rows = session.execute(
        select(MembershipRow.pool_code, PoolEditionRow.batch, ProviderRow.uscc, ProviderRow.name)
        .join(ProviderRow, MembershipRow.provider_id == ProviderRow.id)
        .join(PoolEditionRow, MembershipRow.edition_id == PoolEditionRow.id, isouter=True)
        .where(MembershipRow.pool_code.in_(pools), MembershipRow.state != MembershipState.WITHDRAWN.value)
        .order_by(MembershipRow.pool_code, PoolEditionRow.batch, ProviderRow.uscc)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    return [EditionMember(*row) for row in rows if (row.pool_code, row.batch) in editions and row.uscc not in without]


def stored_memberships(session: Session, provider_ids: Sequence[str]) -> dict[str, tuple[Membership, ...]]:
    """Provider id → memberships by pool, exactly as stored: an edition's document number does not stand in for their own."""
    found: dict[str, list[Membership]] = defaultdict(list)
    for start in range(0, len(provider_ids), ROWS_AT_ONCE):
        rows = session.execute(
            select(MembershipRow, PoolEditionRow.batch)
            .join(PoolEditionRow, MembershipRow.edition_id == PoolEditionRow.id, isouter=True)
            .where(MembershipRow.provider_id.in_(provider_ids[start : start + ROWS_AT_ONCE]))
            .order_by(MembershipRow.pool_code)
        )
        for row, batch in rows:
            found[row.provider_id].append(
                Membership(
                    pool=row.pool_code,
                    category=row.category,
                    batch=batch,
                    document_no=row.document_no,
                    admitted_on=row.admitted_on,
                    valid_until=row.valid_until,
                    state=MembershipState(row.state),
                )
            )
    return {owner: tuple(sorted(memberships, key=lambda each: each.pool)) for owner, memberships in found.items()}
