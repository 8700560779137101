"""XLSX, read as a stream: memory grows with the cells that hold something, never with the area they span.

Why not a library: see docs/decisions/0014-own-spreadsheet-reader.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indexer.clean import excel_day
from indexer.problems import unusable
from indexer.records import CellError, Limits, Raw
from indexer.sources.tables import SheetRow, cell_name
from indexer.sources.xlsx_package import Package
from indexer.sources.xlsx_values import SharedTexts, TextCollector, read_date_styles, read_shared_texts, unescape

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_DIGITS = re.compile(r"-?[0-9]{1,15}")
_MOST_SHEETS = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet of the workbook: its name and its part in the package."""

    name: str
    part: str


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
            raise unusable("file_not_readable", other="里面没有工作簿")
        references = self._package.references(main)
        self._since_1904 = False
        self.sheets: list[Sheet] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self._since_1904 = attributes.get("date1904") in {"1", "true"}
            elif name == "sheet":
                key = next((value for word, value in attributes.items() if word.rpartition(":")[2] == "id" and ":" in word), "")
                reference = references.get(key)
                if reference and reference.kind == "worksheet" and self._package.has(reference.part):
                    self.sheets.append(Sheet(attributes.get("name", ""), reference.part))

        self._package.parse(main, start)
        if not self.sheets or len(self.sheets) > _MOST_SHEETS:
            raise unusable("file_not_readable", other="里面没有可读的工作表")
        parts = {reference.kind: reference.part for reference in references.values()}
        shared, styles = parts.get("sharedStrings", ""), parts.get("styles", "")
        self._shared = (
            read_shared_texts(self._package, shared, longest=limits.cell_characters) if self._package.has(shared) else SharedTexts(())
        )
        self._date_styles = read_date_styles(self._package, styles) if self._package.has(styles) else ()

    def rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        """The rows of a sheet that hold something, in the file's order.

        Raises:
            SourceUnusable: damaged, a text or the number of cells over a limit.
        """
        reader = _SheetReader(sheet.name, self._shared, self._date_styles, since_1904=self._since_1904, limits=self._limits)
        for _ in self._package.parsing(sheet.part, reader.start, reader.end, reader.text):
            yield from reader.finished
            reader.finished.clear()
        yield from reader.finished


class _SheetReader:
    """Handlers for one sheet's XML; `finished` holds the rows that are complete."""

    def __init__(self, sheet: str, shared: SharedTexts, date_styles: tuple[bool, ...], *, since_1904: bool, limits: Limits) -> None:
        self.finished: list[SheetRow] = []
        self._sheet, self._shared, self._date_styles = sheet, shared.texts, date_styles
        self._since_1904, self._limits = since_1904, limits
        self._text_most = limits.unpacked_mb * 1_000_000
        self._line = 0
        self._place = -1
        self._cells: list[tuple[int, Raw]] = []
        self._in_row = False
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
                self.finished.append(SheetRow(self._line, tuple(self._cells)))
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
        if self._style.isdecimal() and int(self._style) < len(self._date_styles) and self._date_styles[int(self._style)]:
            day: date | None = excel_day(number, since_1904=self._since_1904)
            return day or number
        return number

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
