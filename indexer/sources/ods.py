"""OpenDocument spreadsheets, read as a stream like XLSX. Repeated rows and cells count each time when they hold something."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indexer.problems import unusable
from indexer.records import CellError, Limits, Merge, Raw, Sheet, SheetRow
from indexer.sources.xlsx_package import Package
from indexer.tables.reading import cell_name

_CONTENT = "content.xml"
_SHEETS_MOST = 50
_COLUMNS_MOST = 16_384


@dataclass(frozen=True, slots=True)
class _Named:
    """What the first pass learns of a table."""

    name: str
    hidden: bool


class OpenDocument:
    """An ODS file, opened.

    Raises:
        SourceUnusable: not a spreadsheet, damaged, or over a limit.
    """

    def __init__(self, content: bytes, *, limits: Limits) -> None:
        self._package = Package(content, unpacked_mb=limits.unpacked_mb)
        self._limits = limits
        if not self._package.has(_CONTENT):
            raise unusable("file_not_readable", other="里面没有工作表，请重新导出后再试")
        hidden_styles: set[str] = set()
        style = [""]
        self._tables: list[_Named] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "style":
                style[0] = attributes.get("style:name", "")
            elif name == "table-properties" and attributes.get("table:display") == "false":
                hidden_styles.add(style[0])
            elif name == "table":
                self._tables.append(_Named(attributes.get("table:name", ""), attributes.get("table:style-name") in hidden_styles))

        self._package.parse(_CONTENT, start)
        if not self._tables or len(self._tables) > _SHEETS_MOST:
            raise unusable(
                "file_not_readable", other="里面没有可读的工作表，请重新导出后再试" if not self._tables else f"工作表超过 {_SHEETS_MOST} 个"
            )

    @property
    def sheets(self) -> list[Sheet]:
        """The sheets in their order; merged cells are given to their rows already.

        Raises:
            SourceUnusable: damaged, a text or the number of cells over a limit; while rows are read, too.
        """
        return [
            Sheet(table.name, self._rows(place, table.name), hidden=table.hidden, merges=self._merges(place))
            for place, table in enumerate(self._tables)
        ]

    def _rows(self, place: int, name: str) -> Iterator[SheetRow]:
        reader = _TableReader(place, name, self._limits)
        for _ in self._package.parsing(_CONTENT, reader.start, reader.end, reader.text):
            yield from reader.finished
            reader.finished.clear()
            if reader.done:
                return

    def _merges(self, place: int) -> tuple[Merge, ...]:
        reader = _TableReader(place, "", self._limits, only_merges=True)
        for _ in self._package.parsing(_CONTENT, reader.start, reader.end):
            if reader.done:
                break
        return tuple(reader.merges)


class _TableReader:
    """Handlers for one table; `finished` holds the rows that are complete, `done` tells that the table is over."""

    def __init__(self, place: int, name: str, limits: Limits, *, only_merges: bool = False) -> None:
        self.finished: list[SheetRow] = []
        self.merges: list[Merge] = []
        self.done = False
        self._wanted, self._name, self._limits, self._only_merges = place, name, limits, only_merges
        self._table = -1
        self._line, self._row_repeat, self._hidden = 1, 1, False
        self._place, self._cell_repeat = 0, 1
        self._cells: list[tuple[int, Raw]] = []
        self._attributes: dict[str, str] = {}
        self._lines: list[str] = []
        self._depth = 0
        self._note = False
        self._length = self._cell_count = self._text_count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "table":
            self._table += 1
        if self._table != self._wanted or self.done:
            return
        if name == "table-row":
            self._row_repeat = _number(attributes.get("table:number-rows-repeated"))
            self._hidden = attributes.get("table:visibility") in {"collapse", "filter"}
            self._place, self._cells = 0, []
        elif name in {"table-cell", "covered-table-cell"}:
            self._attributes, self._lines, self._length = attributes, [], 0
            self._cell_repeat = _number(attributes.get("table:number-columns-repeated"))
            rows, columns = _number(attributes.get("table:number-rows-spanned")), _number(attributes.get("table:number-columns-spanned"))
            if rows > 1 or columns > 1:
                self.merges.append(Merge(self._line, self._line + rows - 1, self._place, self._place + columns - 1))
        elif name == "annotation":
            self._note = True
        elif name == "p" and not self._note:
            self._lines.append("")
            self._depth = 1
        elif name in {"s", "tab", "line-break"} and self._depth:
            self.text("\n" if name == "line-break" else " " * min(_number(attributes.get("text:c")), 100))

    def text(self, part: str) -> None:
        """Characters arrive."""
        if self._depth and self._lines and self._table == self._wanted and not self._only_merges:
            self._length += len(part)
            if self._length > self._limits.cell_characters:
                self._refuse_text()
            self._lines[-1] += part

    def end(self, name: str) -> None:
        """An element ends."""
        if self._table != self._wanted or self.done:
            return
        if name == "p":
            self._depth = 0
        elif name == "annotation":
            self._note = False
        elif name in {"table-cell", "covered-table-cell"}:
            self._finish_cell(covered=name != "table-cell")
        elif name == "table-row":
            self._finish_row()
        elif name == "table":
            self.done = True

    def _finish_cell(self, *, covered: bool) -> None:
        raw = None if covered or self._only_merges else self._raw()
        if raw is not None and raw != "":
            if self._place + self._cell_repeat > _COLUMNS_MOST:
                self._refuse_cells()
            self._count(raw, self._cell_repeat)
            self._cells += [(self._place + more, raw) for more in range(self._cell_repeat)]
        self._place += self._cell_repeat

    def _finish_row(self) -> None:
        if self._cells:
            for _, raw in self._cells:
                self._count(raw, self._row_repeat - 1)
            self.finished += [SheetRow(self._line + more, tuple(self._cells), hidden=self._hidden) for more in range(self._row_repeat)]
        self._line += self._row_repeat

    def _count(self, raw: Raw, times: int) -> None:
        self._cell_count += times
        self._text_count += times * (len(raw) if isinstance(raw, str) else 0)
        if self._cell_count > self._limits.cells:
            self._refuse_cells()
        if self._text_count > self._limits.grown_characters:
            raise unusable("file_unpacked_too_large", sheet=self._name, other=self._limits.unpacked_mb)

    def _raw(self) -> Raw:
        kind, text = self._attributes.get("office:value-type", ""), "\n".join(self._lines)
        if kind in {"float", "percentage", "currency"}:
            return _float(self._attributes.get("office:value", ""))
        if kind == "date":
            written = self._attributes.get("office:date-value", "")
            try:
                day = date.fromisoformat(written[:10])
            except ValueError:
                return CellError(written[:80])
            # 2024年6月 is kept as the first of June: what is shown is what was meant.
            return text if day.day == 1 and "日" not in text and text.endswith("月") else day
        if kind == "boolean":
            return self._attributes.get("office:boolean-value") == "true"
        if text.startswith("#") and self._attributes.get("table:formula"):
            return CellError(text[:80])
        return text

    def _refuse_text(self) -> None:
        column = cell_name(self._line, self._place)
        raise unusable("cell_too_long", sheet=self._name, line=self._line, column=column, other=self._limits.cell_characters)

    def _refuse_cells(self) -> None:
        raise unusable("too_many_cells", sheet=self._name, other=self._limits.cells)


def _number(text: str | None) -> int:
    return min(int(text), 10_000_000) if text and text.isdecimal() and len(text) < 9 else 1


def _float(text: str) -> Raw:
    try:
        number = float(text)
    except ValueError:
        return CellError(text[:80])
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
