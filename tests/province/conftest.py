"""A platform as a province runs it: a database with a small pool, and Elasticsearch as the engine."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from service.bootstrap import build_engine, build_runtime
from service.domain.matching import MatchList
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.profiles.prepare_passages import prepare_passages
from service.flows.upkeep.fill_codes import fill_codes
from service.ports import TextEncoder
from service.runtime import Runtime
from service.search.engines.elastic import ElasticEngine
from service.search.knowledge import Knowledge
from service.search.spans.network import NeedNetwork
from service.settings import Settings
from service.store import migrate, unit_of_work
from service.store.queries.feed import record_changes
from service.store.rows import MembershipRow, ProviderRow
from tests.factories import SMALL_POOL, add_firms
from tests.fakes import FixedClock, HashEncoder
from tests.platforms import MODELS

SEARCH_SECONDS = 15.0


@dataclass
class Province:
    """One deployment. `ids`: full name → provider id. `knowledge` is built once: it takes seconds and is the same everywhere."""

    settings: Settings
    clock: FixedClock
    ids: dict[str, str]
    knowledge: Knowledge

    def process(self, encoder: TextEncoder | None = None, **changes: object) -> Runtime:
        """What another process of this deployment holds; with an encoder of its own it is one that was set up anew."""
        changed = replace(self.settings, **changes)
        knowledge = self.knowledge if encoder is None else replace(self.knowledge, encoder_fingerprint=encoder.fingerprint)
        used = encoder or HashEncoder()
        engine = build_engine(changed, used, lambda: knowledge.identity)
        built = build_runtime(changed, encoder=used, clock=self.clock, engine=engine)
        return replace(built, knowledge=lambda: knowledge)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, need_network: NeedNetwork) -> tuple[Path, dict[str, str], Knowledge]:
    """A database file with the small pool, embedded and tagged."""
    folder = tmp_path_factory.mktemp("province")
    (folder / "models").symlink_to(MODELS.resolve(), target_is_directory=True)
    runtime = build_runtime(Settings(data_dir=folder), encoder=HashEncoder(), words=need_network, clock=FixedClock())
    migrate.upgrade(runtime.database)
    fill_codes(runtime.database, runtime.settings.fixtures_dir)
    ids = add_firms(runtime.database, SMALL_POOL)
    prepare_passages(runtime)
    with runtime.database.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    runtime.database.dispose()
    return folder, ids, runtime.knowledge()


@pytest.fixture
def province(filled: tuple[Path, dict[str, str], Knowledge], tmp_path: Path, elasticsearch_url: str, elastic_prefix: str) -> Province:
    """A deployment on SQLite and Elasticsearch, its index not yet built."""
    folder, ids, knowledge = filled
    shutil.copytree(folder, tmp_path / "var", symlinks=True)
    settings = Settings(
        data_dir=tmp_path / "var",
        engine="elasticsearch",
        elasticsearch_url=elasticsearch_url,
        elasticsearch_timeout_seconds=SEARCH_SECONDS,
        index_prefix=elastic_prefix,
    )
    return Province(settings, FixedClock(), ids, knowledge)


@pytest.fixture
def runtime(province: Province) -> Iterator[Runtime]:
    """One process of it."""
    runtime = province.process()
    yield runtime
    runtime.database.dispose()
    elastic(runtime).close()


def elastic(runtime: Runtime) -> ElasticEngine:
    assert isinstance(runtime.engine, ElasticEngine)
    return runtime.engine


def raise_version(runtime: Runtime, provider_id: str, **columns: object) -> None:
    """An accepted change of a profile."""
    with unit_of_work.writing(runtime.database) as session:
        row = session.get(ProviderRow, provider_id)
        assert row is not None
        row.version += 1
        for name, value in columns.items():
            setattr(row, name, value)
        record_changes(session, [provider_id])


def withdraw(runtime: Runtime, provider_id: str) -> None:
    """All memberships withdrawn: the firm is no longer listed."""
    with unit_of_work.writing(runtime.database) as session:
        session.execute(update(MembershipRow).where(MembershipRow.provider_id == provider_id).values(state="withdrawn"))
        row = session.get(ProviderRow, provider_id)
        assert row is not None
        row.version += 1
        record_changes(session, [provider_id])


def found(runtime: Runtime, text: str = "注塑机联网采集，晚班开没开看不到") -> MatchList:
    return match_need(runtime, MatchRequest(text, limit=20, include_weak=True))


def found_names(runtime: Runtime, text: str = "注塑机联网采集，晚班开没开看不到") -> set[str]:
    answer = found(runtime, text)
    return {match.provider.short_name or match.provider.name for match in (*answer.matches, *answer.weak)}


def years(number: int) -> timedelta:
    return timedelta(days=366 * number)
