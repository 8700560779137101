"""Delete what was kept long enough, by the table of personal data, and say what was deleted."""

from datetime import timedelta

from service.domain.audit import KEPT_AT_LEAST, AuditEntry
from service.domain.audit_chain import TRIMMED
from service.domain.personal_kinds import AUDIT_KEPT, KEPT
from service.errors import Invalid
from service.runtime import Runtime
from service.store.queries.audit import last_before, record_audit, trim_lines
from service.store.queries.personal_records import delete_older
from service.store.unit_of_work import writing

_TOO_YOUNG = "审计日志至少保留 {days} 天，没有删除。请把天数改为 {days} 或更多。"


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


def trim_audit(runtime: Runtime, by: str, kept: timedelta) -> int:
    """Delete the lines older than `kept`, from the first one on; how many.

    Raises:
        Invalid: that is less than six months.
        Conflict: the clock of the database says that a line is younger.
    """
    if kept < KEPT_AT_LEAST:
        raise Invalid(_TOO_YOUNG.format(days=KEPT_AT_LEAST.days))
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        last = last_before(session, now - kept)
        if last is None:
            return 0
        detail = {"digest": last.digest, "through": last.at.isoformat()}
        record_audit(session, [AuditEntry(now, by, TRIMMED, "audit", str(last.seq), detail)])
        return trim_lines(session, last.seq)
