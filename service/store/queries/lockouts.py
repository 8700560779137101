"""Failed tries to sign in: one truth for all processes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.domain.lockout import FORGOTTEN_AFTER, FailedTries
from service.store.rows import LockoutRow


def read_tries(session: Session, keys: Sequence[str]) -> dict[str, FailedTries]:
    """What is remembered of these keys."""
    rows = session.scalars(select(LockoutRow).where(LockoutRow.key.in_(keys)))
    return {row.key: FailedTries(row.count, row.last_at, row.until) for row in rows}


def save_tries(session: Session, key: str, tries: FailedTries) -> None:
    """Remember one more wrong try; what is a day old goes."""
    session.execute(delete(LockoutRow).where(LockoutRow.last_at < tries.last_at - FORGOTTEN_AFTER))
    session.merge(LockoutRow(key=key, count=tries.count, last_at=tries.last_at, until=tries.until))
    session.flush()


def forget_tries(session: Session, key: str) -> None:
    """After a right try."""
    session.execute(delete(LockoutRow).where(LockoutRow.key == key))


def seconds_to_wait(session: Session, keys: Sequence[str], now: datetime) -> int:
    """The longest wait of these keys; 0 when a try is allowed."""
    return max((tries.seconds_left(now) for tries in read_tries(session, keys).values()), default=0)
