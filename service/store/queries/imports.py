"""Imports in the browser: one file each."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.domain.imports import RUNNING, ImportReport, ImportState, PoolImport, read_report
from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.store.rows import ImportRow

_THE_ONE = "running"


def add_import(session: Session, new: PoolImport) -> None:
    """Store a new one.

    Raises:
        IntegrityError: another one is running; told as `Conflict` by the unit of work.
    """
    session.add(
        ImportRow(
            id=new.id, state=new.state, slot=_slot(new.state), file_names=list(new.file_names), bytes=new.bytes, pool=new.pool,
            round=new.round, made_by=new.made_by, made_at=new.made_at, confirmed_by=new.confirmed_by, checked_at=new.checked_at,
            settled_at=new.settled_at, file_gone=new.file_gone, failure=new.failure, report=new.report.as_json() if new.report else {},
        )
    )  # fmt: skip
    session.flush()


def find_import(session: Session, import_id: str) -> PoolImport | None:
    """One import."""
    row = session.get(ImportRow, import_id)
    return _import(row) if row else None


def find_running_import(session: Session) -> PoolImport | None:
    """The one that is being worked on."""
    row = session.scalar(select(ImportRow).where(ImportRow.slot == _THE_ONE))
    return _import(row) if row else None


def list_imports(session: Session, number: int) -> Page[PoolImport]:
    """All of them, the newest first, without their reports."""
    rows = session.scalars(
        select(ImportRow).order_by(ImportRow.made_at.desc(), ImportRow.id).limit(DEFAULT_PAGE_SIZE).offset((number - 1) * DEFAULT_PAGE_SIZE)
    )
    return Page([_import(row) for row in rows], session.scalar(select(func.count()).select_from(ImportRow)) or 0, number)


def move_import(session: Session, seen: PoolImport, state: ImportState, **values: object) -> bool:
    """Bring it to another state. False: it is no longer where it was seen.

    Args:
        values: further columns.
    """
    mine = update(ImportRow).where(ImportRow.id == seen.id, ImportRow.state == seen.state, ImportRow.round == seen.round)
    moved = session.execute(mine.values(state=state, slot=_slot(state), **values).returning(ImportRow.id)).all()
    return bool(moved)


def store_report(session: Session, import_id: str, report: ImportReport) -> None:
    """Keep what became of the file, in place of an earlier report."""
    session.execute(update(ImportRow).where(ImportRow.id == import_id).values(report=report.as_json()))


def stored_since(session: Session, instant: datetime) -> bool:
    """Whether another file was stored since then."""
    states = (ImportState.PREPARING, ImportState.DONE)
    later = ImportRow.state.in_(states) & (ImportRow.settled_at > instant)
    return session.scalar(select(ImportRow.id).where(later).limit(1)) is not None


def with_old_files(session: Session, before: datetime) -> list[PoolImport]:
    """Those whose uploaded file is older and still there."""
    rows = session.scalars(select(ImportRow).where(ImportRow.made_at < before, ImportRow.file_gone.is_(False)).order_by(ImportRow.id))
    return [_import(row) for row in rows]


def left_unconfirmed(session: Session, before: datetime) -> list[PoolImport]:
    """Those that were tried longer ago and that nobody decided on."""
    rows = session.scalars(
        select(ImportRow).where(ImportRow.state == ImportState.CHECKED, ImportRow.checked_at < before).order_by(ImportRow.id)
    )
    return [_import(row) for row in rows]


def _slot(state: ImportState) -> str | None:
    return _THE_ONE if state in RUNNING else None


def _import(row: ImportRow) -> PoolImport:
    return PoolImport(
        id=row.id,
        state=ImportState(row.state),
        file_names=tuple(row.file_names),
        bytes=row.bytes,
        pool=row.pool,
        round=row.round,
        made_by=row.made_by,
        made_at=row.made_at,
        confirmed_by=row.confirmed_by,
        checked_at=row.checked_at,
        settled_at=row.settled_at,
        file_gone=row.file_gone,
        failure=row.failure,
        report=read_report(row.report),
    )
