"""JSON Lines: one provider a line, UTF-8."""

import codecs
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.columns import CAPABILITY_COLUMNS, CASE_COLUMNS, MEMBERSHIP_COLUMNS, POOL, PROFILE_COLUMNS, USCC, Column, RowKind
from indexer.problems import ProblemLog, unusable
from indexer.records import Limits, Raw, SourceFirm, SourceRow, Tally
from indexer.values.text import is_blank

_LIKE_AN_END = re.compile(r"valid|until|expir|end|有效|到期|截止|失效", re.IGNORECASE)
_CHUNK_BYTES = 1 << 20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What an object of one kind may hold: key → column, and back for messages."""

    name: str
    kind: RowKind
    columns: Mapping[str, Column]
    labels: Mapping[str, str]


def _shape(name: str, kind: RowKind, columns: tuple[Column, ...]) -> _Shape:
    return _Shape(name, kind, {column.key: column for column in columns}, {column.field: column.key for column in columns})


_PROFILE = _shape("", RowKind.PROVIDER, (USCC, *PROFILE_COLUMNS))
_MEMBERSHIP = _shape("pools", RowKind.PROVIDER, (POOL, *MEMBERSHIP_COLUMNS))
_CAPABILITY = _shape("capabilities", RowKind.CAPABILITY, CAPABILITY_COLUMNS)
_CASE = _shape("cases", RowKind.CASE, CASE_COLUMNS)
_Object = dict[str, Raw]


class _BadLine(Exception):
    """A line that is refused, with the code and the facts of its problem."""

    def __init__(self, code: str, *, value: str | None = None, other: str = "") -> None:
        super().__init__(code)
        self.code, self.value, self.other = code, value, other


def read_jsonl(content: bytes, *, limits: Limits, log: ProblemLog, tally: Tally) -> Iterator[SourceFirm]:
    """Firms of a file, line by line; a broken line is logged and left out.

    Raises:
        SourceUnusable: not UTF-8, a line or the file over a limit, no line at all.
    """
    _check_encoding(content)
    reader = _LineReader(limits, log, tally)
    body = io.BytesIO(content)
    body.seek(len(_BOM) if content.startswith(_BOM) else 0)
    for number, line in enumerate(iter(lambda: body.readline(limits.line_bytes + 2), b""), start=1):
        if len(line.rstrip(b"\r\n")) > limits.line_bytes:
            raise unusable("line_too_long", line=number, other=limits.line_bytes)
        if not line.strip():
            continue
        tally.read += 1
        try:
            yield reader.firm(_parse(line), number)
        except _BadLine as bad:
            tally.refuse((None, number, ""))
            tally.firms_refused += 1
            log.add(bad.code, line=number, value=bad.value, other=bad.other)
        if tally.read > limits.rows:
            raise unusable("too_many_rows", line=number, other=limits.rows)
    if not tally.read:
        raise unusable("rows_missing")


def _check_encoding(content: bytes) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _CHUNK_BYTES):
            decoder.decode(content[start : start + _CHUNK_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise unusable("encoding_unknown", other="JSON Lines 须为 UTF-8，请转换编码后重试") from None


def _parse(line: bytes) -> _Object:
    try:
        found = json.loads(line, object_pairs_hook=_unique, parse_constant=_not_finite)
    except json.JSONDecodeError as error:
        raise _BadLine("json_broken", other=f"第 {error.colno} 个字符附近有错") from None
    except RecursionError:
        raise _BadLine("json_broken", other="嵌套太深") from None
    except ValueError:
        raise _BadLine("json_broken", other="含有位数过多的数值") from None
    if not isinstance(found, dict):
        raise _BadLine("json_not_object")
    return found


def _unique(pairs: list[tuple[str, Raw]]) -> _Object:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        repeated = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _BadLine("json_key_repeated", value=repeated)
    return found


def _not_finite(_constant: str) -> Raw:
    raise _BadLine("json_not_finite")


class _LineReader:
    """Turns the object of a line into rows; remembers which unknown keys were told already."""

    def __init__(self, limits: Limits, log: ProblemLog, tally: Tally) -> None:
        self._limits = limits
        self._log = log
        self._tally = tally
        self._told: set[str] = set()

    def firm(self, found: _Object, line: int) -> SourceFirm:
        """One line."""
        flat = {key: value for key, value in found.items() if key not in {"pools", "capabilities", "cases", "contact"}}
        if "contact" in found:
            flat |= self._contact(found["contact"], line)
        lost: set[str] = set()
        return SourceFirm(
            row=self._row(_PROFILE, flat, line),
            memberships=self._memberships(found.get("pools"), line),
            capabilities=self._rows(found, _CAPABILITY, line, lost),
            cases=self._rows(found, _CASE, line, lost),
            refused_lists=frozenset(lost),
        )

    def _contact(self, contact: Raw, line: int) -> _Object:
        if isinstance(contact, dict):
            return {f"contact.{key}": value for key, value in contact.items()}
        if contact is not None:
            self._log.add("value_unusable", line=line, column="contact", other="应为对象")
        return {"contact.name": None, "contact.phone": None, "contact.email": None}

    def _memberships(self, pools: Raw, line: int) -> tuple[SourceRow, ...]:
        items: list[Raw] = pools if isinstance(pools, list) else [] if is_blank(pools) else [pools]
        self._count_nested(len(items), line, rows=False)
        rows = []
        for place, item in enumerate(items):
            if isinstance(item, str):
                rows.append(self._row(_MEMBERSHIP, {"pool": item}, line, place))
            elif isinstance(item, dict):
                rows.append(self._row(_MEMBERSHIP, item, line, place))
            else:
                self._log.add("membership_unusable", line=line, column=f"pools[{place}]", value=item)
        return tuple(rows)

    def _rows(self, found: _Object, shape: _Shape, line: int, lost: set[str]) -> tuple[SourceRow, ...] | None:
        """The objects of a list; None when the key is absent or holds no list: what is stored stays. `lost` gets lists with bad items."""
        key = shape.name
        if key not in found:
            return None
        items = found[key]
        if not isinstance(items, list):
            if is_blank(items):
                return ()
            self._log.add("value_unusable", line=line, column=key, value=items, other="应为列表")
            return None
        self._count_nested(len(items), line, rows=True)
        rows = []
        for place, item in enumerate(items):
            if isinstance(item, dict):
                rows.append(self._row(shape, item, line, place))
            else:
                self._tally.refuse((None, line, f"{key}[{place}]."))
                lost.add(key)
                self._log.add("row_unusable", line=line, column=f"{key}[{place}]", value=item)
        return tuple(rows)

    def _count_nested(self, number: int, line: int, *, rows: bool) -> None:
        if rows:
            self._tally.read += number
        if max(self._tally.read, number) > self._limits.rows:
            raise unusable("too_many_rows", line=line, other=self._limits.rows)

    def _row(self, shape: _Shape, found: _Object, line: int, place: int | None = None) -> SourceRow:
        values: _Object = {}
        given = set()
        for key, value in found.items():
            column = shape.columns.get(key)
            if column is None and shape is _MEMBERSHIP and _LIKE_AN_END.search(key) and not is_blank(value):
                # Without it a new membership would have no end.
                values.setdefault("valid_until", f"不认识的键 {key}"[:80])
                given.add("valid_until")
            if column is None:
                self._tell_unknown(f"{shape.name}[].{key}" if shape.name else key, line)
                continue
            given.add(column.field)
            if not (is_blank(value) or (value in ([], {}) and shape is not _MEMBERSHIP)):
                values[column.field] = value
        prefix = "" if place is None else f"{shape.name}[{place}]."
        return SourceRow(shape.kind, None, line, values, frozenset(given), shape.labels, prefix)

    def _tell_unknown(self, key: str, line: int) -> None:
        if key not in self._told and len(self._told) < 1_000:
            self._told.add(key)
            self._log.add("column_unknown", line=line, column=key)
