"""需求表格: the list with its form, and one workbook row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from service.domain.need_sheets import COLUMNS, SHEET_KEPT, SHEET_MOST_MB, SHEET_ROWS_MOST, TAKEN_AT_ONCE, NeedSheet, SheetLine
from service.errors import PlatformError


@dataclass(frozen=True, slots=True)
class SheetRowLine:
    """One workbook of the list."""

    href: str
    name: str
    at: datetime
    by: str
    rows: int
    ready: int
    taken: int


@dataclass(frozen=True, slots=True)
class NeedSheetsPage:
    """The form and what came in lately."""

    template: ClassVar[str] = "pages/brokering/need_sheets.html"
    title: str
    lines: tuple[SheetRowLine, ...]
    columns: tuple[str, ...]
    rows_most: int
    most_mb: int
    kept_days: int
    sentence: str = ""

    def refused(self, error: PlatformError) -> "NeedSheetsPage":
        """This, with why the file was not taken."""
        return replace(self, sentence=error.message)


@dataclass(frozen=True, slots=True)
class NeedSheetPage:
    """`bad`: rows with what to mend; `again`: rows that say nearly the same as another; `taken`: rows that are needs now."""

    template: ClassVar[str] = "pages/brokering/need_sheet.html"
    title: str
    href: str
    by: str
    at: datetime
    rows: int
    ignored: tuple[str, ...]
    ready: tuple[SheetLine, ...]
    again: tuple[SheetLine, ...]
    bad: tuple[SheetLine, ...]
    taken: tuple[SheetLine, ...]
    at_once: int
    kept_days: int


def need_sheets_page(sheets: Sequence[NeedSheet]) -> NeedSheetsPage:
    """The list."""
    lines = tuple(
        SheetRowLine(
            f"/workbench/sheets/{sheet.id}", sheet.file_name, sheet.made_at, sheet.made_by_name, len(sheet.lines), len(sheet.ready),
            sum(bool(line.need_id) for line in sheet.lines),
        )
        for sheet in sheets
    )  # fmt: skip
    headers = tuple(column.header + ("*" if column.required else "") for column in COLUMNS)
    return NeedSheetsPage("需求表格", lines, headers, SHEET_ROWS_MOST, SHEET_MOST_MB, SHEET_KEPT.days)


def need_sheet_page(sheet: NeedSheet) -> NeedSheetPage:
    """One workbook."""
    return NeedSheetPage(
        title=sheet.file_name,
        href=f"/workbench/sheets/{sheet.id}",
        by=sheet.made_by_name,
        at=sheet.made_at,
        rows=len(sheet.lines),
        ignored=sheet.ignored,
        ready=sheet.ready,
        again=tuple(line for line in sheet.lines if line.is_ready and line.alike),
        bad=tuple(line for line in sheet.lines if line.problems or line.failure),
        taken=tuple(line for line in sheet.lines if line.need_id),
        at_once=TAKEN_AT_ONCE,
        kept_days=SHEET_KEPT.days,
    )
