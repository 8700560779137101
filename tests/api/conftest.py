"""The API on the small pool: a database of its own, the embedded engine and a text encoder that needs no model."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from service.api.app import create_api
from service.bootstrap import build_runtime
from service.flows.profiles.prepare_passages import prepare_passages
from service.runtime import Runtime
from tests.databases import Databases
from tests.factories import SMALL_POOL, add_firms
from tests.fakes import FixedClock
from tests.platforms import NOW


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory, databases: Databases, hash_platform: Runtime) -> Iterator[Runtime]:
    """With the shipped code tables and the small pool of `tests.factories`; no test changes it."""
    url = databases.copy(hash_platform.database, tmp_path_factory.mktemp("api"))
    settings = replace(hash_platform.settings, database_url=url)
    own = build_runtime(settings, encoder=hash_platform.encoder, clock=FixedClock(NOW))
    built = replace(own, knowledge=hash_platform.knowledge)
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
