"""Capabilities and cases side by side in numbered columns: 能力1, 能力2名称, 案例（二）, 服务能力①描述."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from indexer.columns import RowKind, header_key
from indexer.records import Raw
from indexer.tables.headers import meaning_of
from indexer.values.text import is_blank
from service.domain.text import clean_line

_NUMBER = re.compile(r"(?<=.)\(?(?P<number>(?<!\d)\d{1,2}(?!\d)|[一二三四五六七八九十]{1,2}|[①-⑳])\)?")
_REQUIRED = {RowKind.CAPABILITY: {"title", "description"}, RowKind.CASE: {"summary"}}
_TITLE_MOST = 40
_SENTENCE = re.compile(r"[：:，,。；;\n]")


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one number: column → field of a capability or case. `labels`: field → header."""

    kind: RowKind
    columns: Mapping[int, str]
    labels: Mapping[str, str]

    def values(self, cells: Mapping[int, Raw]) -> dict[str, Raw]:
        """What a row says there; a capability of one column is named by the beginning of its description."""
        told: dict[str, Raw] = {name: cells[place] for place, name in self.columns.items() if not is_blank(cells.get(place))}
        text = told.get("title", told.get("description"))
        if isinstance(text, str) and len(set(self.columns.values()) & _REQUIRED[RowKind.CAPABILITY]) == 1:
            told |= {"title": _SENTENCE.split(clean_line(text), maxsplit=1)[0][:_TITLE_MOST], "description": text}
        return told


def numbered_blocks(texts: Mapping[int, str], known: Collection[int]) -> tuple[Block, ...]:
    """The blocks of a header, in its order: each has a column that its kind requires.

    `known`: columns that mean something with their number left aside, such as 服务能力（一）: they are of a block when there are two.
    """
    found: dict[tuple[RowKind, str], dict[int, str]] = {}
    for place, text in texts.items():
        numbered = _numbered(text)
        if numbered:
            kind, number, name = numbered
            found.setdefault((kind, number), {})[place] = name
    numbers = Counter(kind for kind, _ in found)
    return tuple(
        Block(kind, columns, {name: texts[place] for place, name in columns.items()})
        for (kind, _), columns in found.items()
        if _REQUIRED[kind] & set(columns.values())
        and len(set(columns.values())) == len(columns)
        and (numbers[kind] > 1 or not columns.keys() & set(known))
    )


def of_blocks(blocks: Collection[Block]) -> frozenset[int]:
    """All their columns."""
    return frozenset(place for block in blocks for place in block.columns)


def is_numbered(text: str) -> bool:
    """Tell whether a header numbers what a capability or case requires."""
    numbered = _numbered(text)
    return numbered is not None and numbered[2] in _REQUIRED[numbered[0]]


def _numbered(text: str) -> tuple[RowKind, str, str] | None:
    """The kind, the number and the field that a header means."""
    key = header_key(text)
    found = _NUMBER.search(key)
    if found is None:
        return None
    bare = key[: found.start()] + key[found.end() :]
    for kind in _REQUIRED:
        meaning = meaning_of(kind, bare)
        if meaning and meaning.column.field != "uscc":
            return kind, found["number"], meaning.column.field
    return None
