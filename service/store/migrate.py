"""Bring a database to the newest schema, on SQLite and PostgreSQL alike."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

_FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run all migrations up to `revision` in one transaction; nothing to do is fine."""
    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Run migrations down to `revision` (`base` empties the schema)."""
    _run(engine, lambda config: command.downgrade(config, revision))


def autogenerate(engine: Engine, message: str, revision: str) -> None:
    """Write a new migration file from the difference between rows and database (`make migration`)."""
    _run(engine, lambda config: command.revision(config, message, autogenerate=True, rev_id=revision))


def is_current(engine: Engine) -> bool:
    """Tell whether the database is at the newest revision."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(_config()).get_current_head()


def _run(engine: Engine, action: Callable[[Config], object]) -> None:
    config = _config()
    mode = {"begin_mode": "IMMEDIATE"}
    with engine.connect().execution_options(**mode) as connection, connection.begin():
        config.attributes["connection"] = connection
        action(config)
