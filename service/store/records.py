"""All records of all tables as lines of JSON, out of one database and into another, SQLite or PostgreSQL.

Tables are read as they stand in the database and not from the rows of this release: so a backup of an older schema can be restored.
Lines come in the order of the primary key, compared byte by byte: the same records give the same lines on both databases.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Session

from service.domain.backups import TableMark
from service.store.schema_version import revision_of

_OWN = "alembic_version"
_AT_ONCE = 500


def revision(session: Session) -> str | None:
    """The schema's revision; None for a database that was never migrated."""
    return revision_of(session.connection())


def table_names(session: Session) -> list[str]:
    """Tables of the database but for the one of the schema's revision, each after those it refers to."""
    return [table.name for table in _tables(session.connection())]


def read_table(session: Session, name: str) -> Iterator[bytes]:
    """The records of a table, one line each, its newline included."""
    table = Table(name, MetaData(), autoload_with=session.connection(), resolve_fks=False)
    columns = sorted(table.columns, key=lambda column: column.name)
    order = [_byte_order(session.connection(), column) for column in table.primary_key.columns]
    rows = session.execute(select(*columns).order_by(*order).execution_options(yield_per=_AT_ONCE))
    for row in rows:
        values = {column.name: _told(value) for column, value in zip(columns, row, strict=True)}
        yield json.dumps(values, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"


def mark_table(session: Session, name: str, keep: Callable[[bytes], object] = lambda _line: None) -> TableMark:
    """Count and digest a table's records; each line is handed to `keep`."""
    digest, rows = hashlib.sha256(), 0
    for line in read_table(session, name):
        digest.update(line)
        rows += 1
        keep(line)
    return TableMark(name, rows, digest.hexdigest())


def write_table(session: Session, name: str, lines: Iterable[bytes]) -> None:
    """Insert records as `read_table` gave them; what a migration may have put there goes first."""
    table = Table(name, MetaData(), autoload_with=session.connection(), resolve_fks=False)
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type.none_as_null = True
    if session.scalar(select(func.count()).select_from(table)):
        session.execute(table.delete())
    remaining = iter(lines)
    while records := [json.loads(line) for line in islice(remaining, _AT_ONCE)]:
        session.execute(insert(table), [{name: _stored(table.columns[name], value) for name, value in each.items()} for each in records])


def read_counters(session: Session) -> dict[str, int]:
    """Table → the number its next row comes after, where the database itself counts up and never uses a number twice."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        if not connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")):
            return {}
        return {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence ORDER BY name"))}
    counters = {}
    for table, _, sequence in _postgres_sequences(connection):
        state = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608  the catalogue's own name
        if state.is_called:
            counters[table.name] = int(state.last_value)
    return counters


def write_counters(session: Session, counters: Mapping[str, int]) -> None:
    """Let every table count on from where it was, or from its largest number when that is not known."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        for name in read_counters(session).keys() & counters.keys():
            connection.execute(text("UPDATE sqlite_sequence SET seq = :seq WHERE name = :name"), {"name": name, "seq": counters[name]})
        for name in counters.keys() - read_counters(session).keys() & _autoincrementing(connection):
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), {"name": name, "seq": counters[name]})
        return
    for table, column, sequence in _postgres_sequences(connection):
        largest = connection.scalar(select(func.max(table.columns[column]))) or 0
        if number := max(largest, counters.get(table.name, 0)):
            connection.execute(text("SELECT setval(:sequence, :number)"), {"sequence": sequence, "number": number})


def _tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != _OWN]


def _byte_order(connection: Connection, column: Column[Any]) -> Any:  # noqa: ANN401  a column or an expression of one
    return column.collate("C") if connection.dialect.name == "postgresql" and isinstance(column.type, String) else column


def _autoincrementing(connection: Connection) -> set[str]:
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"))
    return {row.name for row in found}


def _postgres_sequences(connection: Connection) -> list[tuple[Table, str, str]]:
    """(table, column, sequence) of all columns that count up."""
    found = []
    for table in _tables(connection):
        for column in table.primary_key.columns:
            asked = {"table": f'"{table.name}"', "column": column.name}
            if sequence := connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), asked):
                found.append((table, column.name, str(sequence)))
    return found


def _told(value: Any) -> Any:  # noqa: ANN401  whatever a column holds
    match value:
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
        case datetime():
            return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
        case date():
            return value.isoformat()
        case _:
            return value


def _stored(column: Column[Any], value: Any) -> Any:  # noqa: ANN401  as above
    if value is None:
        return None
    match column.type:
        case LargeBinary():
            return base64.b64decode(value, validate=True)
        case DateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case _:
            return value
