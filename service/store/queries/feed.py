"""The change feed: a line is written inside the transaction of the change itself."""

from collections.abc import Iterable

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from service.store.rows import ChangeRow


def record_changes(session: Session, provider_ids: Iterable[str]) -> None:
    """Add one feed line for each provider."""
    lines = [{"provider_id": provider_id} for provider_id in provider_ids]
    if lines:
        session.execute(insert(ChangeRow), lines)


def latest_position(session: Session) -> int:
    """The newest sequence of the feed; 0 when it is empty."""
    return session.scalar(select(func.max(ChangeRow.seq))) or 0


def changed_after(session: Session, position: int, *, limit: int) -> tuple[list[str], int]:
    """Provider ids changed after `position`, each once, and the sequence up to which that is all."""
    lines = session.execute(
        select(ChangeRow.seq, ChangeRow.provider_id).where(ChangeRow.seq > position).order_by(ChangeRow.seq).limit(limit)
    ).all()
    return list(dict.fromkeys(line.provider_id for line in lines)), lines[-1].seq if lines else position
