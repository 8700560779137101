"""What happened to needs."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.domain.need_steps import Party
from service.domain.timeline import LineKind, TimelineLine
from service.domain.webhooks import message_of
from service.store.queries.webhooks import post_messages
from service.store.rows import PersonRow, TimelineRow

_MOST_LINES = 500


def add_lines(session: Session, need_id: str, lines: Sequence[TimelineLine]) -> None:
    """Add lines to the 经过 of a need, and promise them to the webhooks that want them."""
    rows = [
        {
            "need_id": need_id, "at": line.at, "kind": line.kind, "side": line.side, "actor": line.actor, "words": line.words,
            "detail": line.detail,
        }
        for line in lines
    ]  # fmt: skip
    if rows:
        session.execute(insert(TimelineRow), rows)
        messages = [message for line in lines if (message := message_of(need_id, line))]
        post_messages(session, messages, lines[-1].at)


def lines_of(session: Session, need_id: str) -> list[TimelineLine]:
    """The newest 500 lines of a need, newest first, with the names of those who acted."""
    rows = session.execute(
        select(TimelineRow, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == TimelineRow.actor)
        .where(TimelineRow.need_id == need_id)
        .order_by(TimelineRow.id.desc())
        .limit(_MOST_LINES)
    )
    return [
        TimelineLine(row.at, LineKind(row.kind), Party(row.side), row.actor, row.words, dict(row.detail), name or "") for row, name in rows
    ]
