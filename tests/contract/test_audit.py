"""The audit log on both databases: one chain however many write, nothing can be changed, values can be erased."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, bindparam, select, text

from service.domain.audit import AuditEntry
from service.domain.audit_chain import ChainHead
from service.domain.permissions import Actor
from service.errors import Conflict
from service.store import migrate, unit_of_work
from service.store.base import UtcInstant
from service.store.engine import open_database
from service.store.queries.audit import read_head, record_audit
from service.store.rows import AuditRow, AuditValueRow
from tests.platforms import NOW

LIN = Actor("per_lin", "林", address="192.0.2.1")
WRITERS, LINES_EACH = 4, 12
OLD_LINE = text(
    "INSERT INTO audit_entries (id, at, actor, action, subject_kind, subject_id, detail) "
    "VALUES (:id, :at, 'per_lin', 'noted', 'person', 'per_wu', :detail)"
).bindparams(bindparam("at", type_=UtcInstant()))


def entry(number: int = 1, **more: object) -> AuditEntry:
    return AuditEntry(NOW + timedelta(seconds=number), LIN, "noted", "person", "per_wu", {"number": number}, **more)


class AuditContract:
    """Every test gets an address of an empty database (`url`)."""

    @pytest.fixture
    def database(self, url: str) -> Iterator[Engine]:
        engine = open_database(url)
        migrate.upgrade(engine)
        yield engine
        engine.dispose()

    def test_a_line_holds_digests_and_its_values_lie_apart(self, database: Engine) -> None:
        with unit_of_work.writing(database) as session:
            record_audit(session, [entry(reason="王经理来电", before={"name": "旧"}, after={"name": "新"})])
        with unit_of_work.reading(database) as session:
            line = session.execute(select(*AuditRow.__table__.columns)).one()
            values = {row.name: row for row in session.execute(select(*AuditValueRow.__table__.columns))}
        assert (line.seq, line.actor, line.detail) == (1, "per_lin", {"number": 1})
        assert line.value_digests.keys() == values.keys() == {"address", "reason", "before", "after"}
        assert {name: row.about for name, row in values.items()} == {
            "address": "per_lin", "reason": "per_wu", "before": "per_wu", "after": "per_wu",
        }  # fmt: skip
        assert values["reason"].text == '"王经理来电"'

    def test_a_change_that_fails_leaves_no_line(self, database: Engine) -> None:
        def fail_after_recording() -> None:
            with unit_of_work.writing(database) as session:
                record_audit(session, [entry()])
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail_after_recording()
        with unit_of_work.reading(database) as session:
            assert read_head(session) == ChainHead()

    def test_writers_at_the_same_time_make_one_chain(self, database: Engine, url: str) -> None:
        wrong: list[BaseException] = []

        def write() -> None:
            own = open_database(url)
            try:
                for number in range(LINES_EACH):
                    with unit_of_work.writing(own) as session:
                        record_audit(session, [entry(number), entry(number)])
            except BaseException as error:
                wrong.append(error)
            own.dispose()

        threads = [threading.Thread(target=write) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert wrong == []
        with unit_of_work.reading(database) as session:
            assert list(session.scalars(select(AuditRow.seq).order_by(AuditRow.seq))) == list(range(1, 2 * WRITERS * LINES_EACH + 1))

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_entries SET actor = 'per_else'",
            "DELETE FROM audit_entries",
            "UPDATE audit_values SET text = 'else'",
            "UPDATE audit_values SET about = '', salt = NULL, text = NULL, erased_by = 1",
            "DELETE FROM audit_values",
        ],
    )
    def test_the_database_refuses_changes(self, database: Engine, statement: str) -> None:
        with unit_of_work.writing(database) as session:
            record_audit(session, [entry(reason="为什么")])
        with pytest.raises(Conflict), unit_of_work.writing(database) as session:
            session.execute(text(statement))

    def test_lines_of_an_older_release_are_chained(self, url: str) -> None:
        engine = open_database(url)
        migrate.upgrade(engine, "0007_tasks_and_notices")
        with unit_of_work.writing(engine) as session:
            for number in range(3):
                detail = json.dumps({"number": number, "reason": "为什么", "address": "192.0.2.1"})
                session.execute(OLD_LINE, {"id": 7 + 2 * number, "at": NOW, "detail": detail})
        migrate.upgrade(engine)
        with unit_of_work.reading(engine) as session:
            lines = session.execute(select(AuditRow.seq, AuditRow.detail).order_by(AuditRow.seq)).all()
            reasons = list(session.scalars(select(AuditValueRow.text).where(AuditValueRow.name == "reason")))
        assert [(line.seq, line.detail) for line in lines] == [(number + 1, {"number": number}) for number in range(3)]
        assert reasons == ['"为什么"'] * 3
        migrate.downgrade(engine, "0007_tasks_and_notices")
        migrate.upgrade(engine)
        engine.dispose()


class TestSqlite(AuditContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'pool.db'}"


@pytest.mark.postgres
class TestPostgres(AuditContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url

    @pytest.mark.parametrize("table", ["audit_entries", "audit_values"])
    def test_nor_can_a_table_be_emptied(self, database: Engine, table: str) -> None:
        with pytest.raises(Conflict), unit_of_work.writing(database) as session:
            session.execute(text(f"TRUNCATE {table} CASCADE"))
