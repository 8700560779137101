"""资源池: who is in?"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.codes import CodeTables
from service.domain.directory import MEMBER_FILTERS, NOT_TOLD, Member
from service.flows.directory.browse_pools import EditionLine, MemberFirm, MemberList, PoolLine, PoolsOverview
from web.addresses.list_address import Narrowed, address
from web.parts.narrowing import STANDING_WORDS, Narrowing, narrowing_of
from web.parts.paging import Paging, paging_of
from web.text import chinese_date

_STANDING_BADGES = {"active": "good", "expired": "warn", "suspended": "warn"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its words and the address of its rows."""

    label: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """批次 with its document and dates in words."""

    batch: str
    documents: str
    admitted: str
    valid_until: date | None
    members: int
    href: str


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """A pool. `standings`: active, expired and suspended memberships, each with its rows; those without any are left out."""

    code: str
    name: str
    short_name: str
    href: str
    members: int
    standings: tuple[Figure, ...]
    editions: tuple[EditionEntry, ...]


@dataclass(frozen=True, slots=True)
class MembershipEntry:
    """One membership of a firm in a list."""

    pool: str
    edition: str
    document_no: str
    category: str
    admitted_on: date | None
    until: str
    standing: str
    badge: str


@dataclass(frozen=True, slots=True)
class FirmEntry:
    """A firm. `href` is empty when it has no public page: it is no member today, or told no capability."""

    name: str
    short_name: str
    former_names: tuple[str, ...]
    href: str
    place: str
    memberships: tuple[MembershipEntry, ...]


@dataclass(frozen=True, slots=True)
class MemberTable:
    """The list of firms: `firms` of them, `memberships` lines behind them."""

    narrowing: Narrowing
    rows: tuple[FirmEntry, ...]
    paging: Paging
    firms: int
    memberships: int
    download_href: str


@dataclass(frozen=True, slots=True)
class PoolsPage:
    """All pools together; the list counts each firm once."""

    template: ClassVar[str] = "pages/directory/pools.html"
    title: str
    pools: tuple[PoolEntry, ...]
    figures: tuple[Figure, ...]
    in_several: int
    table: MemberTable
    at: datetime


@dataclass(frozen=True, slots=True)
class PoolPage:
    """One pool with its members."""

    template: ClassVar[str] = "pages/directory/pool.html"
    title: str
    pool: PoolEntry
    table: MemberTable
    at: datetime


def pools_page(overview: PoolsOverview, found: MemberList, narrowed: Narrowed) -> PoolsPage:
    """The page of all pools."""
    pools = tuple(_pool(line) for line in overview.pools)
    figures = (
        *(Figure(f"{pool.short_name}资源池", pool.members, pool.href) for pool in pools),
        Figure("去重合计", overview.firms, "/pools#members"),
        Figure("可查服务商", overview.listed, "/providers"),
    )
    return PoolsPage("资源池", pools, figures, overview.in_several, _table(found, narrowed, ""), overview.at)


def pool_page(line: PoolLine, found: MemberList, narrowed: Narrowed) -> PoolPage:
    """The page of one pool; `narrowed` does not name the pool again."""
    pool = _pool(line)
    return PoolPage(pool.name, pool, _table(found, narrowed, line.pool.code), found.at)


def _pool(line: PoolLine) -> PoolEntry:
    href = f"/pools/{line.pool.code}"
    return PoolEntry(
        code=line.pool.code,
        name=line.pool.name,
        short_name=line.pool.short_name,
        href=href,
        members=line.members,
        standings=tuple(
            Figure(STANDING_WORDS[name], number, f"{href}?standing={name}#members") for name, number in line.standings.items() if number
        ),
        editions=tuple(_edition(edition, href) for edition in line.editions),
    )


def _edition(edition: EditionLine, href: str) -> EditionEntry:
    first, last = edition.admitted_from, edition.admitted_until
    admitted = chinese_date(first, NOT_TOLD) if first == last else f"{chinese_date(first)} 至 {chinese_date(last)}"
    return EditionEntry(
        batch=edition.batch,
        documents="、".join(edition.documents) or NOT_TOLD,
        admitted=admitted,
        valid_until=edition.valid_until,
        members=edition.members,
        href=f"{href}?{urlencode({'batch': edition.batch})}#members",
    )


def _table(found: MemberList, narrowed: Narrowed, pool: str) -> MemberTable:
    names = [name for name in MEMBER_FILTERS if not (pool and name == "pool")]
    asked = [*narrowed.pairs, *([("pool", pool)] if pool else [])]
    return MemberTable(
        narrowing=narrowing_of(narrowed, found.choices, found.codes, names, text_label="按企业名称或统一社会信用代码查"),
        rows=tuple(_firm(firm, found.codes) for firm in found.page.items),
        paging=paging_of(found.page, narrowed.path, narrowed.pairs),
        firms=found.page.total,
        memberships=found.memberships,
        download_href=address("/pools/members.xlsx", asked),
    )


def _firm(found: MemberFirm, codes: CodeTables) -> FirmEntry:
    firm = found.firm
    return FirmEntry(
        name=firm.name,
        short_name=firm.short_name or "",
        former_names=firm.former_names,
        href=f"/providers/{firm.provider_id}" if firm.is_listed else "",
        place=firm.town or firm.city or "",
        memberships=tuple(_membership(member, codes) for member in found.memberships),
    )


def _membership(member: Member, codes: CodeTables) -> MembershipEntry:
    return MembershipEntry(
        pool=codes.pool_name(member.pool),
        edition=member.batch or NOT_TOLD,
        document_no=member.document_no or NOT_TOLD,
        category=member.category or NOT_TOLD,
        admitted_on=member.admitted_on,
        until=chinese_date(member.valid_until, "长期"),
        standing=STANDING_WORDS[member.standing],
        badge=_STANDING_BADGES[member.standing],
    )
