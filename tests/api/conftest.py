"""A real platform on a temporary SQLite file, with the embedded engine and a text encoder that needs no model."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.api.app import create_api
from service.bootstrap import build_runtime
from service.flows.fill_codes import fill_codes
from service.flows.prepare_passages import prepare_passages
from service.runtime import Runtime
from service.settings import Settings
from service.store import migrate
from tests.factories import SMALL_POOL, add_firms
from tests.fakes import FixedClock, HashEncoder


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """With the shipped code tables and the small pool of `tests.factories`; no test changes it."""
    folder: Path = tmp_path_factory.mktemp("api")
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'pool.db'}", matches_per_minute=0)
    built = build_runtime(settings, encoder=HashEncoder(), clock=FixedClock())
    migrate.upgrade(built.database)
    fill_codes(built.database, settings.fixtures_dir)
    add_firms(built.database, SMALL_POOL)
    prepare_passages(built)
    yield built
    built.database.dispose()


@pytest.fixture(scope="session")
def client(runtime: Runtime) -> TestClient:
    """The API alone. A failure of the program shows as status 500, as it would outside."""
    return TestClient(create_api(runtime), raise_server_exceptions=False)


def with_settings(runtime: Runtime, **changes: object) -> Runtime:
    """The same platform under other settings."""
    return replace(runtime, settings=replace(runtime.settings, **changes))
