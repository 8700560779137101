"""The tables of a workbook: every sheet is read, told by its name and its header; one that cannot be read is named."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import chain, islice

from indexer.columns import LIST_KINDS, POOL, SHEET_WORDS, SILENT_HEADERS, RowKind, header_key
from indexer.problems import ProblemLog, SourceUnusable, unusable
from indexer.records import Sheet, SheetRow, Tally
from indexer.tables.header import HEADER_ROWS, Header, best_header, is_form, required_columns
from indexer.tables.headers import is_code_header, meaning_of
from indexer.tables.merged import filled_down
from indexer.tables.numbered import is_numbered, of_blocks
from indexer.tables.pool_columns import PoolColumns, has_ticks, is_end_of_a_paper, pool_columns
from indexer.tables.reading import Table
from indexer.tables.titles import Surroundings, still_leaving

_EXACT = {kind.value: kind for kind in RowKind}
_OF_ONE_SHEET = frozenset({"header_missing", "column_missing", "sheet_leaves", "form_of_one"})
_EXPLAINS = re.compile(r"说明|须知|指南|目录|封面|首页|索引")
_PROSE_ROWS_MOST = 1_000
_HEADERS_TOLD = 12


class _Prose(SourceUnusable):
    """A sheet without any table."""


def tables_of(sheets: Sequence[Sheet], surroundings: Surroundings, log: ProblemLog, tally: Tally) -> list[Table]:
    """The tables of all sheets in their order; `tally` learns of which lists a part was not read.

    Raises:
        SourceUnusable: none can be read, or a sheet named 服务商, 服务能力 or 案例 cannot.
    """
    tables: list[Table] = []
    refusals: list[SourceUnusable] = []
    for sheet in sheets:
        kind = kind_of(sheet.name)
        try:
            table = open_table(sheet, kind, surroundings, log)
        except SourceUnusable as refused:
            code = refused.problem.code
            if code not in _OF_ONE_SHEET or (header_key(sheet.name or "") in _EXACT and code not in {"sheet_leaves", "form_of_one"}):
                raise
            if isinstance(refused, _Prose) or (sheet.hidden and code == "header_missing"):
                if not sheet.hidden:
                    log.add("sheet_of_prose", sheet=sheet.name)
                continue
            refusals.append(refused)
            tally.unread |= {kind} if kind in LIST_KINDS else LIST_KINDS
            if len(sheets) > 1:
                _tell_unread(refused, sheet, log)
            continue
        if table and sheet.hidden:
            log.add("sheet_hidden", sheet=sheet.name)
            tally.unread |= LIST_KINDS & table.header.kinds
        elif table:
            tables.append(table)
    if not tables and refusals:
        raise refusals[0]
    return tables


def open_table(sheet: Sheet, kind: RowKind | None, surroundings: Surroundings, log: ProblemLog) -> Table | None:
    """Find the header; None when the sheet is empty.

    Args:
        kind: what the sheet's name says it is about, None to tell it by the header.

    Raises:
        SourceUnusable: no header in the first ten rows, a required column missing, no pool anywhere, or a list of firms that left.
    """
    going = iter(sheet.rows)
    first: list[SheetRow] = []
    for row in going:
        first.append(row)
        if row.line > HEADER_ROWS:
            break
    if not first:
        return None
    start = [row for row in first if row.line <= HEADER_ROWS]
    if is_form(start):
        raise unusable("form_of_one", sheet=sheet.name, line=start[0].line)
    # The pool of a title counts only once the title is known, and that is what stands above the header.
    header = _header(start, kind, sheet, titled=False)
    context = surroundings.of_titles(sheet.name, [row for row in first if header is None or row.line < header.first_line])
    if header and _lacks_pool(header) and (context.pool or has_ticks(header, surroundings.names)):
        header = _header(start, kind, sheet, titled=True)
    if header is None:
        refusal = unusable("header_missing", sheet=sheet.name)
        raise _Prose(refusal.problem) if _is_prose(sheet.name or "", first, going) else refusal
    titles = [row for row in first if row.line < header.first_line]
    _check(header, sheet, titles, surroundings)
    if RowKind.PROVIDER in header.columns:
        _tell_titles(header, sheet, titles, surroundings, log)
    rows = filled_down(chain((row for row in first if row.line > header.line), going), sheet.merges)
    header, of_pools = pool_columns(header, surroundings.names)
    _tell_columns(header, of_pools, sheet, log)
    return Table(sheet, header, of_pools, context, rows)


def _lacks_pool(header: Header) -> bool:
    """Tell whether only the pool keeps a table from telling of firms: alone, or beside capabilities or cases."""
    return POOL.header in header.missing or (RowKind.PROVIDER not in header.columns and header.name_place is not None)


def kind_of(name: str | None) -> RowKind | None:
    """What a sheet's name says it is about; None when it says nothing."""
    key = header_key(name or "")
    return _EXACT.get(key) or next((kind for word, kind in SHEET_WORDS if word in key), None)


def _header(rows: list[SheetRow], kind: RowKind | None, sheet: Sheet, *, titled: bool) -> Header | None:
    found = best_header(rows, kind, sheet.merges, titled=titled)
    if found and found.missing and kind and header_key(sheet.name or "") not in _EXACT:
        # A name that only holds the word may be wrong: 企业案例 may be a list of firms.
        other = best_header(rows, None, sheet.merges, titled=titled)
        return other if other and not other.missing else found
    return found


