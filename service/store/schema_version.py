"""At which schema a database is, told without Alembic: loading it takes a tenth of a second that serving need not wait for."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table

from service.store.failures import failures_told

MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = table("alembic_version", column("version_num"))
_NAME = re.compile(r'^(revision|down_revision)\b[^=\n]*= *"(\w+)"', re.MULTILINE)


@cache
def newest_revision() -> str:
    """The revision that no other one follows, as the files of the migrations say it."""
    texts = [path.read_text("utf-8") for path in sorted((MIGRATIONS / "versions").glob("*.py"))]
    named: list[tuple[str, str]] = [pair for text in texts for pair in _NAME.findall(text)]
    followed = {name for kind, name in named if kind == "down_revision"}
    (newest,) = {name for kind, name in named if kind == "revision"} - followed
    return newest


def revision_of(connection: Connection) -> str | None:
    """The schema's revision; None for a database without tables of ours."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    revision: str | None = connection.execute(select(_VERSION.c.version_num)).scalar()
    return revision


def is_current(engine: Engine) -> bool:
    """Tell whether the database is at the newest revision.

    Raises:
        Unavailable: it does not answer, or is damaged.
    """
    with failures_told(engine), engine.connect() as connection:
        return revision_of(connection) == newest_revision()
