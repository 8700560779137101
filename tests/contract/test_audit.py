"""The audit log on both databases: one chain however many write, nothing can be changed, values can be erased."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, bindparam, select, text

from service.domain.audit import AuditEntry
from service.domain.audit_chain import ChainHead
from service.domain.people import Role
from service.domain.permissions import Actor
from service.domain.sessions import CameFrom
from service.errors import Conflict, Invalid, NotFound
from service.flows.people.erase_person import erase_by_email
from service.flows.people.sign_in import SignInTry, sign_in
from service.flows.upkeep.delete_expired import delete_expired, trim_audit
from service.flows.upkeep.verify_audit import verify_audit
from service.runtime import Runtime
from service.store import migrate, unit_of_work
from service.store.base import UtcInstant
from service.store.engine import open_database
from service.store.queries.audit import read_head, record_audit
from service.store.queries.people import find_person, find_person_by_email
from service.store.rows import AuditRow, AuditValueRow
from service.store.writer_queue import WriterWait
from tests.fakes import FixedClock
from tests.people import PASSWORD, make_person, with_mailbox
from tests.platforms import NOW

LIN = Actor("per_lin", "林", address="192.0.2.1")
WRITERS, LINES_EACH = 4, 12
OLD_LINE = text(
    "INSERT INTO audit_entries (id, at, actor, action, subject_kind, subject_id, detail) "
    "VALUES (:id, :at, 'per_lin', 'noted', 'person', 'per_wu', :detail)"
).bindparams(bindparam("at", type_=UtcInstant()))


def entry(number: int = 1, **more: object) -> AuditEntry:
    return AuditEntry(NOW + timedelta(seconds=number), LIN, "noted", "person", "per_wu", {"number": number}, **more)


def record(runtime: Runtime, *entries: AuditEntry) -> None:
    with unit_of_work.writing(runtime.database) as session:
        record_audit(session, entries)


class AuditContract:
    """Every test gets an address of an empty database (`url`)."""

    drop_trigger = "DROP TRIGGER {name}"

    @pytest.fixture
    def database(self, url: str) -> Iterator[Engine]:
        engine = open_database(url)
        migrate.upgrade(engine)
        yield engine
        engine.dispose()

    @pytest.fixture
    def runtime(self, database: Engine, hash_platform: Runtime) -> Runtime:
        return with_mailbox(replace(hash_platform, database=database, clock=FixedClock(NOW)))[0]

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
            own = open_database(url, writer_wait=WriterWait(60))
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

    def test_a_whole_chain_is_found_whole_and_a_filed_head_shows_a_cut_end(self, runtime: Runtime) -> None:
        record(runtime, *(entry(number, reason="为什么") for number in range(5)))
        check = verify_audit(runtime)
        assert (check.lines, check.problems, check.head.seq) == (5, (), 5)
        assert verify_audit(runtime, check.head).problems == ()
        assert verify_audit(runtime, ChainHead(9, check.head.digest)).problems == (
            "审计日志比存档的末尾短：存档是第 9 条，现在只到第 5 条。",
        )
        assert verify_audit(runtime, ChainHead(3, check.head.digest)).problems == ("第 3 条与存档的摘要不同。",)

    @pytest.mark.parametrize(
        ("statement", "told"),
        [
            ("UPDATE audit_entries SET actor = 'per_else' WHERE seq = 2", "第 2 条被改动过"),
            ("DELETE FROM audit_entries WHERE seq = 3", "第 3 条到第 3 条不见了"),
            ("UPDATE audit_values SET text = '\"else\"' WHERE seq = 2 AND name = 'reason'", "第 2 条的内容（reason）与记录不符"),
            ("DELETE FROM audit_values WHERE seq = 2 AND name = 'reason'", "第 2 条的内容（reason）不见了"),
            (
                "UPDATE audit_values SET text = NULL, salt = NULL, erased_by = 1 WHERE seq = 2 AND name = 'reason'",
                "第 2 条的内容（reason）不见了",
            ),
        ],
    )
    def test_whoever_goes_round_the_triggers_is_found(self, runtime: Runtime, statement: str, told: str) -> None:
        record(runtime, *(entry(number, reason="为什么") for number in range(4)))
        with unit_of_work.writing(runtime.database) as session:
            for name in ("audit_entries_keep_update", "audit_entries_keep_delete", "audit_values_keep_update", "audit_values_keep_delete"):
                session.execute(text(self.drop_trigger.format(name=name, table=name.partition("_keep")[0])))
            if statement.startswith("DELETE FROM audit_entries"):
                session.execute(text("DELETE FROM audit_values WHERE seq = 3"))
            session.execute(text(statement))
        problems = verify_audit(runtime).problems
        assert told in problems[0]

    def test_trimming_keeps_the_chain_and_six_months(self, runtime: Runtime) -> None:
        old = [AuditEntry(NOW - timedelta(days=400 - number), LIN, "noted", "person", "per_wu", reason="旧") for number in range(3)]
        young = AuditEntry(NOW - timedelta(days=10), LIN, "noted", "person", "per_wu")
        record(runtime, *old, young)
        filed = verify_audit(runtime).head
        with pytest.raises(Invalid, match="至少保留 184 天"):
            trim_audit(runtime, "job", timedelta(days=30))
        assert trim_audit(runtime, "job", timedelta(days=200)) == 3
        check = verify_audit(runtime, filed)
        assert (check.lines, check.problems) == (2, ())
        assert trim_audit(runtime, "job", timedelta(days=200)) == 0
        assert verify_audit(runtime, ChainHead(1, "0" * 64)).problems == ()

    def test_the_database_keeps_six_months_whatever_the_program_says(self, runtime: Runtime) -> None:
        at = datetime.now(UTC) - timedelta(days=100)
        record(runtime, AuditEntry(at, LIN, "noted", "person", "per_wu"))
        late = replace(runtime, clock=FixedClock(at + timedelta(days=900)))
        with pytest.raises(Conflict):
            trim_audit(late, "job", timedelta(days=200))
        assert verify_audit(runtime).lines == 1

    def test_what_is_over_is_deleted_and_told(self, runtime: Runtime) -> None:
        person = make_person(runtime, Role.MANUFACTURER, "zhao", "禾澄电子厂")
        sign_in(runtime, SignInTry("zhao@example.com", PASSWORD), CameFrom("192.0.2.1"))
        runtime.clock.advance(timedelta(days=40))
        deleted = dict(delete_expired(runtime, "job"))
        assert deleted["结束的登录"] == 1
        assert not any(dict(delete_expired(runtime, "job")).values())
        with unit_of_work.reading(runtime.database) as session:
            (told,) = session.scalars(select(AuditRow.detail).where(AuditRow.action == "expired_deleted"))
            assert find_person(session, person.id)
        assert told == {"rows": {"sessions.ends_at": 1}}

    def test_erasing_leaves_the_chain(self, runtime: Runtime) -> None:
        person = make_person(runtime, Role.MANUFACTURER, "zhao", "禾澄电子厂")
        record(runtime, AuditEntry(NOW, Actor(person.id, address="192.0.2.9"), "noted", "thing", "thg_1", reason="赵工说", about=person.id))
        done = erase_by_email(runtime, "command", "zhao@example.com", "本人来函申请")
        assert done.values == 2
        check = verify_audit(runtime)
        assert (check.erased, check.problems) == (2, ())
        with pytest.raises(NotFound):
            erase_by_email(runtime, "command", "zhao@example.com", "再来")

    def test_the_last_administrator_stays(self, runtime: Runtime) -> None:
        make_person(runtime, Role.ADMINISTRATOR, "zhou")
        with pytest.raises(Conflict, match="没有管理员"):
            erase_by_email(runtime, "command", "zhou@example.com", "离职")
        with unit_of_work.reading(runtime.database) as session:
            assert find_person_by_email(session, "zhou@example.com")

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
    drop_trigger = "DROP TRIGGER {name} ON {table}"

    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url

    @pytest.mark.parametrize("table", ["audit_entries", "audit_values"])
    def test_nor_can_a_table_be_emptied(self, database: Engine, table: str) -> None:
        with pytest.raises(Conflict), unit_of_work.writing(database) as session:
            session.execute(text(f"TRUNCATE {table} CASCADE"))
