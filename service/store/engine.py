"""Open the database: SQLite by default, PostgreSQL by URL."""

import json
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from service.errors import DatabaseDamaged, Invalid, from_os_error
from service.store.database_file import DatabaseFile
from service.store.writer_queue import WriterQueue, WriterWait

_READ_WAIT_SECONDS = 5
"""How long a reader waits for a free connection, or for SQLite while it recovers from a crash."""
_SQLITE_READERS = 40
"""As many connections as the server has threads: a connection of SQLite is an open file and costs little."""


def open_database(url: str, *, pool_size: int = 10, statement_timeout_seconds: int = 30, writer_wait: WriterWait | None = None) -> Engine:
    """Return an engine for `url`; for SQLite its folder is made.

    SQLite: WAL, `synchronous=FULL` (what is acknowledged survives a power cut), foreign keys on.
    PostgreSQL: statement time-out on every connection, dead connections noticed before use.

    Args:
        writer_wait: how long a change waits for other writers.

    Raises:
        Invalid: the address is not one of a database that can be used.
        StorageBroken: the folder cannot be made.
    """
    try:
        parsed = make_url(url)
        path = _make_folder(parsed)
        file = DatabaseFile(path)
        shared: dict[str, Any] = {
            "json_serializer": _dump,
            "json_deserializer": _load,
            "hide_parameters": True,
            "pool_timeout": _READ_WAIT_SECONDS,
            "execution_options": {"writers": WriterQueue(writer_wait or WriterWait()), "file": file},
        }
        if parsed.get_backend_name() == "sqlite":
            if path is None:
                shared.pop("pool_timeout")  # a database in memory has one connection
            else:
                shared.update(pool_size=pool_size, max_overflow=_SQLITE_READERS)
            engine = create_engine(parsed, connect_args={"timeout": _READ_WAIT_SECONDS}, **shared)
            _listen(engine, file)
            return engine
        options = f"-c statement_timeout={statement_timeout_seconds * 1000}"
        return create_engine(
            parsed, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True,
            connect_args={"options": options, "connect_timeout": 5}, **shared,
        )  # fmt: skip
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise Invalid("设置 POOL_DATABASE_URL 无法使用，请写成 sqlite:///路径 或 postgresql+psycopg://用户@主机/库名。") from None


def writers_of(engine: Engine) -> WriterQueue:
    """The queue of this engine's writers."""
    return cast(WriterQueue, engine.get_execution_options()["writers"])


def file_of(engine: Engine) -> DatabaseFile:
    """The file this engine has open."""
    return cast(DatabaseFile, engine.get_execution_options()["file"])


def _make_folder(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise from_os_error(error) from error
    return path


def _listen(engine: Engine, file: DatabaseFile) -> None:
    def check_before_opening(*_: object) -> None:
        # A new connection would make an empty file where the old one was.
        file.check()

    def set_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        # The driver would begin a transaction only before the first write, so two reads could see two states.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cell_size_check=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        file.note()

    event.listen(engine, "do_connect", check_before_opening)
    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={options.get('wait_ms', 1000 * _READ_WAIT_SECONDS)}")
    connection.exec_driver_sql(f"BEGIN {options.get('begin_mode', 'DEFERRED')}")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _load(text: str) -> Any:  # noqa: ANN401  whatever was stored
    try:
        return json.loads(text)
    except ValueError:
        raise DatabaseDamaged from None
