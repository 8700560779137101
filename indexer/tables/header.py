"""Find the header of a sheet: one row or two, anywhere in the first ten, for one kind of row or for several side by side."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.columns import NUMBER_HEADERS, SHEET_COLUMNS, Column, RowKind, header_key
from indexer.records import Merge, Raw, SheetRow
from indexer.tables.headers import Meaning, is_code_header, meaning_of
from indexer.tables.numbered import Block, numbered_blocks, of_blocks
from service.domain import uscc

HEADER_ROWS = 10
_GROUP = re.compile(r"(?:基本)?(?:情况|信息|资料)$")
"""What a group of columns is called after its subject: 入池情况 over 日期."""
_FIRM_FIELDS = frozenset({"uscc", "name", "pool"})
"""Other columns of a firm beside these show that a sheet of capabilities tells of firms too."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was recognised.

    `columns`: for each kind of row that the sheet tells of, column number → meaning; the code stands in each. `texts`: what the person
    reads there. `missing`: headers of required columns that are not there, for the kind the sheet seems to be about.
    `name_place`: the column of the firm's name in any kind of sheet. `partial`: columns of another kind that lack its required ones.
    `blocks`: numbered columns, each number a capability or case of its own.
    """

    line: int
    first_line: int
    columns: Mapping[RowKind, Mapping[int, Meaning]]
    texts: Mapping[int, str]
    missing: tuple[str, ...] = ()
    name_place: int | None = None
    partial: Mapping[RowKind, tuple[int, ...]] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()

    @property
    def known(self) -> int:
        """How many columns were recognised."""
        return len({place for columns in self.columns.values() for place in columns} | of_blocks(self.blocks))

    @property
    def kinds(self) -> frozenset[RowKind]:
        """What the rows tell of."""
        return frozenset({*self.columns, *(block.kind for block in self.blocks)})

    @property
    def numbers(self) -> int:
        """How many columns number the rows; a header in two lines may have them in its upper one only."""
        return sum(header_key(text) in NUMBER_HEADERS for text in self.texts.values())

    def place_of(self, kind: RowKind, name: str) -> int | None:
        """The column of a field; None when the sheet has none."""
        return next((place for place, each in self.columns.get(kind, {}).items() if each.column.field == name), None)

    def has(self, name: str) -> bool:
        """Tell whether a column of a firm or membership is there."""
        return self.place_of(RowKind.PROVIDER, name) is not None


def best_header(rows: Sequence[SheetRow], kind: RowKind | None, merges: Sequence[Merge], *, titled: bool) -> Header | None:
    """The likeliest header among the first rows.

    Args:
        kind: what the sheet's name says it is about, if anything.
        titled: the pool stands in the title, the sheet's name or the command, so its column may be missing.
    """
    found = [header for lines in _candidates(rows) if (header := _header(lines, kind, merges, titled=titled)) and header.known >= 2]
    return max(found, key=lambda each: (not each.missing, each.known + each.numbers, each.first_line - each.line), default=None)


def is_form(rows: Sequence[SheetRow]) -> bool:
    """Tell whether a sheet is a form of one firm: the name of a column and a code stand in one row."""
    return any(
        any(_is_code(raw) for _, raw in row.cells) and any(isinstance(raw, str) and is_code_header(raw) for _, raw in row.cells)
        for row in rows
    )


def is_header_again(row: SheetRow) -> bool:
    """Tell whether a row repeats a header, as on every printed page."""
    return any(isinstance(raw, str) and len(raw) < 40 and is_code_header(raw) for _, raw in row.cells)


def _candidates(rows: Sequence[SheetRow]) -> Iterator[tuple[SheetRow, ...]]:
    """The rows that may be a header: none below a row with a code, which is a record already."""
    for place, row in enumerate(rows):
        if any(_is_code(raw) for _, raw in row.cells):
            return
        yield (row,)
        under = rows[place + 1] if place + 1 < len(rows) else None
        if under and under.line == row.line + 1 and not any(_is_code(raw) for _, raw in under.cells):
            yield (row, under)


def _header(lines: tuple[SheetRow, ...], kind: RowKind | None, merges: Sequence[Merge], *, titled: bool) -> Header | None:
    spellings = _spellings(lines, merges)
    found = {each: _columns(each, spellings) for each in RowKind}
    texts = {place: own[0] for place, own in spellings.items()}
    blocks = numbered_blocks(texts, {place for columns in found.values() for place in columns})
    found = {
        each: {place: meaning for place, meaning in columns.items() if place not in of_blocks(blocks)} for each, columns in found.items()
    }
    complete = {each: columns for each, columns in found.items() if not _missing(each, columns)}
    if RowKind.PROVIDER not in complete and titled and _missing(RowKind.PROVIDER, found[RowKind.PROVIDER]) == ("资源池",):
        fields = {each.column.field for each in found[RowKind.PROVIDER].values()}
        if kind is not RowKind.CAPABILITY and kind is not RowKind.CASE and (not complete or fields - _FIRM_FIELDS):
            complete[RowKind.PROVIDER] = found[RowKind.PROVIDER]
    for block in blocks:
        code = {place: each for place, each in found[block.kind].items() if each.column.field == "uscc"}
        if code and (not complete or block.kind is kind):
            complete.setdefault(block.kind, code)
    missing: tuple[str, ...] = ()
    if not complete or (kind and kind not in complete and RowKind.PROVIDER not in complete):
        likely = kind or max(found, key=lambda each: (-len(_missing(each, found[each])), len(found[each])))
        complete, missing = {likely: found[likely]}, _missing(likely, found[likely])
    columns = _apart(complete)
    names = {place for place, each in found[RowKind.PROVIDER].items() if each.column.field == "name"}
    taken = {place for each in columns.values() for place in each}
    return Header(
        line=lines[-1].line,
        first_line=lines[0].line,
        columns=columns,
        texts=texts,
        blocks=blocks,
        missing=missing,
        name_place=next(iter(names), None),
        partial={
            each: tuple(place for place in found[each] if place not in taken)
            for each in (RowKind.CAPABILITY, RowKind.CASE)
            if each not in columns and _has_required(found[each], taken)
        },
    )


def _has_required(columns: Mapping[int, Meaning], taken: set[int]) -> bool:
    return any(each.column.required and each.column.field != "uscc" and place not in taken for place, each in columns.items())


def _apart(kinds: Mapping[RowKind, Mapping[int, Meaning]]) -> dict[RowKind, dict[int, Meaning]]:
    """Each column to one kind, the firm first; only the code belongs to all."""
    apart: dict[RowKind, dict[int, Meaning]] = {}
    used: set[int] = set()
    for kind in RowKind:
        if kind in kinds:
            apart[kind] = {place: each for place, each in kinds[kind].items() if place not in used}
            used |= {place for place, each in apart[kind].items() if each.column.field != "uscc"}
    return apart


def _columns(kind: RowKind, spellings: Mapping[int, tuple[str, ...]]) -> dict[int, Meaning]:
    """Column → meaning; of several for one field the surest: 有效期至 wins over 有效期, wherever it stands."""
    best: dict[str, tuple[int, int, Meaning]] = {}
    for place, texts in spellings.items():
        meaning = next((found for text in texts if (found := meaning_of(kind, text))), None)
        if meaning is None:
            continue
        name, key = meaning.column.field, header_key(texts[0])
        sure = 2 if key == header_key(meaning.column.header) else 0 if key in meaning.column.weak_headers else 1
        if name not in best or sure > best[name][0]:
            best[name] = (sure, place, meaning)
    return {place: meaning for _, place, meaning in sorted(best.values(), key=lambda each: each[1])}


def _missing(kind: RowKind, columns: Mapping[int, Meaning]) -> tuple[str, ...]:
    present = {each.column.field for each in columns.values()}
    return tuple(column.header for column in SHEET_COLUMNS[kind] if column.required and column.field not in present)


def _spellings(lines: tuple[SheetRow, ...], merges: Sequence[Merge]) -> dict[int, tuple[str, ...]]:
    """Column → its header text; of two lines together, the lower alone, and the upper alone."""
    rows = [_texts(row) for row in lines]
    if len(rows) == 1:
        return {place: (text,) for place, text in rows[0].items()}
    upper, lower = _spread(rows[0], lines[0].line, merges), rows[1]
    found: dict[int, tuple[str, ...]] = {}
    above = ""
    for place in sorted({*upper, *lower}):
        above = upper.get(place, above if place in lower else "")
        below = lower.get(place, "")
        texts = (below, above + below, _GROUP.sub("", above) + below, above) if below and above != below else (above,)
        own = (above + below) if below and above != below else above
        found[place] = (own, *(text for text in texts if text and text != own))
    return found


def _spread(texts: dict[int, str], line: int, merges: Sequence[Merge]) -> dict[int, str]:
    wide = [each for each in merges if each.top <= line <= each.bottom and each.right > each.left and each.left in texts]
    return {**{place: texts[each.left] for each in wide for place in range(each.left, min(each.right, each.left + 50) + 1)}, **texts}


def _texts(row: SheetRow) -> dict[int, str]:
    return {place: text for place, raw in row.cells if (text := _text(raw))}


def _text(raw: Raw) -> str:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return format(raw, "g")
    return " ".join(raw.split()) if isinstance(raw, str) else ""


def _is_code(raw: Raw) -> bool:
    return isinstance(raw, str) and uscc.has_shape(header_key(raw).upper().strip("'`\"="))


def required_columns(kind: RowKind) -> tuple[Column, ...]:
    """The columns a row of this kind needs."""
    return tuple(column for column in SHEET_COLUMNS[kind] if column.required)
