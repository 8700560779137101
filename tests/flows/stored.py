"""Reach into a test's database: look at rows, and change a firm as an accepted edit would."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Engine, func, select

from service.store import unit_of_work
from service.store.queries.feed import latest_position, record_changes
from service.store.rows import ProviderRow

Row = TypeVar("Row")


def rows(database: Engine, kind: type[Row], **where: Any) -> list[Row]:
    """All rows of a table with these values."""
    with unit_of_work.reading(database) as session:
        found = list(session.scalars(select(kind).filter_by(**where)))
        session.expunge_all()
        return found


def count(database: Engine, kind: type[Any], **where: Any) -> int:
    """How many rows of a table have these values."""
    with unit_of_work.reading(database) as session:
        return session.scalar(select(func.count()).select_from(kind).filter_by(**where)) or 0


def change(database: Engine, kind: type[Row], alter: Callable[[Row], None], **where: Any) -> None:
    """Alter the one row with these values; its provider gets a new version and a line of the feed."""
    with unit_of_work.writing(database) as session:
        row = session.scalars(select(kind).filter_by(**where)).one()
        alter(row)
        provider = row if isinstance(row, ProviderRow) else session.get_one(ProviderRow, row.provider_id)  # type: ignore[attr-defined]
        provider.version += 1
        session.flush()
        record_changes(session, [provider.id])


def provider_id(database: Engine, short_name: str) -> str:
    """The id of a firm of the test's pool."""
    (row,) = rows(database, ProviderRow, short_name=short_name)
    return row.id


def position(database: Engine) -> int:
    """The newest sequence of the change feed."""
    with unit_of_work.reading(database) as session:
        return latest_position(session)
