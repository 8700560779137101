"""Columns that belong to one pool: 市级 and 省级 with ticks below, 有效期至（市级）, 省级入池时间."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.columns import MEMBERSHIP_COLUMNS, POOL, RowKind
from indexer.records import Raw
from indexer.tables.header import Header
from indexer.tables.headers import meaning_of
from indexer.values.pool_names import PoolNames
from service.domain.text import clean_line

_TICK_WORDS = re.compile(r"是否|入选|入池|在池|属于|资源池|服务商|情况|[（()）?？\s]")
_YES = frozenset({"√", "✓", "✔", "☑", "●", "■", "★", "是", "有", "1", "y", "yes", "v", "入选", "已入选", "已入池", "对"})
_NO = frozenset({"", "否", "无", "0", "n", "no", "×", "x", "✗", "✘", "☐", "□", "○", "-", "--", "—", "——", "/", "未入选", "未入池"})
_FIELDS = frozenset(column.field for column in MEMBERSHIP_COLUMNS)
_LOOKS_LIKE_AN_END = re.compile(r"有效期|到期|截止日|失效")
_OF_A_PAPER = re.compile(r"资质|证书|证照|执照|许可|专利|认证")
_OF_THE_POOL = re.compile(r"入池|入库|入选|资源池|资格|服务商")


@dataclass(frozen=True, slots=True)
class PoolColumns:
    """`ticks`: column → pool that a mark below it means. `fields`: column → (pool, field of a membership).

    `unread_end`: header of a column that looks like an end of validity and is not understood, when no other gives one.
    """

    ticks: Mapping[int, str]
    fields: Mapping[int, tuple[str, str]]
    unread_end: str | None = None

    def pools(self, cells: Mapping[int, Raw]) -> list[Raw]:
        """The pools that are ticked; what is neither yes nor no is handed on as it stands, to be refused."""
        found: list[Raw] = []
        for place, pool in self.ticks.items():
            raw = cells.get(place)
            word = clean_line(raw).lower() if isinstance(raw, str) else "" if raw is None else str(raw)
            if word not in _NO:
                found.append(pool if word in _YES else raw)
        return found

    def of_pool(self, pool: str | None, cells: Mapping[int, Raw]) -> dict[str, Raw]:
        """The values of a pool's own columns."""
        return {name: cells[place] for place, (owner, name) in self.fields.items() if owner == pool and place in cells}

    def given(self, pool: str | None) -> frozenset[str]:
        """The fields that a pool has columns of its own for."""
        return frozenset(name for owner, name in self.fields.values() if owner == pool)


def pool_columns(header: Header, names: PoolNames) -> tuple[Header, PoolColumns]:
    """The header without the columns of single pools, and those."""
    own = header.columns.get(RowKind.PROVIDER)
    if own is None:
        return header, PoolColumns({}, {})
    ticks: dict[int, str] = {}
    fields: dict[int, tuple[str, str]] = {}
    for place, text in header.texts.items():
        pool = names.in_title(text).pool
        known = own.get(place)
        if pool is None or (known and known.column.field not in _FIELDS):
            continue
        rest = text.replace(names.short(pool), "")
        meaning = meaning_of(RowKind.PROVIDER, rest.replace("()", "").replace("（）", ""))
        if meaning and meaning.column.field in _FIELDS:
            fields[place] = (pool, meaning.column.field)
        elif known is None and not _TICK_WORDS.sub("", rest):
            ticks[place] = pool
    left = {place: each for place, each in own.items() if place not in fields}
    columns = {**header.columns, RowKind.PROVIDER: left}
    given = {each.column.field for each in left.values()} | {name for _, name in fields.values()}
    ends = [text for place, text in header.texts.items() if place not in own and _LOOKS_LIKE_AN_END.search(text)]
    unread = next((text for text in ends if not is_end_of_a_paper(text)), None)
    return replace(header, columns=columns), PoolColumns(ticks, fields, None if "valid_until" in given else unread)


def is_end_of_a_paper(text: str) -> bool:
    """Tell whether a column says how long a certificate of the firm is valid, which says nothing of its membership."""
    return bool(_LOOKS_LIKE_AN_END.search(text) and _OF_A_PAPER.search(text) and not _OF_THE_POOL.search(text))


def has_ticks(header: Header, names: PoolNames) -> bool:
    """Tell whether pools are columns to be ticked, so that none is named 资源池."""
    return bool(header.columns.get(RowKind.PROVIDER) and pool_columns(header, names)[1].ticks) and header.missing == (POOL.header,)
