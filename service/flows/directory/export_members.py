"""The members of the pools as a workbook: public fields only, in the columns the indexer reads, with a sheet that says what it is."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from service.copies.kept_directory import read_kept
from service.domain.calendar import day_in_shanghai, time_in_shanghai
from service.domain.cells import is_like_a_formula
from service.domain.codes import CodeTables
from service.domain.directory import Member, MemberQuery, count_firms, narrow
from service.errors import TooLarge
from service.runtime import Runtime

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS_MOST = 50_000
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS: tuple[tuple[str, int], ...] = (
    ("企业全称", 34), ("统一社会信用代码", 22), ("简称", 14), ("曾用名", 26), ("资源池", 10), ("类别", 18), ("批次", 10), ("文号", 20),
    ("入池日期", 13), ("有效期至", 13), ("状态", 10), ("城市", 10), ("镇街", 12),
)  # fmt: skip
"""Header and width in characters. No contact data of any kind, so the file may be passed on."""

_STANDINGS = {"active": "有效", "expired": "已到期", "suspended": "暂停"}


@dataclass(frozen=True, slots=True)
class _Formats:
    """`quoted`: with the quote prefix a cell stays text even when somebody edits it."""

    dated: "Format"
    quoted: "Format"


@dataclass(frozen=True, slots=True)
class MemberWorkbook:
    """An XLSX file. `memberships`: its rows; `firms`: firms among them."""

    file_name: str
    content: bytes
    memberships: int
    firms: int


def export_members(runtime: Runtime, query: MemberQuery) -> MemberWorkbook:
    """All memberships that `query` leaves, whatever its page.

    Raises:
        TooLarge: more rows than `ROWS_MOST`.
    """
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    found = narrow(kept.directory.members, query.wanted, query.text)
    if len(found) > ROWS_MOST:
        raise TooLarge(f"符合条件的有 {len(found)} 条，一个文件最多 {ROWS_MOST} 条，请先筛选再下载。")
    order = {pool.code: place for place, pool in enumerate(kept.codes.pools)}
    found.sort(key=lambda member: (order.get(member.pool, len(order)), member.admitted_on or date.max, member.provider_id))
    return MemberWorkbook(
        file_name=f"资源池成员名单_{day_in_shanghai(now):%Y%m%d}.xlsx",
        content=_write(found, kept.codes, _remarks(query, found, kept.codes, now)),
        memberships=len(found),
        firms=count_firms(found),
    )


def _remarks(query: MemberQuery, found: Sequence[Member], codes: CodeTables, now: datetime) -> list[tuple[str, str]]:
    words: dict[str, dict[str, str]] = {
        "pool": {pool.code: pool.short_name for pool in codes.pools},
        "standing": _STANDINGS,
        "town": {town.code: town.name for town in codes.taxonomy.towns},
    }
    labels = {"pool": "资源池", "batch": "批次", "category": "类别", "standing": "状态", "town": "镇街"}
    chosen = [f"{labels[name]}：{words.get(name, {}).get(value, value)}" for name, value in query.wanted.items()]
    chosen += [f"名称含：{query.text.strip()}"] if query.text.strip() else []
    demo = count_firms(member for member in found if member.is_demo)
    return [
        ("截至", f"{time_in_shanghai(now):%Y-%m-%d %H:%M}（北京时间）"),
        ("筛选条件", "；".join(chosen) or "无"),
        ("入池资格", f"{len(found)} 条（不含已退出）"),
        ("企业", f"{count_firms(found)} 家（同一企业在几个池里只算一家）"),
        *([("演示数据", f"其中 {demo} 家是虚构企业，不代表任何真实服务商")] if demo else []),
        ("说明", "本表只含公开信息，不含联系方式。入池不等于政府推荐或担保，请企业自主选择服务商。"),
    ]


def _write(found: Sequence[Member], codes: CodeTables, remarks: Sequence[tuple[str, str]]) -> bytes:
    from xlsxwriter.workbook import Workbook  # here: a start need not wait for it

    buffer = io.BytesIO()
    # Every cell is written as text or date by name: nothing that a provider wrote can become a formula or a link.
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    # A fixed moment instead of the clock's makes equal content equal bytes.
    book.set_properties({"title": "资源池成员名单", "created": datetime(2000, 1, 1)})  # noqa: DTZ001  the library wants a naive one
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = _Formats(
        dated=book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        quoted=book.add_format({"quote_prefix": True}),
    )
    sheet = book.add_worksheet("服务商")
    for column, (title, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for row, member in enumerate(found, start=1):
        for column, value in enumerate(_cells(member, codes)):
            _put(sheet, (row, column), value, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(found)), len(COLUMNS) - 1)
    told = book.add_worksheet("说明")
    told.set_column(0, 0, 14)
    told.set_column(1, 1, 80)
    for row, (label, sentence) in enumerate(remarks):
        told.write_string(row, 0, label, head)
        _put(told, (row, 1), sentence, formats)
    book.close()
    return buffer.getvalue()


def _cells(member: Member, codes: CodeTables) -> tuple[str | date, ...]:
    return (
        member.name, member.uscc, member.short_name or "", "、".join(member.former_names), codes.pool_name(member.pool),
        member.category or "", member.batch or "", member.document_no or "", member.admitted_on or "", member.valid_until or "长期",
        _STANDINGS.get(member.standing, member.standing), member.city or "", member.town or "",
    )  # fmt: skip


def _put(sheet: "Worksheet", place: tuple[int, int], value: str | date, formats: _Formats) -> None:
    if isinstance(value, date):
        sheet.write_datetime(*place, datetime(value.year, value.month, value.day), formats.dated)  # noqa: DTZ001  a day has no zone
    elif is_like_a_formula(value):
        sheet.write_string(*place, value, formats.quoted)
    elif value:
        sheet.write_string(*place, value)
