"""Open the database: SQLite by default, PostgreSQL by URL."""

import json
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry


def open_database(url: str, *, pool_size: int = 10, statement_timeout_seconds: int = 30) -> Engine:
    """Return an engine for `url`; for SQLite its folder is made.

    SQLite: WAL, `synchronous=FULL` (what is acknowledged survives a power cut), foreign keys on, 15 s of waiting for the one writer.
    PostgreSQL: statement time-out on every connection, dead connections noticed before use.
    """

    def dump(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, json_serializer=dump, hide_parameters=True, connect_args={"timeout": 15})
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        return engine
    return create_engine(
        parsed,
        json_serializer=dump,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={"options": f"-c statement_timeout={statement_timeout_seconds * 1000}", "connect_timeout": 5},
    )


def _set_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver would begin a transaction only before the first write, so two reads could see two states.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin_mode', 'DEFERRED')}")
