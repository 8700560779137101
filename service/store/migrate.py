"""Bring a database to the newest schema, on SQLite and PostgreSQL alike."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.errors import DatabaseNotReady
from service.store.engine import writers_of
from service.store.failures import failures_told
from service.store.schema_version import MIGRATIONS
from service.store.unit_of_work import take_lock

_NEWER = "数据库是更新的版本建立的，本版本不能使用。请换用新版本，或恢复升级前的备份。"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run all migrations up to `revision` in one transaction; nothing to do is fine.

    Raises:
        DatabaseNotReady: a newer release made the database.
        Unavailable: the database does not answer, is damaged, or cannot be written.
    """
    _run(engine, lambda config: command.upgrade(config, revision))


def upgrade_within(session: Session, revision: str) -> None:
    """As `upgrade`, inside the caller's transaction."""
    config = _config()
    config.attributes["connection"] = session.connection()
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise DatabaseNotReady(_NEWER) from error


def downgrade(engine: Engine, revision: str) -> None:
    """Run migrations down to `revision` (`base` empties the schema)."""
    _run(engine, lambda config: command.downgrade(config, revision))


def autogenerate(engine: Engine, message: str, revision: str) -> None:
    """Write a new migration file from the difference between rows and database (`make migration`)."""
    _run(engine, lambda config: command.revision(config, message, autogenerate=True, rev_id=revision))


def _run(engine: Engine, action: Callable[[Config], object]) -> None:
    config = _config()
    with failures_told(engine), writers_of(engine).turn() as turn, Session(engine) as session:
        config.attributes["connection"] = take_lock(session, turn)
        try:
            action(config)
        except CommandError as error:
            raise DatabaseNotReady(_NEWER) from error
        session.commit()
