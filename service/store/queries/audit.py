"""The audit log is written here, inside the transaction of what it tells."""

from collections.abc import Iterable

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.domain.audit import AuditEntry
from service.domain.audit_chain import ChainHead, chained
from service.store.rows import AuditRow, AuditValueRow


def record_audit(session: Session, entries: Iterable[AuditEntry]) -> ChainHead:
    """Add lines to the chain. Call it in the `writing` block of the change: its lock keeps the chain one, however many write.

    Returns:
        The new end of the chain; it holds only when the transaction commits.
    """
    head = read_head(session)
    rows, values = [], []
    for entry in entries:
        line = chained(entry, head)
        head = ChainHead(line.seq, line.digest)
        rows.append({
            "seq": line.seq, "at": line.at, "actor": line.actor, "action": line.action, "subject_kind": line.subject_kind,
            "subject_id": line.subject_id, "detail": line.detail, "value_digests": line.value_digests, "digest": line.digest,
        })  # fmt: skip
        values += [
            {"seq": line.seq, "name": value.name, "about": value.about, "salt": value.salt, "text": value.text} for value in line.values
        ]
    if rows:
        session.execute(insert(AuditRow), rows)
    if values:
        session.execute(insert(AuditValueRow), values)
    return head


def read_head(session: Session) -> ChainHead:
    """The newest line."""
    found = session.execute(select(AuditRow.seq, AuditRow.digest).order_by(AuditRow.seq.desc()).limit(1)).one_or_none()
    return ChainHead(found.seq, found.digest) if found else ChainHead()
