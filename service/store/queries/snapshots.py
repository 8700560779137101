"""Lists as they were shown."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.domain.snapshots import ListOrigin, ShownLine, ShownReason, Snapshot
from service.store.rows import SnapshotRow


def add_snapshot(session: Session, snapshot: Snapshot) -> None:
    """Keep a list."""
    content = asdict(snapshot)
    named = {name: content.pop(name) for name in ("id", "need_id", "made_at")}
    session.execute(insert(SnapshotRow), [{**named, "content": content}])


def find_snapshot(session: Session, snapshot_id: str) -> Snapshot | None:
    """One list as it was."""
    row = session.execute(select(SnapshotRow).where(SnapshotRow.id == snapshot_id)).scalar_one_or_none()
    if row is None:
        return None
    kept = row.content
    return Snapshot(
        id=row.id,
        need_id=row.need_id,
        made_at=row.made_at,
        text=kept["text"],
        understood=tuple((kind, words) for kind, words in kept["understood"]),
        asked=kept["asked"],
        confident=kept["confident"],
        total=kept["total"],
        lines=tuple(_line(each) for each in kept["lines"]),
        origin=ListOrigin(**kept["origin"]),
    )


def _line(kept: dict[str, Any]) -> ShownLine:
    reasons = tuple(ShownReason(**each) for each in kept["reasons"])
    return ShownLine(**{**kept, "reasons": reasons, "missing": tuple(kept["missing"])})
