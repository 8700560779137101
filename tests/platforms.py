"""Platforms for tests: made once a session from the shipped code tables and the fixture pool, copied for tests that change them.

What is slow to compute is kept between sessions in `POOL_TEST_CACHE_DIR` (default: a folder of the ignored `var/`): the built model
directory, vectors by encoder fingerprint and text, and the fitted scenario bank by its fingerprint. Everything else is made anew,
so that nothing stale is ever tested.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from service.bootstrap import build_runtime
from service.domain.taxonomy import Taxonomy
from service.flows.profiles.prepare_passages import prepare_passages
from service.flows.upkeep.fill_codes import fill_codes
from service.ports import TextEncoder
from service.runtime import Runtime
from service.search.encoders.bundled_model import ensure_model
from service.search.encoders.bundled_reader import GRAPH_FILE, ensure_reader
from service.search.encoders.onnx import OnnxEncoder
from service.search.knowledge import build_segmenter
from service.search.reading import NeedReader
from service.search.segment import Segmenter
from service.search.spans.exclusion_tagger import ExclusionTagger
from service.search.spans.network import NeedNetwork, WordReader
from service.settings import ROOT, Settings
from service.store import migrate, unit_of_work
from service.store.queries.codes import read_taxonomy
from service.store.queries.embeddings import add_embeddings
from service.store.rows import EmbeddingRow
from tests.databases import Databases, opened
from tests.factories import Firm, add_firms
from tests.fakes import FixedClock, HashEncoder

CACHE = Path(os.environ.get("POOL_TEST_CACHE_DIR") or ROOT / "var" / "tests")
MODELS = Path(os.environ.get("POOL_TEST_MODEL_DIR") or ROOT / "var" / "models")
NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
"""The day on which the fixture pool is looked at: one membership has lapsed, one is suspended."""

MakePlatform = Callable[..., Runtime]


@pytest.fixture(scope="session")
def codes_database(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> str:
    """Address of a database with the shipped code tables and no firm. Copy it; never write to it."""
    url = databases.new(tmp_path_factory.mktemp("codes"))
    with opened(url) as database:
        migrate.upgrade(database)
        fill_codes(database, ROOT / "fixtures")
    return url


@pytest.fixture(scope="session")
def taxonomy(codes_database: str) -> Taxonomy:
    """The shipped taxonomy."""
    with opened(codes_database) as database, unit_of_work.reading(database) as session:
        return read_taxonomy(session)


@pytest.fixture(scope="session")
def segmenter(taxonomy: Taxonomy) -> Segmenter:
    """A segmenter with the taxonomy's words."""
    return build_segmenter(taxonomy)


@pytest.fixture(scope="session")
def need_network() -> NeedNetwork:
    """The network that reads needs, built once on this machine."""
    return shared_network()


def shared_network() -> NeedNetwork:
    """The network of this machine, also for an interpreter beside the tests' own."""
    return NeedNetwork(lambda: ensure_model(MODELS), lambda: ensure_reader(MODELS) / GRAPH_FILE)


@pytest.fixture(scope="session")
def reader(taxonomy: Taxonomy, segmenter: Segmenter, need_network: NeedNetwork) -> NeedReader:
    """A reader with the shipped taxonomy."""
    return NeedReader(taxonomy, segmenter, need_network)


@pytest.fixture(scope="session")
def tagger(need_network: NeedNetwork) -> ExclusionTagger:
    """What finds the excluding words of providers' texts."""
    return ExclusionTagger(need_network)


@pytest.fixture(scope="session")
def model_directory() -> Path:
    """The bundled model, built once on this machine."""
    return ensure_model(MODELS)


@pytest.fixture(scope="session")
def bundled_encoder(model_directory: Path) -> OnnxEncoder:
    """The default text encoder."""
    return OnnxEncoder(model_directory, threads=2)


@pytest.fixture(scope="session")
def hash_platform(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases, codes_database: str, need_network: NeedNetwork
) -> Iterator[Runtime]:
    """Code tables, no firm, and an encoder that needs no model. No test changes it: take `make_platform`."""
    with opened(codes_database) as codes:
        url = databases.copy(codes, tmp_path_factory.mktemp("hash"))
    with opened_platform(url, HashEncoder(), need_network) as runtime:
        yield runtime


