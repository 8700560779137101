"""What the database must do; one class, inherited for SQLite and PostgreSQL."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.exc import StatementError

from service.errors import Conflict, RecordChanged, Unavailable
from service.store import migrate, unit_of_work
from service.store.base import Base
from service.store.engine import open_database
from service.store.queries.feed import changed_after, latest_position, record_changes
from service.store.rows import CapabilityRow, ChangeRow, EmbeddingRow, ProviderRow
from service.store.schema_version import MIGRATIONS, is_current, newest_revision

NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
WRITERS = 6
WRITES_EACH = 15


def provider_row(number: int, **changes: object) -> ProviderRow:
    usual = {
        "id": f"prv_{number}",
        "uscc": f"91441900DEM{number:07d}",
        "name": f"东莞市禾澄第{number}公司",
        "former_names": ["旧名“甲”"],
        "version": 1,
        "created_at": NOON,
        "updated_at": NOON,
    }
    return ProviderRow(**{**usual, **changes})


def count_providers(database: Engine) -> int:
    with unit_of_work.reading(database) as session:
        return session.scalar(select(func.count()).select_from(ProviderRow)) or 0


def test_the_newest_revision_is_told_as_alembic_tells_it() -> None:
    assert newest_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


class StoreContract:
    """Every test gets an address of an empty database (`url`), most of them one that was migrated (`database`)."""

    @pytest.fixture
    def database(self, url: str) -> Iterator[Engine]:
        engine = open_database(url, pool_size=WRITERS + 2)
        migrate.upgrade(engine)
        yield engine
        engine.dispose()

    def test_migrations_make_exactly_the_rows(self, database: Engine) -> None:
        assert is_current(database)
        with database.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []

    def test_migrations_go_down_and_up_again(self, database: Engine) -> None:
        migrate.downgrade(database, "base")
        assert set(inspect(database).get_table_names()) <= {"alembic_version"}
        assert not is_current(database)
        migrate.upgrade(database)
        assert set(inspect(database).get_table_names()) >= set(Base.metadata.tables)

    def test_migrating_twice_changes_nothing(self, database: Engine) -> None:
        with unit_of_work.writing(database) as session:
            session.add(provider_row(1))
        migrate.upgrade(database)
        assert count_providers(database) == 1

    def test_an_instant_comes_back_in_utc(self, database: Engine) -> None:
        shanghai = datetime(2026, 1, 5, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
        with unit_of_work.writing(database) as session:
            session.add(provider_row(1, created_at=shanghai))
        with unit_of_work.reading(database) as session:
            stored = session.scalars(select(ProviderRow.created_at)).one()
        assert stored == shanghai
        assert stored.tzinfo is UTC

    def test_a_naive_instant_is_refused(self, database: Engine) -> None:
        with pytest.raises(StatementError, match="naive"), unit_of_work.writing(database) as session:
            session.add(provider_row(1, created_at=datetime(2026, 1, 5, 12, 0)))  # noqa: DTZ001  the point of the test
        assert count_providers(database) == 0

    def test_values_come_back_as_they_were(self, database: Engine) -> None:
        vector = bytes(range(256)) * 6
        with unit_of_work.writing(database) as session:
            session.add(provider_row(1, name="東莞滘埗𠮷公司"))
            session.flush()
            session.add(
                CapabilityRow(
                    id="cap_1", provider_id="prv_1", position=0, title="整厂", description="…", industries=["五金"], industry_codes=[],
                    price_min_fen=300_000_000_00, price_max_fen=900_000_000_00, declared_scenarios=[],
                )
            )  # fmt: skip
            session.add(EmbeddingRow(fingerprint="f", text_hash="h", vector=vector))
        with unit_of_work.reading(database) as session:
            provider = session.scalars(select(ProviderRow)).one()
            assert (provider.name, provider.former_names) == ("東莞滘埗𠮷公司", ["旧名“甲”"])
            assert session.scalars(select(CapabilityRow.price_max_fen)).one() == 900_000_000_00
            assert session.scalars(select(EmbeddingRow.vector)).one() == vector

    def test_saving_over_a_newer_version_is_refused(self, database: Engine) -> None:
        with unit_of_work.writing(database) as session:
            session.add(provider_row(1))
        with unit_of_work.reading(database) as session:
            seen = session.scalars(select(ProviderRow)).one()
            session.expunge(seen)
        with unit_of_work.writing(database) as session:
            other = session.scalars(select(ProviderRow)).one()
            other.name, other.version = "别人先改的名字", 2

        def save_late() -> None:
            with unit_of_work.writing(database) as session:
                session.add(seen)
                seen.name, seen.version = "晚到的名字", 2
                record_changes(session, ["prv_1"])

        with pytest.raises(RecordChanged):
            save_late()
        with unit_of_work.reading(database) as session:
            assert session.scalars(select(ProviderRow.name)).one() == "别人先改的名字"
            assert latest_position(session) == 0

    def test_a_broken_rule_of_the_database_is_a_conflict(self, database: Engine) -> None:
        with unit_of_work.writing(database) as session:
            session.add(provider_row(1))
        with pytest.raises(Conflict), unit_of_work.writing(database) as session:
            session.add(provider_row(2, uscc=provider_row(1).uscc))
        with pytest.raises(Conflict), unit_of_work.writing(database) as session:
            session.add(CapabilityRow(
                id="cap_1", provider_id="prv_nobody", position=0, title="t", description="d", industries=[], industry_codes=[],
                declared_scenarios=[],
            ))  # fmt: skip
        assert count_providers(database) == 1

    @pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
    def test_what_fails_leaves_nothing(self, database: Engine, failure: type[BaseException]) -> None:
        def fail_halfway() -> None:
            with unit_of_work.writing(database) as session:
                session.add(provider_row(1))
                record_changes(session, ["prv_1"])
                session.flush()
                raise failure

        with pytest.raises(failure):
            fail_halfway()
        assert count_providers(database) == 0
        with unit_of_work.reading(database) as session:
            assert changed_after(session, 0, limit=10) == ([], 0)
        with unit_of_work.writing(database) as session:
            session.add(provider_row(1))
        assert count_providers(database) == 1

    def test_a_reader_writes_nothing(self, database: Engine) -> None:
        with unit_of_work.reading(database) as session:
            session.add(provider_row(1))
            session.flush()
        assert count_providers(database) == 0

    def test_a_reader_sees_one_state(self, database: Engine) -> None:
        with unit_of_work.writing(database) as session:
            session.add(provider_row(1))
        with unit_of_work.reading(database) as session:
            before = session.scalar(select(func.count()).select_from(ProviderRow))
            with unit_of_work.writing(database) as other:
                other.add(provider_row(2))
            after = session.scalar(select(func.count()).select_from(ProviderRow))
        assert (before, after) == (1, 1)
        assert count_providers(database) == 2

    def test_the_second_writer_waits_for_the_first(self, database: Engine) -> None:
        order: list[str] = []
        inside = threading.Event()

        def first() -> None:
            with unit_of_work.writing(database) as session:
                inside.set()
                time.sleep(0.3)
                session.add(provider_row(1))
                order.append("first")

        thread = threading.Thread(target=first)
        thread.start()
        assert inside.wait(10)
        with unit_of_work.writing(database) as session:
            order.append("second")
            assert session.scalar(select(func.count()).select_from(ProviderRow)) == 1
        thread.join(10)
        assert order == ["first", "second"]

    def test_the_order_of_the_feed_is_the_order_of_commits(self, database: Engine) -> None:
        """A follower that has seen number n has seen all before it, whatever writers do at the same time."""
        wrong: list[BaseException] = []

        def write(writer: int) -> None:
            try:
                for number in range(WRITES_EACH):
                    with unit_of_work.writing(database) as session:
                        record_changes(session, [f"prv_{writer}_{number}"])
                        time.sleep(0.001 * ((writer * 7 + number) % 5))
            except BaseException as error:
                wrong.append(error)

        threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
        for thread in threads:
            thread.start()
        followed: list[str] = []
        position = 0
        while True:
            writing = any(thread.is_alive() for thread in threads)
            with unit_of_work.reading(database) as session:
                found, position = changed_after(session, position, limit=3)
            followed.extend(found)
            if not found and not writing:
                break
        for thread in threads:
            thread.join(10)
        assert wrong == []
        with unit_of_work.reading(database) as session:
            everything = list(session.scalars(select(ChangeRow.provider_id).order_by(ChangeRow.seq)))
        assert len(everything) == WRITERS * WRITES_EACH
        assert followed == everything

    def test_feed_numbers_are_never_used_again(self, database: Engine) -> None:
        with unit_of_work.writing(database) as session:
            record_changes(session, ["prv_1", "prv_2"])
        with unit_of_work.writing(database) as session:
            last = latest_position(session)
            session.query(ChangeRow).delete()
        with unit_of_work.writing(database) as session:
            record_changes(session, ["prv_3"])
        with unit_of_work.reading(database) as session:
            assert latest_position(session) > last


class TestSqlite(StoreContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'folder' / 'pool.db'}"


@pytest.mark.postgres
class TestPostgres(StoreContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url

    def test_a_statement_that_takes_too_long_is_ended(self, url: str) -> None:
        engine = open_database(url, statement_timeout_seconds=1)
        started = time.monotonic()
        with pytest.raises(Unavailable), unit_of_work.reading(engine) as session:
            session.execute(text("SELECT pg_sleep(30)"))
        assert time.monotonic() - started < 10
        engine.dispose()
