"""What people confirmed of providers' entries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.domain.confirmations import Confirmation, Confirmed
from service.store.base import ROWS_AT_ONCE
from service.store.rows import ConfirmationRow


def read_confirmations(session: Session, provider_ids: Sequence[str]) -> dict[str, Confirmed]:
    """Provider id → part → the word on it. Providers of whom nothing was confirmed are left out."""
    found: dict[str, dict[str, Confirmation]] = defaultdict(dict)
    for start in range(0, len(provider_ids), ROWS_AT_ONCE):
        rows = session.scalars(select(ConfirmationRow).where(ConfirmationRow.provider_id.in_(provider_ids[start : start + ROWS_AT_ONCE])))
        for row in rows:
            found[row.provider_id][row.part] = Confirmation(row.part, row.confirmed_by, row.confirmed_at, tuple(row.names), row.gone)
    return dict(found)


def save_confirmations(session: Session, provider_id: str, words: Iterable[Confirmation]) -> None:
    """Store these words in place of earlier ones on the same parts."""
    for word in words:
        session.merge(
            ConfirmationRow(
                provider_id=provider_id,
                part=word.part,
                confirmed_by=word.by,
                confirmed_at=word.at,
                names=list(word.names),
                gone=word.gone,
            )
        )
    session.flush()


def forget_confirmations(session: Session, provider_id: str, parts: Sequence[str]) -> None:
    """Let files speak again of these parts."""
    session.execute(delete(ConfirmationRow).where(ConfirmationRow.provider_id == provider_id, ConfirmationRow.part.in_(parts)))
