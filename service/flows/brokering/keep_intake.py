"""接单: a provider says whether it takes new introductions now, and how many in a month."""

from service.domain.audit import AuditEntry
from service.domain.calendar import month_began_at
from service.domain.intake import MONTHLY_LARGEST, Intake
from service.domain.people import read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Invalid
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.intake import put_intake, read_intake
from service.store.unit_of_work import reading, writing

_REASON_MOST = 200


def see_intake(runtime: Runtime, actor: Actor, provider_id: str) -> Intake:
    """What one's firm takes, and how many it had this month.

    Raises:
        Refused: it is somebody else's firm.
    """
    require(actor, Action.KEEP_INTAKE, Subject(firm_id=provider_id))
    with reading(runtime.database) as session:
        return read_intake(session, provider_id, month_began_at(runtime.clock.now()))


def keep_intake(runtime: Runtime, actor: Actor, provider_id: str, wished: Intake) -> None:
    """Change it.

    Raises:
        Refused: it is somebody else's firm.
        Invalid: the number or the reason cannot be used.
    """
    require(actor, Action.KEEP_INTAKE, Subject(firm_id=provider_id))
    reason = read_line(wished.paused_reason, _REASON_MOST) if wished.paused_reason.strip() else ""
    most = wished.monthly_most
    fields = {
        "paused_reason": "" if reason is not None else f"原因最多 {_REASON_MOST} 个字。",
        "monthly_most": "" if most is None or 1 <= most <= MONTHLY_LARGEST else f"每月最多接几次，请填 1 到 {MONTHLY_LARGEST}。",
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or reason is None:
        raise Invalid("有内容没填对。", fields=problems)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        put_intake(session, provider_id, Intake(wished.paused, reason, most), actor.person_id, now)
        detail: dict[str, object] = {"paused": wished.paused, "monthly_most": most}
        record_audit(session, [AuditEntry(now, actor, "intake_changed", "provider", provider_id, detail, reason=reason)])
