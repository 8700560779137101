"""One request, command or file is one transaction. Only this file commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from service.errors import Conflict, RecordChanged
from service.store.engine import file_of, writers_of
from service.store.failures import failures_told, is_busy
from service.store.writer_queue import Turn

_WRITER_LOCK = 7_024_173  # an arbitrary number that names the platform's one writer lock on PostgreSQL


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the database and is always rolled back.

    Raises:
        Unavailable: the database does not answer, has no tables yet, or is damaged; the leaf says which.
    """
    with failures_told(engine), Session(engine, expire_on_commit=False, autoflush=False) as session:
        try:
            if engine.dialect.name == "postgresql":
                # PostgreSQL would show each statement the newest state; SQLite shows one state anyway.
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
        finally:
            session.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that commits when the block ends well and rolls back when it raises.

    Writers take one lock (SQLite has one writer anyway; an advisory transaction lock on PostgreSQL), so the order of the change
    feed is the order of commits. A follower that has seen number n has seen all before it.

    Raises:
        RecordChanged: somebody saved a newer version of a record meanwhile.
        Conflict: a constraint of the database refused the change.
        DatabaseBusy: other writers were in the way for too long.
        Unavailable: another leaf, when the database does not answer, is damaged, or its file is gone.
    """
    with failures_told(engine), writers_of(engine).turn() as turn, Session(engine, expire_on_commit=False) as session:
        try:
            file_of(engine).check()
            take_lock(session, turn)
            yield session
            session.commit()
            file_of(engine).check()  # deleted meanwhile: what was stored is lost, so it must not be confirmed
        except StaleDataError as error:
            raise RecordChanged("这条记录刚被别人改过，请刷新后再保存，您的修改没有写入。") from error
        except IntegrityError as error:
            raise Conflict("与已有记录冲突，没有保存；请核对编号是否重复。") from error
        finally:
            session.rollback()


def take_lock(session: Session, turn: Turn) -> Connection:
    """Begin the session's transaction with the writers' lock, waiting for writers of other processes as long as `turn` allows.

    Raises:
        DBAPIError: the lock was not to be had, or the database does not answer.
    """
    engine = session.get_bind()
    assert isinstance(engine, Engine)  # noqa: S101  sessions here are bound to engines
    while True:
        wait = turn.slice_ms
        try:
            connection = session.connection(execution_options={"begin_mode": "IMMEDIATE", "wait_ms": wait})
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = {wait}"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})
                connection.execute(text("SET LOCAL lock_timeout = 0"))
        except DBAPIError as error:
            session.rollback()
            if not is_busy(error, engine) or not turn.goes_on():
                raise
        else:
            return connection