def _check(header: Header, sheet: Sheet, titles: list[SheetRow], surroundings: Surroundings) -> None:
    if header.missing:
        only_pool = header.missing == (POOL.header,)
        other = _without_pool(surroundings) if only_pool else _nearest(header)
        raise unusable("column_missing", sheet=sheet.name, line=header.line, column="、".join(header.missing), other=other)
    if RowKind.PROVIDER not in header.columns:
        return
    context = surroundings.of_titles(sheet.name, titles)
    columns = frozenset(each.column.field for each in header.columns[RowKind.PROVIDER].values())
    if still_leaving(context, columns):
        raise unusable("sheet_leaves", sheet=sheet.name, line=context.line, value=context.leaving)
    titled = None if header.has("pool") else surroundings.contradicts(sheet.name, titles)
    if titled:
        raise unusable("pool_contradicts", sheet=sheet.name, value=surroundings.ordered, other=surroundings.names.short(titled))


def _nearest(header: Header) -> str:
    """The headers that were seen, those most like the missing ones first."""
    known = {place for columns in header.columns.values() for place in columns}
    seen = [text for place, text in header.texts.items() if place not in known]
    near = [text for name in header.missing for text in get_close_matches(name, seen, n=1, cutoff=0.4)]
    if near:
        return f"最接近的列是“{'”“'.join(dict.fromkeys(near))}”，若就是它请改用模板的列名，否则请补上这一列，再重新导入"
    return f"读到的列是“{'”“'.join(list(header.texts.values())[:_HEADERS_TOLD])}”，请补上这一列后重新导入"


def _without_pool(surroundings: Surroundings) -> str:
    names = surroundings.names.told
    return (
        f"标题和工作表名也看不出是哪个池（{names}）。请补上这一列，或在命令后加 --pool 和池的名称（如 --pool {names.partition('、')[0]}）"
    )


def _tell_titles(header: Header, sheet: Sheet, titles: list[SheetRow], surroundings: Surroundings, log: ProblemLog) -> None:
    context = surroundings.of_titles(sheet.name, titles)
    if context.pool and not header.has("pool"):
        log.add("pool_from_title", sheet=sheet.name, line=header.line, value=surroundings.names.short(context.pool))
    if context.proposed:
        log.add("sheet_proposed", sheet=sheet.name, line=context.line, value=context.proposed)


def _tell_columns(header: Header, of_pools: PoolColumns, sheet: Sheet, log: ProblemLog) -> None:
    known = {place for columns in header.columns.values() for place in columns} | {*of_pools.ticks, *of_pools.fields}
    known |= of_blocks(header.blocks) | (set() if header.name_place is None else {header.name_place})
    partial = {place for places in header.partial.values() for place in places}
    beside = _table_beside(header)
    if beside:
        log.add("table_beside", sheet=sheet.name, line=header.line, column=beside)
    numbered: list[str] = []
    for place, text in header.texts.items():
        if place in known or not text or header_key(text) in SILENT_HEADERS:
            continue
        if is_end_of_a_paper(text):
            log.add("paper_end", sheet=sheet.name, line=header.line, column=text)
            continue
        if is_numbered(text):
            numbered.append(text)
            continue
        if place in partial:
            log.add("column_alone", sheet=sheet.name, line=header.line, column=text, other=_needed(header, place))
            continue
        repeated = any(meaning_of(kind, text) for kind in header.columns)
        log.add("column_repeated" if repeated else "column_unknown", sheet=sheet.name, line=header.line, column=text)
    if numbered:
        log.add("columns_numbered", sheet=sheet.name, column="、".join(numbered[:_HEADERS_TOLD]))
    hidden = [header.texts[place] for place in sorted(known) if place in sheet.hidden_columns]
    if hidden:
        log.add("columns_hidden", sheet=sheet.name, line=header.line, value="、".join(hidden))


def _table_beside(header: Header) -> str | None:
    """The header at which a second table begins, right of the first: the code and the name stand there once more."""
    codes = [place for place, text in header.texts.items() if is_code_header(text)]
    if len(codes) < 2:
        return None
    names = [
        place for place, text in header.texts.items() if (found := meaning_of(RowKind.PROVIDER, text)) and found.column.field == "name"
    ]
    return header.texts[min(codes[1], names[1])] if len(names) > 1 else None


def _needed(header: Header, place: int) -> str:
    kind = next(kind for kind, places in header.partial.items() if place in places)
    return f"{kind.value}还需要“{'”“'.join(column.header for column in required_columns(kind) if column.field != 'uscc')}”"


def _is_prose(name: str, first: list[SheetRow], going: Iterator[SheetRow]) -> bool:
    """Tell whether the sheet explains something and has no table: no row holds two cells, or three in a sheet called 说明."""
    most = 2 if _EXPLAINS.search(name) else 1
    return all(len(row.cells) <= most for row in (*first, *islice(going, _PROSE_ROWS_MOST)))


def _tell_unread(refused: SourceUnusable, sheet: Sheet, log: ProblemLog) -> None:
    found = refused.problem
    if found.code == "header_missing":
        log.add("sheet_unknown", sheet=sheet.name)
    else:
        log.add("sheet_unread", sheet=sheet.name, line=found.line, other=found.message.rstrip("。"))
