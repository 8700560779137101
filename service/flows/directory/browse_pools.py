"""资源池: who is in, by which document, since when."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from service.copies.kept_directory import read_kept
from service.domain.codes import CodeTables
from service.domain.directory import MEMBER_FILTERS, NOT_TOLD, Member, MemberQuery, count_choices, cut_page, narrow
from service.domain.paging import Page
from service.domain.pools import Pool
from service.errors import NotFound
from service.runtime import Runtime

STANDINGS = ("active", "expired", "suspended")


@dataclass(frozen=True, slots=True)
class EditionLine:
    """批次 of a pool: its document and the memberships it brought. Dates are the first and last among them, None when none is told."""

    pool: str
    batch: str
    documents: tuple[str, ...]
    admitted_from: date | None
    admitted_until: date | None
    valid_until: date | None
    members: int


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pool. `members`: memberships not withdrawn; `standings`: how many of them are active, expired, suspended today."""

    pool: Pool
    members: int
    standings: Mapping[str, int]
    editions: tuple[EditionLine, ...]


@dataclass(frozen=True, slots=True)
class PoolsOverview:
    """All pools.

    `firms`: each firm once, so never the sum; `in_several`: firms in more than one pool; `listed`: firms with a public page.
    """

    pools: tuple[PoolLine, ...]
    firms: int
    in_several: int
    listed: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MemberFirm:
    """A firm with the memberships of it that the query left, in the order of the pools."""

    memberships: tuple[Member, ...]

    @property
    def firm(self) -> Member:
        """Any of them: name, place and whether it is listed are the firm's."""
        return self.memberships[0]


@dataclass(frozen=True, slots=True)
class MemberList:
    """Firms, each once. `memberships`: lines behind them; `choices`: filter → value → memberships it would leave."""

    page: Page[MemberFirm]
    memberships: int
    choices: Mapping[str, Counter[str]]
    codes: CodeTables
    at: datetime


def browse_pools(runtime: Runtime) -> PoolsOverview:
    """All pools with their editions and totals."""
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    members = kept.directory.members
    pools_of = Counter(member.provider_id for member in members)
    return PoolsOverview(
        pools=tuple(_pool_line(pool, [member for member in members if member.pool == pool.code]) for pool in kept.codes.pools),
        firms=kept.directory.firms,
        in_several=sum(1 for number in pools_of.values() if number > 1),
        listed=len(kept.directory.providers),
        at=now,
    )


def get_pool(runtime: Runtime, code: str) -> PoolLine:
    """One pool.

    Raises:
        NotFound: there is no such pool.
    """
    for line in browse_pools(runtime).pools:
        if line.pool.code == code:
            return line
    raise NotFound("没有这个资源池，编号可能写错了。")


def list_members(runtime: Runtime, query: MemberQuery) -> MemberList:
    """One page of the firms whose memberships the query leaves, ordered by document date, then by the firms' random ids."""
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    order = {pool.code: place for place, pool in enumerate(kept.codes.pools)}
    found = sorted(
        narrow(kept.directory.members, query.wanted, query.text),
        key=lambda member: (member.admitted_on or date.max, member.provider_id, order.get(member.pool, len(order))),
    )
    firms: dict[str, list[Member]] = {}
    for member in found:
        firms.setdefault(member.provider_id, []).append(member)
    rows = [MemberFirm(tuple(sorted(memberships, key=lambda member: order.get(member.pool, len(order))))) for memberships in firms.values()]
    cut = cut_page(rows, query.page, query.size)
    return MemberList(cut, len(found), count_choices(kept.directory.members, query.wanted, MEMBER_FILTERS, query.text), kept.codes, now)


def _pool_line(pool: Pool, members: list[Member]) -> PoolLine:
    standings = Counter(member.standing for member in members)
    batches: dict[str, list[Member]] = {}
    for member in members:
        batches.setdefault(member.batch or NOT_TOLD, []).append(member)
    editions = [_edition_line(pool.code, batch, lines) for batch, lines in batches.items()]
    editions.sort(key=lambda edition: (edition.batch == NOT_TOLD, edition.admitted_from or date.max, edition.batch))
    return PoolLine(pool, len(members), {name: standings[name] for name in STANDINGS}, tuple(editions))


def _edition_line(pool: str, batch: str, members: list[Member]) -> EditionLine:
    admitted = sorted(member.admitted_on for member in members if member.admitted_on)
    ends = sorted(member.valid_until for member in members if member.valid_until)
    return EditionLine(
        pool=pool,
        batch=batch,
        documents=tuple(dict.fromkeys(member.document_no for member in members if member.document_no)),
        admitted_from=admitted[0] if admitted else None,
        admitted_until=admitted[-1] if admitted else None,
        valid_until=ends[-1] if ends else None,
        members=len(members),
    )
