"""XLSX, read as a stream: memory grows with the cells that hold something, never with the area they span.

Why not a library: see docs/decisions/0014-own-spreadsheet-reader.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from indexer.problems import unusable
from indexer.records import CellError, Limits, Merge, Raw, Sheet, SheetRow
from indexer.sources.xlsx_package import Package
from indexer.sources.xlsx_values import DateStyle, SharedTexts, TextCollector, read_date_styles, read_shared_texts, unescape
from indexer.tables.reading import cell_name
from indexer.values.days import excel_day

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MERGE = re.compile(rb"""<(?:\w{1,20}:)?mergeCell\s[^>]{0,80}?ref=["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']""")
_HIDDEN_COLUMNS = re.compile(rb"<(?:\w{1,20}:)?col\s[^>]{0,200}?>")
_ATTRIBUTE = re.compile(rb"""(\w+)=["']([^"']{0,20})["']""")
_LONGEST_TAG = 240
_MERGES_MOST = 100_000
_DIGITS = re.compile(r"-?[0-9]{1,15}")
_MOST_SHEETS = 200


@dataclass(frozen=True, slots=True)
class _Part:
    """A worksheet of the workbook: its name, its part in the package, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """An XLSX file, opened.

    Raises:
        SourceUnusable: not a workbook, damaged, or over a limit.
    """

    def __init__(self, content: bytes, *, limits: Limits) -> None:
        self._package = Package(content, unpacked_mb=limits.unpacked_mb)
        self._limits = limits
        main = next((found.part for found in self._package.references("").values() if found.kind == "officeDocument"), "xl/workbook.xml")
        if not self._package.has(main):
            raise unusable("file_not_readable", other="里面没有工作簿，请重新导出后再试")
        references = self._package.references(main)
        self._since_1904 = False
        self._parts: list[_Part] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self._since_1904 = attributes.get("date1904") in {"1", "true"}
            elif name == "sheet":
                key = next((value for word, value in attributes.items() if word.rpartition(":")[2] == "id" and ":" in word), "")
                reference = references.get(key)
                if reference and reference.kind == "worksheet" and self._package.has(reference.part):
                    hidden = attributes.get("state", "visible") != "visible"
                    self._parts.append(_Part(attributes.get("name", ""), reference.part, hidden))

        self._package.parse(main, start)
        if not self._parts:
            raise unusable("file_not_readable", other="里面没有可读的工作表，请重新导出后再试")
        if len(self._parts) > _MOST_SHEETS:
            raise unusable("file_not_readable", other=f"工作表超过 {_MOST_SHEETS} 个，请重新导出后再试")
        parts = {reference.kind: reference.part for reference in references.values()}
        shared, styles = parts.get("sharedStrings", ""), parts.get("styles", "")
        self._shared = (
            read_shared_texts(self._package, shared, longest=limits.cell_characters) if self._package.has(shared) else SharedTexts(())
        )
        self._date_styles = read_date_styles(self._package, styles) if self._package.has(styles) else ()

    @property
    def sheets(self) -> list[Sheet]:
        """The sheets in their order; going through the rows of one reads it.

        Raises:
            SourceUnusable: damaged, a text or the number of cells over a limit; while rows are read, too.
        """
        return [
            Sheet(part.name, self._rows(part), self._merges(part), hidden=part.hidden, hidden_columns=self._hidden_columns(part))
            for part in self._parts
        ]

    def _merges(self, part: _Part) -> tuple[Merge, ...]:
        found = islice(self._package.found_in(part.part, _MERGE, longest=_LONGEST_TAG), _MERGES_MOST)
        return tuple(Merge(int(each[2]), int(each[4]), _place(each[1].decode()), _place(each[3].decode())) for each in found)

    def _hidden_columns(self, part: _Part) -> tuple[int, ...]:
        """Columns that are not shown; they stand before the rows, so only the beginning is looked at."""
        places: list[int] = []
        for found in islice(self._package.found_in(part.part, _HIDDEN_COLUMNS, longest=_LONGEST_TAG), 200):
            attributes = dict(_ATTRIBUTE.findall(found[0]))
            if attributes.get(b"hidden") in {b"1", b"true"} and attributes.get(b"min", b"").isdigit():
                first = int(attributes[b"min"])
                places += range(first - 1, min(int(attributes.get(b"max", b"0") or 0), first + 100))
        return tuple(places)

    def _rows(self, part: _Part) -> Iterator[SheetRow]:
        reader = _SheetReader(part.name, self._shared, self._date_styles, since_1904=self._since_1904, limits=self._limits)
        for _ in self._package.parsing(part.part, reader.start, reader.end, reader.text):
            yield from reader.finished
            reader.finished.clear()
        yield from reader.finished


class _SheetReader:
    """Handlers for one sheet's XML; `finished` holds the rows that are complete."""

    def __init__(
        self, sheet: str, shared: SharedTexts, date_styles: tuple[DateStyle | None, ...], *, since_1904: bool, limits: Limits
    ) -> None:
        self.finished: list[SheetRow] = []
        self._sheet, self._shared, self._date_styles = sheet, shared.texts, date_styles
        self._since_1904, self._limits = since_1904, limits
        self._text_most = limits.grown_characters
        self._line = 0
        self._place = -1
        self._cells: list[tuple[int, Raw]] = []
        self._in_row = self._hidden = False
        self._kind = self._style = ""
        self._value: list[str] = []
        self._in_value = self._has_formula = False
        self._inline = TextCollector(limits.cell_characters)
        self._cell_count = self._text_count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "row":
            number = attributes.get("r", "")
            self._line = int(number) if number.isdecimal() and len(number) <= 7 else self._line + 1
            self._place, self._in_row, self._cells = -1, True, []
            self._hidden = attributes.get("hidden") in {"1", "true"}
        elif not self._in_row:
            return
        elif name == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._place = _place(found[1]) if found else self._place + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value, self._has_formula = [], False
            self._inline.clear()
        elif name == "v":
            self._in_value = True
        elif name == "f":
            self._has_formula = True
        else:
            self._inline.start(name)

    def text(self, part: str) -> None:
        """Characters arrive."""
        if self._in_value:
            self._value.append(part)
            if len(self._value) > 16 and sum(map(len, self._value)) > self._limits.cell_characters:
                self._refuse_text()
        else:
            self._inline.text(part)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "v":
            self._in_value = False
        elif name == "c" and self._in_row:
            self._finish_cell()
        elif name == "row":
            self._in_row = False
            if self._cells:
                self.finished.append(SheetRow(self._line, tuple(self._cells), hidden=self._hidden))
        else:
            self._inline.end(name)

    def _finish_cell(self) -> None:
        raw = self._raw()
        if raw is None or raw == "":
            return
        self._cell_count += 1
        if self._cell_count > self._limits.cells:
            raise unusable("too_many_cells", sheet=self._sheet, other=self._limits.cells)
        if isinstance(raw, str):
            # A text that is stored once may be used by millions of cells: what counts is what it grows to.
            self._text_count += len(raw)
            if self._text_count > self._text_most:
                raise unusable("file_unpacked_too_large", sheet=self._sheet, other=self._limits.unpacked_mb)
        self._cells.append((self._place, raw))

    def _raw(self) -> Raw:
        if self._kind == "inlineStr":
            return self._checked(self._inline.result())
        value = "".join(self._value)
        if not value:
            return CellError("") if self._has_formula else None
        if self._kind == "s":
            return self._checked(self._shared[int(value)]) if value.isdecimal() and int(value) < len(self._shared) else CellError(value)
        if self._kind in {"str", "d"}:
            return self._checked(unescape(value))
        if self._kind == "b":
            return value == "1"
        return CellError(value) if self._kind == "e" else self._number(value)

    def _number(self, value: str) -> Raw:
        try:
            number: int | float = int(value) if _DIGITS.fullmatch(value) else float(value)
        except ValueError:
            return CellError(value[:80])
        style = self._date_styles[int(self._style)] if self._style.isdecimal() and int(self._style) < len(self._date_styles) else None
        day = excel_day(number, since_1904=self._since_1904) if style else None
        if day is None or style is None:
            return number
        # 2024年6月 is kept by a spreadsheet as the first of June: what is shown is what was meant.
        if day.day == 1 and style is DateStyle.MONTH:
            return f"{day.year}-{day.month:02d}"
        return str(day.year) if style is DateStyle.YEAR and (day.month, day.day) == (1, 1) else day

    def _checked(self, text: str | None) -> str:
        if text is None or len(text) > self._limits.cell_characters:
            self._refuse_text()
        return text or ""

    def _refuse_text(self) -> None:
        column = cell_name(self._line, self._place)
        raise unusable("cell_too_long", sheet=self._sheet, line=self._line, column=column, other=self._limits.cell_characters)


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
