"""What a database says went wrong, told as an error of the platform: the real cause and the way out.

SQLite: result codes, https://www.sqlite.org/rescode.html. PostgreSQL: SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from service.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseMoved,
    DatabaseNotReady,
    PlatformError,
    StorageBroken,
    StorageFull,
    StorageReadOnly,
    Unavailable,
    from_os_error,
)

_UNREACHABLE = "连接不上数据库，请检查 POOL_DATABASE_URL、数据库服务是否在运行，以及用户名和密码。"
_SLOW = "数据库没有在限定时间内答完，请稍后再试。"
_NO_CONNECTION = "数据库的连接已全部用完，请稍后再试。"

_SQLITE = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_READONLY: StorageReadOnly,
    sqlite3.SQLITE_PERM: StorageReadOnly,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
    sqlite3.SQLITE_IOERR: StorageBroken,
    sqlite3.SQLITE_CANTOPEN: StorageBroken,
}
"""By the low byte of the code; a finer one stands in `_SQLITE_FINER`."""
_SQLITE_FINER = {
    sqlite3.SQLITE_READONLY_DBMOVED: DatabaseMoved,
    # A used-up quota or a file over its limit; only a full disk has a code of its own.
    sqlite3.SQLITE_IOERR_WRITE: StorageFull,
    sqlite3.SQLITE_IOERR_SHMSIZE: StorageFull,
    sqlite3.SQLITE_IOERR_SHORT_READ: DatabaseDamaged,
}
_POSTGRES = {
    "25006": StorageReadOnly,
    "40001": DatabaseBusy,
    "40P01": DatabaseBusy,
    "42P01": DatabaseNotReady,
    "42703": DatabaseNotReady,
    "42501": StorageReadOnly,
    "53100": StorageFull,
    "55P03": DatabaseBusy,
    "XX001": DatabaseDamaged,
    "XX002": DatabaseDamaged,
}


@contextmanager
def failures_told(engine: Engine) -> Iterator[None]:
    """Raise what the database says as an error of the platform; a fault of the program stays what it is.

    Raises:
        Unavailable: one of its leaves, with cause and remedy.
    """
    try:
        yield
    except SQLAlchemyError as error:
        told = tell_failure(error, engine)
        if told is None:
            raise
        raise told from error


def is_busy(error: DBAPIError, engine: Engine) -> bool:
    """Tell whether another writer was in the way, so that waiting helps."""
    return isinstance(tell_failure(error, engine), DatabaseBusy)


def tell_failure(error: SQLAlchemyError, engine: Engine) -> PlatformError | None:
    """The platform's error for the database's; None for a fault of the program, such as a statement that is wrong."""
    if isinstance(error, NoConnectionFree):
        return DatabaseBusy(_NO_CONNECTION)
    if not isinstance(error, DBAPIError) or isinstance(error, IntegrityError):
        return None
    if engine.dialect.name == "postgresql":
        return _tell_postgres(error)
    return _tell_sqlite(error, engine.url.database)


def _tell_sqlite(error: DBAPIError, path: str | None) -> PlatformError | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None or code == sqlite3.SQLITE_ERROR:
        words = str(error.orig)
        if "no such table" in words or "no such column" in words:
            return DatabaseNotReady()
        return DatabaseDamaged() if "decode" in words else None
    family = _SQLITE_FINER.get(code) or _SQLITE.get(code & 0xFF)
    if family is StorageBroken and path:
        return _ask_the_system(path) or StorageBroken()
    return family() if family else None


def _ask_the_system(path: str) -> PlatformError | None:
    """SQLite says only that it could not open or read: the operating system knows why."""
    try:
        os.close(os.open(path, os.O_RDWR))
    except FileNotFoundError:
        return None if os.access(Path(path).parent, os.W_OK) else StorageReadOnly()
    except OSError as reason:
        return from_os_error(reason)
    return None


def _tell_postgres(error: DBAPIError) -> PlatformError | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return Unavailable(_UNREACHABLE) if error.connection_invalidated or _is_operational(error) else None
    if state == "57014":
        return Unavailable(_SLOW)
    if state.startswith("53") and state != "53100":
        return DatabaseBusy(_NO_CONNECTION)
    if state.startswith(("08", "28", "3D", "57")):
        return Unavailable(_UNREACHABLE)
    if state.startswith("58"):
        return StorageBroken()
    family = _POSTGRES.get(state)
    return family() if family else None


def _is_operational(error: DBAPIError) -> bool:
    return type(error).__name__ in {"OperationalError", "InterfaceError"}
