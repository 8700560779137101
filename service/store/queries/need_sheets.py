"""Workbooks of needs: kept as they were judged, and what became of each row."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.domain.need_sheets import NeedSheet, SheetLine
from service.store.rows import NeedSheetRow, PersonRow

_SHEETS_LISTED = 20


def add_need_sheet(session: Session, sheet: NeedSheet) -> None:
    """Store a new one."""
    session.add(
        NeedSheetRow(
            id=sheet.id, made_by=sheet.made_by, made_at=sheet.made_at, file_name=sheet.file_name, content=_content(sheet)
        )
    )  # fmt: skip
    session.flush()


def save_need_sheet(session: Session, sheet: NeedSheet) -> None:
    """Store what became of its rows."""
    session.execute(update(NeedSheetRow).where(NeedSheetRow.id == sheet.id).values(content=_content(sheet)))


def find_need_sheet(session: Session, sheet_id: str) -> NeedSheet | None:
    """One of them."""
    found = _read(session, NeedSheetRow.id == sheet_id)
    return found[0] if found else None


def newest_need_sheets(session: Session) -> list[NeedSheet]:
    """The last twenty, newest first."""
    return _read(session, NeedSheetRow.id.is_not(None))


def _content(sheet: NeedSheet) -> dict[str, Any]:
    return {"ignored": list(sheet.ignored), "lines": [asdict(line) for line in sheet.lines]}


def _read(session: Session, condition: Any) -> list[NeedSheet]:  # noqa: ANN401  a condition of the library
    rows = session.execute(
        select(NeedSheetRow, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == NeedSheetRow.made_by)
        .where(condition)
        .order_by(NeedSheetRow.made_at.desc(), NeedSheetRow.id)
        .limit(_SHEETS_LISTED)
        .execution_options(populate_existing=True)
    )
    return [
        NeedSheet(
            row.id,
            row.made_by or "",
            row.made_at,
            row.file_name,
            tuple(row.content["ignored"]),
            tuple(SheetLine(**line) for line in row.content["lines"]),
            name or "",
        )
        for row, name in rows
    ]
