"""Delete audit lines that were kept long enough. The chain goes on from an entry that tells of it."""

from datetime import timedelta

from service.domain.audit import KEPT_AT_LEAST, AuditEntry
from service.domain.audit_chain import TRIMMED
from service.errors import Invalid
from service.runtime import Runtime
from service.store.queries.audit import last_before, record_audit, trim_lines
from service.store.unit_of_work import writing

_TOO_YOUNG = "审计日志至少保留 {days} 天，没有删除。请把天数改为 {days} 或更多。"


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
