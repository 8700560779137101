"""Resource pools with editions and counts."""

from datetime import date, datetime

from pydantic import Field

from service.api.schemas.base import Answer
from service.flows.directory.browse_pools import EditionLine, PoolLine, PoolsOverview


class EditionOut(Answer):
    """One batch of admissions 批次."""

    batch: str
    documents: list[str] = Field(description="Numbers of the documents that admitted it.")
    admitted_from: date | None = Field(description="First day of admission among its memberships.")
    admitted_until: date | None = Field(description="Last day of admission among its memberships.")
    valid_until: date | None = Field(description="Last day of validity among its memberships.")
    members: int


class StandingsOut(Answer):
    """How the memberships stand today in Asia/Shanghai."""

    active: int
    expired: int
    suspended: int


class PoolOut(Answer):
    """One resource pool 资源池."""

    code: str
    name: str
    short_name: str
    members: int = Field(description="Memberships on the books: all that are not withdrawn.")
    standings: StandingsOut
    editions: list[EditionOut]


class PoolsOut(Answer):
    """All pools. A firm may be in several, so `firms` is never the sum of `members`."""

    pools: list[PoolOut]
    firms: int = Field(description="Firms with a membership on the books, each once.")
    in_several: int = Field(description="Firms in more than one pool.")
    listed: int = Field(description="Firms with a public profile today.")
    at: datetime = Field(description="Instant of the counts, UTC.")


def pools_out(overview: PoolsOverview) -> PoolsOut:
    """Build the answer."""
    return PoolsOut(
        pools=[_pool(line) for line in overview.pools],
        firms=overview.firms,
        in_several=overview.in_several,
        listed=overview.listed,
        at=overview.at,
    )


def _pool(line: PoolLine) -> PoolOut:
    pool = line.pool
    standings = {name: line.standings.get(name, 0) for name in StandingsOut.model_fields}
    return PoolOut(
        code=pool.code,
        name=pool.name,
        short_name=pool.short_name,
        members=line.members,
        standings=StandingsOut(**standings),
        editions=[_edition(edition) for edition in line.editions],
    )


def _edition(line: EditionLine) -> EditionOut:
    return EditionOut(
        batch=line.batch,
        documents=list(line.documents),
        admitted_from=line.admitted_from,
        admitted_until=line.admitted_until,
        valid_until=line.valid_until,
        members=line.members,
    )
