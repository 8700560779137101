"""What the cells of a spreadsheet refer to: shared texts, and the styles that make a number a date."""

import re
from dataclasses import dataclass
from enum import Enum

from indexer.problems import unusable
from indexer.sources.xlsx_package import Package

_BUILT_IN_DATES = frozenset([14, 15, 16, 22, *range(28, 36), 51, *range(53, 57), 58])
_BUILT_IN_MONTHS = frozenset([17, 27, 36, 50, 52, 57])
"""Source: ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are the Chinese dates."""

_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_STRINGS_MOST = 2_000_000


class DateStyle(Enum):
    """What of a date a number format shows."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """The workbook's shared texts; None stands for one over the cell limit, refused when a cell uses it."""

    texts: tuple[str | None, ...]


def read_shared_texts(package: Package, part: str, *, longest: int) -> SharedTexts:
    """Read all shared texts; readings (phonetic runs) are left out.

    Raises:
        SourceUnusable: damaged, or more texts than any table within the limits needs.
    """
    texts: list[str | None] = []
    collector = TextCollector(longest)

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            collector.clear()
        collector.start(name)

    def end(name: str) -> None:
        collector.end(name)
        if name == "si":
            texts.append(collector.result())
            if len(texts) > _STRINGS_MOST:
                raise unusable("too_many_cells", other=_STRINGS_MOST)

    package.parse(part, start, end, collector.text)
    return SharedTexts(tuple(texts))


def read_date_styles(package: Package, part: str) -> tuple[DateStyle | None, ...]:
    """For every cell style what of a date it shows, None when a number is no date under it."""
    formats: dict[str, str] = {}
    styles: list[DateStyle | None] = []
    inside = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in {"cellXfs", "cellStyleXfs"}:
            inside[0] = name
        elif name == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and inside[0] == "cellXfs":
            number = attributes.get("numFmtId", "0")
            styles.append(date_style(formats[number]) if number in formats else _built_in(number))

    package.parse(part, start)
    return tuple(styles)


def _built_in(number: str) -> DateStyle | None:
    known = int(number) if number.isdecimal() else 0
    return DateStyle.DAY if known in _BUILT_IN_DATES else DateStyle.MONTH if known in _BUILT_IN_MONTHS else None


def date_style(code: str) -> DateStyle | None:
    """What of a date a number format shows: a year or day outside quotes, brackets and escapes; None when it is no date."""
    bare = _NOT_CODE.sub("", code.partition(";")[0]).lower()
    if bare == "general" or not ("y" in bare or "d" in bare):
        return None
    return DateStyle.DAY if "d" in bare else DateStyle.MONTH if "m" in bare else DateStyle.YEAR


class TextCollector:
    """Gathers the text of `t` elements outside phonetic runs, up to a limit."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self.clear()

    def clear(self) -> None:
        """Begin a new text."""
        self._parts: list[str] = []
        self._length = 0
        self._open = False
        self._phonetic = False

    def start(self, name: str) -> None:
        """An element begins."""
        if name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._open = not self._phonetic

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "rPh":
            self._phonetic = False
        elif name == "t":
            self._open = False

    def text(self, part: str) -> None:
        """Characters arrive."""
        if self._open:
            self._length += len(part)
            if self._length <= self._longest:
                self._parts.append(part)

    def result(self) -> str | None:
        """The text, None when it is over the limit."""
        return unescape("".join(self._parts)) if self._length <= self._longest else None


def unescape(text: str) -> str:
    """Undo `_x000D_`, the way spreadsheets write characters XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
