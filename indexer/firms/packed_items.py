"""Source rows as bytes and back: in two parts, where they stand, and what they say."""

import hashlib
import json
import struct
from datetime import date
from typing import Any, TypeAlias

from indexer.records import CellError, Raw, SourceFirm, SourceItem, SourceRow

_DAY, _FAILED = "\x00day", "\x00failed"
_LOOSE = 0

_Form: TypeAlias = tuple[int, int | None, int | None, bool, tuple[str, ...]]
"""Of a firm: number of memberships, capabilities, cases; whether its row tells lists too; lists with items that were no objects."""


class Packer:
    """Packs the items of one file. What many rows share (columns, labels, sheet; how many rows a firm has) is told once and numbered."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self._shapes: list[SourceRow] = []
        self._words: list[bytes] = []
        self._forms: dict[_Form | None, int] = {None: _LOOSE}
        self._told_forms: list[_Form | None] = [None]
        self._encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_tagged).encode

    def packed(self, item: SourceItem) -> tuple[bytes, bytes]:
        """Where the item stands, and what it says: raw values in their order."""
        rows = _rows(item)
        form = _form(item) if isinstance(item, SourceFirm) else None
        if form not in self._forms:
            self._forms[form] = len(self._told_forms)
            self._told_forms.append(form)
        numbers = [self._forms[form]]
        for row in rows:
            numbers += (self._number(row), row.line)
        return struct.pack(f"<{len(numbers)}I", *numbers), self._encode([row.values for row in rows]).encode("utf-8", "surrogatepass")

    def unpacked(self, standing: bytes, saying: bytes) -> SourceItem:
        """The item that was packed."""
        form, *places = _numbers(standing)
        values = json.loads(saying.decode("utf-8", "surrogatepass"), object_hook=_untagged)
        rows = [self._row(number, line, each) for number, line, each in zip(places[::2], places[1::2], values, strict=True)]
        return rows[0] if form == _LOOSE else _firm(self._told_forms[form], rows)

    def identity(self, standing: bytes) -> bytes:
        """What of `standing` decides how the rows are read: columns and labels, but not sheet and line."""
        form, *places = _numbers(standing)
        return repr(self._told_forms[form]).encode() + b"".join(self._words[number] for number in places[::2])

    @staticmethod
    def is_firm(standing: bytes) -> bool:
        """Tell whether a firm was packed, not a row of 服务能力 or 案例 alone."""
        return _numbers(standing)[0] != _LOOSE

    def head(self, standing: bytes) -> SourceRow:
        """The item's first row without its values."""
        _, number, line, *_ = _numbers(standing)
        return self._row(number, line, {})

    def gives(self, standing: bytes, name: str) -> bool:
        """Tell whether the item's first row has a column or key for the field."""
        return name in self.head(standing).given

    def _number(self, row: SourceRow) -> int:
        # Labels are one object for a whole table: its identity will do, as long as the shape below keeps it alive.
        key = (row.kind, row.sheet, row.given, id(row.labels), row.prefix)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._shapes)
            self._shapes.append(SourceRow(row.kind, row.sheet, 0, {}, row.given, row.labels, row.prefix))
            words = repr((row.kind.value, sorted(row.given), list(row.labels.items()), row.prefix)).encode()
            self._words.append(hashlib.blake2b(words, digest_size=16).digest())
        return number

    def _row(self, number: int, line: int, values: dict[str, Raw]) -> SourceRow:
        shape = self._shapes[number]
        return SourceRow(shape.kind, shape.sheet, line, values, shape.given, shape.labels, shape.prefix)


def _numbers(standing: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(standing) // 4}I", standing)


def _rows(item: SourceItem) -> list[SourceRow]:
    if isinstance(item, SourceRow):
        return [item]
    return [item.row, *item.memberships, *(item.capabilities or ()), *(item.cases or ())]


def _form(firm: SourceFirm) -> _Form:
    able, cases = (None if found is None else len(found) for found in (firm.capabilities, firm.cases))
    return len(firm.memberships), able, cases, firm.beside_lists, tuple(sorted(firm.refused_lists))


def _firm(form: _Form | None, rows: list[SourceRow]) -> SourceFirm:
    pools, able, cases, beside, refused = form or (0, None, None, False, ())
    lists = rows[1 + pools :]
    return SourceFirm(
        rows[0],
        tuple(rows[1 : 1 + pools]),
        None if able is None else tuple(lists[:able]),
        None if cases is None else tuple(lists[able or 0 :]),
        beside_lists=beside,
        refused_lists=frozenset(refused),
    )


def _tagged(raw: object) -> dict[str, Raw]:
    if isinstance(raw, date):
        return {_DAY: raw.toordinal()}
    if isinstance(raw, CellError):
        return {_FAILED: raw.text}
    raise TypeError(type(raw))


def _untagged(found: dict[str, Any]) -> Any:  # noqa: ANN401  a JSON value
    if len(found) == 1:
        day, failed = found.get(_DAY), found.get(_FAILED)
        if isinstance(day, int) and 1 <= day <= date.max.toordinal():
            return date.fromordinal(day)
        if isinstance(failed, str):
            return CellError(failed)
    return found
