"""Rows about one person, whatever the table: read for an export, deleted by an erasure or when their time is over."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from service.domain.personal_kinds import KeptFor
from service.store.rows import PersonRow

_TABLES = PersonRow.metadata.tables


def read_owned(session: Session, table: str, owner: tuple[str, str], columns: list[str], most: int) -> list[dict[str, Any]]:
    """`columns` of the rows whose column `owner[0]` is `owner[1]`."""
    found = _TABLES[table]
    wanted = select(*(found.c[name] for name in columns)).where(found.c[owner[0]] == owner[1]).limit(most)
    return [dict(row) for row in session.execute(wanted).mappings()]


def delete_owned(session: Session, table: str, owner: tuple[str, str]) -> int:
    """Delete the rows whose column `owner[0]` is `owner[1]`; how many."""
    found = _TABLES[table]
    mine = found.c[owner[0]] == owner[1]
    number = session.scalar(select(func.count()).select_from(found).where(mine)) or 0
    session.execute(delete(found).where(mine))
    return number


def delete_older(session: Session, rule: KeptFor, now: datetime) -> int:
    """Delete the rows whose time is over; how many."""
    found = _TABLES[rule.table]
    over = found.c[rule.column] < now - rule.span
    if rule.states:
        over &= found.c.state.in_(rule.states)
    number = session.scalar(select(func.count()).select_from(found).where(over)) or 0
    session.execute(delete(found).where(over))
    return number