@pytest.fixture
def make_platform(tmp_path: Path, databases: Databases, hash_platform: Runtime) -> Iterator[MakePlatform]:
    """Builds platforms of a test's own: `make_platform(firms, **settings)`; `prepare=False` leaves passages without vectors."""
    built: list[Runtime] = []

    def make(firms: tuple[Firm, ...] = (), *, prepare: bool = True, **changes: object) -> Runtime:
        url = databases.copy(hash_platform.database, tmp_path, f"pool-{len(built)}")
        settings = replace(hash_platform.settings, database_url=url, **changes)
        own = build_runtime(settings, encoder=hash_platform.encoder, clock=FixedClock(NOW))
        built.append(own)
        add_firms(own.database, firms)
        runtime = replace(own, knowledge=hash_platform.knowledge)
        if firms and prepare:
            prepare_passages(runtime)
        return runtime

    yield make
    for runtime in built:
        runtime.database.dispose()
        databases.drop(runtime.settings.database_url)


@pytest.fixture(scope="session")
def fixture_pool(
    tmp_path_factory: pytest.TempPathFactory,
    databases: Databases,
    codes_database: str,
    bundled_encoder: OnnxEncoder,
    need_network: NeedNetwork,
) -> Iterator[Runtime]:
    """The shipped fictitious pool behind the default encoder and the embedded engine. No test changes it: take `pool_copy`."""
    from indexer.load import LoadOptions, load_files

    with opened(codes_database) as codes:
        url = databases.copy(codes, tmp_path_factory.mktemp("real"))
    with opened_platform(url, bundled_encoder, need_network) as runtime:
        (report,) = load_files(
            [ROOT / "fixtures" / "pools" / "providers.jsonl"],
            settings=runtime.settings,
            database=runtime.database,
            clock=runtime.clock,
            options=LoadOptions(),
        )
        assert report.exit == 0, report.problems
        with _remembered_vectors(runtime):
            prepare_passages(runtime)
        yield runtime


@pytest.fixture
def pool_copy(tmp_path: Path, databases: Databases, fixture_pool: Runtime) -> Iterator[Runtime]:
    """The fixture pool on a database that the test may change; engine and clock are its own."""
    settings = replace(fixture_pool.settings, database_url=databases.copy(fixture_pool.database, tmp_path))
    own = build_runtime(settings, encoder=fixture_pool.encoder, clock=FixedClock(NOW))
    yield replace(own, knowledge=fixture_pool.knowledge)
    own.database.dispose()
    databases.drop(settings.database_url)


@contextlib.contextmanager
def opened_platform(url: str, encoder: TextEncoder, words: WordReader) -> Iterator[Runtime]:
    """A platform on a database with code tables; its knowledge is built."""
    settings = Settings(data_dir=CACHE, database_url=url, matches_per_minute=0)
    runtime = build_runtime(settings, encoder=encoder, words=words, clock=FixedClock(NOW))
    with _remembered_vectors(runtime):
        runtime.knowledge()
    yield runtime
    runtime.database.dispose()


@contextlib.contextmanager
def _remembered_vectors(runtime: Runtime) -> Iterator[None]:
    """Put the vectors of earlier sessions into the cache table before, and keep what is new after."""
    kept = CACHE / f"vectors-{runtime.encoder.fingerprint}.npz"
    vectors = _read_vectors(kept)
    with unit_of_work.writing(runtime.database) as session:
        add_embeddings(session, runtime.encoder.fingerprint, vectors)
    yield
    with unit_of_work.reading(runtime.database) as session:
        rows = session.execute(select(EmbeddingRow.text_hash, EmbeddingRow.vector)).all()
    if {row.text_hash for row in rows} - vectors.keys():
        vectors.update((row.text_hash, np.frombuffer(row.vector, "<f4")) for row in rows)
        CACHE.mkdir(parents=True, exist_ok=True)
        scratch = kept.with_suffix(f".{os.getpid()}.npz")
        np.savez(scratch, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
        scratch.replace(kept)


def _read_vectors(path: Path) -> dict[str, np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as kept:
            return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError):
        return {}
