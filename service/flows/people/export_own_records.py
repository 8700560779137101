"""本人信息: everything that the platform keeps about whoever asks, to read and to take away."""

import json
from dataclasses import dataclass
from datetime import datetime

from service.domain.audit import AuditEntry
from service.domain.audit_reading import ACTION_WORDS
from service.domain.permissions import Action, Actor, Subject
from service.domain.personal_kinds import OWNED, PERSONAL, shown_columns
from service.identity.actors import require
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import lines_about, record_audit
from service.store.queries.personal_records import read_owned
from service.store.unit_of_work import reading, writing

_ROWS_MOST = 5_000


@dataclass(frozen=True, slots=True)
class OwnRecords:
    """One kind of data: its name, and the rows as column → value."""

    kind: str
    rows: tuple[dict[str, object], ...]


def read_own_records(runtime: Runtime, actor: Actor) -> list[OwnRecords]:
    """Every kind of which there is something. Secrets are left out: nobody can read them."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with reading(runtime.database) as session:
        return _records(session, actor.person_id)


def export_own_records(runtime: Runtime, actor: Actor) -> bytes:
    """The same as a JSON file."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        told = {each.kind: each.rows for each in _records(session, actor.person_id)}
        record_audit(session, [AuditEntry(now, actor, "own_records_exported", "person", actor.person_id)])
    return json.dumps({"导出时间": now.isoformat(), **told}, ensure_ascii=False, indent=2, default=_told).encode()


def _records(session: Transaction, person_id: str) -> list[OwnRecords]:
    found: dict[str, list[dict[str, object]]] = {kind.name: [] for kind in PERSONAL if not kind.secret}
    of_column = {column: kind.name for kind in PERSONAL if not kind.secret for column in kind.columns}
    for table, owner in OWNED.items():
        columns = shown_columns(table)
        if columns:
            found[of_column[f"{table}.{columns[0]}"]] += read_owned(session, table, (owner, person_id), columns, _ROWS_MOST)
    found["操作记录"] += [
        {
            "at": line.at, "action": ACTION_WORDS.get(line.action, line.action), "record": line.subject_id,
            **{value.name: value.text for value in line.values if value.about == person_id and value.text is not None},
        }
        for line in lines_about(session, person_id, _ROWS_MOST)
    ]  # fmt: skip
    return [OwnRecords(kind, tuple(rows)) for kind, rows in found.items() if rows]


def _told(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
