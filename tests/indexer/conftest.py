"""A migrated database for each test, and one call that loads files into it."""

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, create_engine, select, text

from indexer.load import LoadOptions, load_files
from indexer.report import FileReport
from service.flows.upkeep.fill_codes import fill_codes
from service.settings import ROOT, Settings
from service.store import migrate, unit_of_work
from service.store.base import Base
from service.store.engine import open_database
from tests.fakes import FixedClock

_OPAQUE = {"id", "provider_id", "passage_id", "edition_id", "seq", "digest", "value_digests", "salt"}
"""Differ from database to database: ids, places in the chain of the audit log, and what is made of them by chance."""
_NOT_LOADED = {"pools", "scenario_groups", "scenarios", "terms", "utterances", "alembic_version", "row_fingerprints"}
"""Filled by migrate, or a memory of what was read."""


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file as `service migrate` leaves it."""
    path = tmp_path_factory.mktemp("filled") / "pool.db"
    engine = open_database(f"sqlite:///{path}")
    migrate.upgrade(engine)
    fill_codes(engine, ROOT / "fixtures")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@dataclass
class Desk:
    """A database and the files loaded into it."""

    folder: Path
    database: Engine
    settings: Settings = field(default_factory=Settings)
    clock: FixedClock = field(default_factory=FixedClock)

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file into the test's folder."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    def load_all(self, paths: Sequence[Path], **options: bool) -> tuple[FileReport, ...]:
        """Load several files in one command."""
        return load_files(paths, settings=self.settings, database=self.database, clock=self.clock, options=LoadOptions(**options))

    def load(self, path: Path, **options: bool) -> FileReport:
        """Load one file."""
        return self.load_all([path], **options)[0]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table."""
        source = Base.metadata.tables[table]
        with unit_of_work.reading(self.database) as session:
            return [dict(row._mapping) for row in session.execute(select(source).order_by(*source.primary_key.columns))]

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table that loading may touch, ids and instants and all."""
        return {name: self.rows(name) for name in Base.metadata.tables if name not in _NOT_LOADED}

    def content(self, *, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
        """What is stored, without opaque ids: each row with the USCC of its firm, in an order that does not depend on ids."""
        firms = {row["id"]: row["uscc"] for row in self.rows("providers")}
        found: dict[str, list[str]] = {}
        for name, rows in self.everything().items():
            found[name] = sorted(
                repr([(key, value) for key, value in {**row, "firm": firms.get(row.get("provider_id", ""))}.items()
                      if key not in _OPAQUE | without | {"detail", "subject_id"}])
                for row in rows
            )  # fmt: skip
        return found


@pytest.fixture(scope="session")
def filled_postgres(postgres_server_url: URL) -> str:
    """Name of a PostgreSQL database as `service migrate` leaves it, to copy others from."""
    name = f"filled_{secrets.token_hex(5)}"
    _make(postgres_server_url, name)
    engine = open_database(postgres_server_url.set(database=name).render_as_string(hide_password=False))
    migrate.upgrade(engine)
    fill_codes(engine, ROOT / "fixtures")
    engine.dispose()
    return name


@pytest.fixture
def filled_postgres_url(postgres_server_url: URL, filled_postgres: str) -> str:
    """Address of a copy of it."""
    name = f"desk_{secrets.token_hex(5)}"
    _make(postgres_server_url, name, template=filled_postgres)
    return postgres_server_url.set(database=name).render_as_string(hide_password=False)


def _make(server: URL, name: str, *, template: str = "template1") -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    engine.dispose()


@pytest.fixture
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A fresh database with codes and pools, and a folder for files. `TEST_DESK=postgres`: the same tests on PostgreSQL."""
    if os.environ.get("TEST_DESK") == "postgres":
        engine = open_database(request.getfixturevalue("filled_postgres_url"))
    else:
        shutil.copy(request.getfixturevalue("filled_database"), tmp_path / "pool.db")
        engine = open_database(f"sqlite:///{tmp_path / 'pool.db'}")
    yield Desk(tmp_path / "files", engine, Settings(data_dir=tmp_path), FixedClock(datetime(2026, 1, 5, 2, 0, tzinfo=UTC)))
    engine.dispose()


def told(report: FileReport) -> list[tuple[str, int | None, str | None]]:
    """(code, line, column) of every problem."""
    return [(found.code, found.line, found.column) for found in report.problems]


TODAY = date(2026, 1, 5)
