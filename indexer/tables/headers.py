"""What a header means: the column it names, in any of the spellings people give it, and the unit that stands beside it.

A header may carry a note in brackets, a number in front, an English half, a star, or words split over two lines.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.columns import SHEET_COLUMNS, Column, RowKind, ValueKind, columns_named, header_key

_NOTE = re.compile(r"[(\[【](?P<note>[^()\[\]【】]*)[)\]】]")
_NUMBER = re.compile(r"^(?:[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)、.]|[①-⑳])")
_LATIN = re.compile(r"[a-z][a-z0-9 ,.'&_-]*", re.IGNORECASE)
_EDGES = "/\\-—_、,，.;；|+"
_UNITS = {
    ValueKind.WAN: re.compile(r"万元|千元|亿元|元|万"),
    ValueKind.WEEKS: re.compile(r"工作日|自然日|周|星期|天|日|月"),
    ValueKind.ENDING: re.compile(r"^年$"),
}
_ASSUMED = {ValueKind.WAN: {"万元", "万"}, ValueKind.WEEKS: {"周", "星期"}}


@dataclass(frozen=True, slots=True)
class Meaning:
    """The column that a header names. `unit` is to be added to bare numbers below it, empty when the usual one is meant."""

    column: Column
    unit: str = ""


def meaning_of(kind: RowKind, text: str) -> Meaning | None:
    """What a header means in a sheet of `kind`; None when it is not known."""
    known = _BY_HEADER[kind]
    for key in _spellings(header_key(text)):
        column = known.get(key)
        if column:
            return Meaning(column, _unit(column, text))
    return None


def is_code_header(text: str) -> bool:
    """Tell whether a cell holds the header of the code: then its row is a header once more."""
    return any(key in _CODE_HEADERS for key in _spellings(header_key(text)))


def _spellings(key: str) -> Iterator[str]:
    yield key
    bare = _NUMBER.sub("", key)
    yield bare
    unnoted = _NOTE.sub("", bare).strip(_EDGES)
    yield unnoted
    chinese = _LATIN.sub("", unnoted).strip(_EDGES)
    if chinese and chinese != unnoted:
        yield chinese
    for part in re.split(r"[/、|]", unnoted):
        if len(part) > 1 and part != unnoted:
            yield part


def _unit(column: Column, text: str) -> str:
    units = _UNITS.get(column.kind)
    if units is None:
        return ""
    for note in _NOTE.finditer(header_key(text)):
        found = units.search(note["note"])
        if found:
            return "" if found[0] in _ASSUMED.get(column.kind, ()) else found[0]
    return ""


def _by_header(kind: RowKind) -> dict[str, Column]:
    named: dict[str, Column] = {}
    for name, column in columns_named(kind):
        named[header_key(name)] = column
    # 价格下限 is 价格下限(万元): a header of our own may leave its unit out.
    return {**{_NOTE.sub("", key): column for key, column in named.items()}, **named}


_BY_HEADER: Mapping[RowKind, Mapping[str, Column]] = {kind: _by_header(kind) for kind in SHEET_COLUMNS}
_CODE_HEADERS = frozenset(key for key, column in _BY_HEADER[RowKind.PROVIDER].items() if column.kind is ValueKind.USCC)
