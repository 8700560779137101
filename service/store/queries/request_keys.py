"""Keys by which a program repeats a request without harm."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.errors import Conflict
from service.store.rows import RequestKeyRow

_KEPT = timedelta(days=7)


def find_made_record(session: Session, digest: str, asked: str) -> str | None:
    """The record that the same request made before.

    Args:
        digest: of the key and of whose it is. asked: digest of what the request says.

    Raises:
        Conflict: the key was used for another request.
    """
    row = session.execute(select(RequestKeyRow).where(RequestKeyRow.digest == digest)).scalar_one_or_none()
    if row is None:
        return None
    if row.asked != asked:
        raise Conflict("这个 Idempotency-Key 用过了，但上次的内容不一样。同一个键只能重发同一个请求，请换一个键。")
    return row.record_id


def keep_made_record(session: Session, digest: str, asked: str, record_id: str, now: datetime) -> None:
    """Remember what a request made, for a week; older keys go."""
    session.execute(delete(RequestKeyRow).where(RequestKeyRow.made_at < now - _KEPT))
    session.add(RequestKeyRow(digest=digest, asked=asked, record_id=record_id, made_at=now))
    session.flush()
