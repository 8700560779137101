"""Delete what was kept long enough, by the table of personal data, and say what was deleted."""

from service.domain.audit import AuditEntry
from service.domain.personal_kinds import AUDIT_KEPT, KEPT
from service.flows.upkeep.trim_audit import trim_audit
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.personal_records import delete_older
from service.store.unit_of_work import writing


def delete_expired(runtime: Runtime, by: str) -> list[tuple[str, int]]:
    """(what the rows were, how many) of every rule. Running it again deletes nothing more.

    Args:
        by: the command or job that runs it, for the audit log.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        deleted = [(rule.words, delete_older(session, rule, now)) for rule in KEPT]
        counts = {f"{rule.table}.{rule.column}": number for rule, (_, number) in zip(KEPT, deleted, strict=True) if number}
        if counts:
            record_audit(session, [AuditEntry(now, by, "expired_deleted", "database", "", {"rows": counts})])
    return [*deleted, ("审计日志", trim_audit(runtime, by, AUDIT_KEPT))]
