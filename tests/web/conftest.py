"""The whole site on a database of its own, with the embedded engine and a text encoder that needs no model."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.bootstrap import build_runtime
from service.flows.profiles.prepare_passages import prepare_passages
from service.flows.upkeep.fill_codes import fill_codes
from service.runtime import Runtime
from service.search.spans.network import NeedNetwork
from service.settings import Settings
from service.store import migrate
from tests.databases import Databases
from tests.factories import SMALL_POOL, Firm, add_firms
from tests.fakes import FixedClock, HashEncoder
from web.app import build_site

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"
"""What a text field may hold at worst."""

MakeRuntime = Callable[..., Runtime]


@pytest.fixture(scope="session")
def empty_platform(tmp_path_factory: pytest.TempPathFactory, databases: Databases, need_network: NeedNetwork) -> Iterator[Runtime]:
    """Code tables and no firm: made once, because embedding the bank's sentences takes seconds."""
    folder: Path = tmp_path_factory.mktemp("empty")
    settings = Settings(data_dir=folder, database_url=databases.new(folder))
    built = build_runtime(settings, encoder=HashEncoder(), words=need_network, clock=FixedClock())
    migrate.upgrade(built.database)
    fill_codes(built.database, settings.fixtures_dir)
    built.knowledge()
    yield built
    built.database.dispose()


@pytest.fixture(scope="session")
def make_runtime(tmp_path_factory: pytest.TempPathFactory, databases: Databases, empty_platform: Runtime) -> Iterator[MakeRuntime]:
    """Builds a platform of its own with these firms: `make_runtime(firms, **settings)`."""
    built: list[Runtime] = []

    def make(firms: tuple[Firm, ...] = SMALL_POOL, **changes: object) -> Runtime:
        folder: Path = tmp_path_factory.mktemp("web")
        for earlier in built:
            earlier.database.dispose()  # a server has a hundred connections; one that is needed again is opened again
        usual = Settings(data_dir=folder, database_url=databases.copy(empty_platform.database, folder), matches_per_minute=0)
        own = build_runtime(replace(usual, **changes), encoder=HashEncoder(), clock=FixedClock())
        runtime = replace(own, knowledge=empty_platform.knowledge)
        built.append(runtime)
        if firms:
            add_firms(runtime.database, firms)
            prepare_passages(runtime)
        return runtime

    yield make
    for runtime in built:
        runtime.database.dispose()


@pytest.fixture(scope="session")
def runtime(make_runtime: MakeRuntime) -> Runtime:
    """With the shipped code tables and the small pool of `tests.factories`; no test changes it."""
    return make_runtime()


@pytest.fixture(scope="session")
def site(runtime: Runtime) -> TestClient:
    """The site as a browser without JavaScript sees it; redirects are not followed by themselves."""
    return TestClient(build_site(runtime), follow_redirects=False)
