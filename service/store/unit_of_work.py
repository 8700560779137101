"""One request, command or file is one transaction. Only this file commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from service.errors import Conflict, RecordChanged, Unavailable

_WRITER_LOCK = 7_024_173  # an arbitrary number that names the platform's one writer lock on PostgreSQL

_NO_ANSWER = "数据库暂时没有响应，请稍后再试；刚安装的请先运行：python -m service migrate"


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the database and is always rolled back.

    Raises:
        Unavailable: the database does not answer, or has no tables yet.
    """
    with Session(engine, expire_on_commit=False, autoflush=False) as session:
        try:
            if engine.dialect.name == "postgresql":
                # PostgreSQL would show each statement the newest state; SQLite shows one state anyway.
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
        except OperationalError as error:
            raise Unavailable(_NO_ANSWER) from error
        finally:
            session.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that commits when the block ends well and rolls back when it raises.

    Writers take one lock (SQLite has one writer anyway; an advisory transaction lock on PostgreSQL), so the order of the change
    feed is the order of commits and a follower that has seen number n has seen all before it.

    Raises:
        RecordChanged: somebody saved a newer version of a record meanwhile.
        Conflict: a constraint of the database refused the change.
        Unavailable: the database does not answer, is locked for too long, or has no tables yet.
    """
    with Session(engine, expire_on_commit=False) as session:
        try:
            connection = session.connection(execution_options={"begin_mode": "IMMEDIATE"})
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})
            yield session
            session.commit()
        except StaleDataError as error:
            session.rollback()
            raise RecordChanged("这条记录刚被别人改过，请刷新后再保存，您的修改没有写入。") from error
        except IntegrityError as error:
            session.rollback()
            raise Conflict("与已有记录冲突，没有保存；请核对编号是否重复。") from error
        except OperationalError as error:
            session.rollback()
            raise Unavailable(_NO_ANSWER) from error
        except BaseException:
            session.rollback()
            raise
