"""The audit log: entries are written inside the transaction of what they tell."""

from collections.abc import Iterable

from sqlalchemy import insert
from sqlalchemy.orm import Session

from service.domain.audit import AuditEntry
from service.store.rows import AuditRow


def record_audit(session: Session, entries: Iterable[AuditEntry]) -> None:
    """Add lines to the audit log."""
    rows = [
        {
            "at": entry.at, "actor": entry.actor, "action": entry.action, "subject_kind": entry.subject_kind,
            "subject_id": entry.subject_id, "detail": entry.detail | _told_of(entry),
        }
        for entry in entries
    ]  # fmt: skip
    if rows:
        session.execute(insert(AuditRow), rows)


def _told_of(entry: AuditEntry) -> dict[str, object]:
    return {name: value for name, value in (("reason", entry.reason), ("address", entry.address)) if value}
