"""What notices and background work ask of the database; one class, inherited for SQLite and PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.domain.notices import NewNotice
from service.domain.people import Person, PersonState
from service.domain.tasks import NewTask, TaskKind
from service.store import migrate
from service.store.engine import open_database
from service.store.queries.notices import post_notice
from service.store.queries.people import add_person
from service.store.queries.tasks import post_task
from service.store.rows import NoticeRow, TaskRow
from service.store.unit_of_work import reading, writing

NOW = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
REFUSED = NewNotice("claim_refused", "per_lin", {"firm": "示例一厂", "reason": "座机打不通"}, "claim:clm_1:refused")


def tasks(session: Session) -> list[TaskRow]:
    return list(session.scalars(select(TaskRow).order_by(TaskRow.due_at, TaskRow.key)))


class OutboxContract:
    """Every test gets an address of an empty database (`url`)."""

    @pytest.fixture
    def database(self, url: str) -> Iterator[Engine]:
        database = open_database(url)
        migrate.upgrade(database)
        with writing(database) as session:
            add_person(session, Person("per_lin", "lin@example.com", "林", PersonState.ACTIVE, (), has_password=True, made_at=NOW), None)
        yield database
        database.dispose()

    def test_a_notice_is_told_once_with_its_change(self, database: Engine) -> None:
        def fail_after_posting() -> None:
            with writing(database) as session:
                assert post_notice(session, REFUSED, NOW)
                raise RuntimeError("the change was not made")

        with pytest.raises(RuntimeError):
            fail_after_posting()
        with reading(database) as session:
            assert tasks(session) == []
        with writing(database) as session:
            assert post_notice(session, REFUSED, NOW)
        with writing(database) as session:
            assert not post_notice(session, REFUSED, NOW)
        with reading(database) as session:
            (told,), (task,) = session.scalars(select(NoticeRow)).all(), tasks(session)
            assert (told.wording, told.kind, told.values["reason"]) == ("claim_refused", "claims", "座机打不通")
            assert (task.kind, task.person_id, task.due_at) == ("send_notices", "per_lin", NOW)

    def test_words_that_do_not_fit_are_a_mistake(self, database: Engine) -> None:
        with pytest.raises(ValueError, match="firm"), writing(database) as session:
            post_notice(session, NewNotice("claim_refused", "per_lin", {"reason": "无"}, "claim:clm_1"), NOW)
        with pytest.raises(ValueError, match="nothing_such"), writing(database) as session:
            post_notice(session, NewNotice("nothing_such", "per_lin", {}, "claim:clm_1"), NOW)

    def test_a_task_is_taken_once(self, database: Engine) -> None:
        later = NOW + timedelta(hours=1)
        with writing(database) as session:
            assert post_task(session, NewTask(TaskKind.SEND_LETTER, "letter:1", address="chen@example.com", due_at=later), NOW)
            assert not post_task(session, NewTask(TaskKind.SEND_LETTER, "letter:1"), NOW)
            assert post_task(session, NewTask(TaskKind.SEND_LETTER, "letter:2"), NOW)
        with reading(database) as session:
            assert [(task.key, task.due_at, task.state) for task in tasks(session)] == [
                ("letter:2", NOW, "waiting"),
                ("letter:1", later, "waiting"),
            ]


class TestSqlite(OutboxContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'outbox.db'}"


@pytest.mark.postgres
class TestPostgres(OutboxContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url
