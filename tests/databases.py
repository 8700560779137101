"""Databases of tests: SQLite files, or databases of a real PostgreSQL when `TEST_DATABASE=postgresql` (`make test DATABASE=postgresql`).

Whatever a shared fixture builds stands on the database that is chosen here, so every test runs on both without knowing which.
Tests of SQLite's own file say so with the fixture `sqlite_only`; the contracts of the store run on both in either case.
"""

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL, make_url

from service.store.engine import open_database

CHOSEN = os.environ.get("TEST_DATABASE") or "sqlite"
"""What shared fixtures build on: `sqlite` or `postgresql`."""


class SqliteFiles:
    """Databases as files in the folders of their tests."""

    def new(self, folder: Path, name: str = "pool") -> str:
        """Address of an empty database."""
        folder.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{folder / f'{name}.db'}"

    def copy(self, source: Engine, folder: Path, name: str = "pool") -> str:
        """Address of a copy of a live database in one consistent state."""
        copy_file(source, folder / f"{name}.db")
        return self.new(folder, name)

    def drop(self, *urls: str) -> None:
        """Files end with the folders of their tests."""

    def close(self) -> None:
        """As above."""


class PostgresDatabases:
    """Databases of one server; all are dropped at the end."""

    def __init__(self, server: URL) -> None:
        self._server = server
        self._admin = create_engine(server, isolation_level="AUTOCOMMIT", pool_size=1)
        self._made: list[str] = []

    def new(self, folder: Path, name: str = "pool") -> str:
        """Address of an empty database."""
        return self._create("template1")

    def copy(self, source: Engine, folder: Path, name: str = "pool") -> str:
        """Address of a copy; the source's idle connections are closed first, and made anew when they are needed."""
        source.dispose()
        return self._create(str(source.url.database))

    def drop(self, *urls: str) -> None:
        """Drop these databases."""
        with self._admin.connect() as connection:
            for url in urls:
                connection.execute(text(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)'))
                self._made.remove(url)

    def close(self) -> None:
        """Drop what is left."""
        self.drop(*self._made)
        self._admin.dispose()

    def _create(self, template: str) -> str:
        name = f"test_{secrets.token_hex(5)}"
        with self._admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        url = self._server.set(database=name).render_as_string(hide_password=False)
        self._made.append(url)
        return url


Databases = SqliteFiles | PostgresDatabases


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Where this run's databases are made."""
    found = PostgresDatabases(request.getfixturevalue("postgres_server_url")) if CHOSEN == "postgresql" else SqliteFiles()
    yield found
    found.close()


@pytest.fixture(scope="session")
def sqlite_only() -> None:
    """For tests of SQLite's file: skipped, with the reason, where another database was chosen."""
    if CHOSEN != "sqlite":
        pytest.skip(f"about SQLite's own file, and TEST_DATABASE={CHOSEN}")


def copy_file(source: Engine, target: Path) -> None:
    """Copy a live SQLite database in one consistent state."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(str(source.url.database))) as reading, contextlib.closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


@contextlib.contextmanager
def opened(url: str) -> Iterator[Engine]:
    """A database while the block runs."""
    database = open_database(url)
    yield database
    database.dispose()
