"""以文件为准: staff let the next file speak again of a part that a person confirmed."""

from service.domain.audit import AuditEntry
from service.domain.people import REASON_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Invalid, NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.confirmations import forget_confirmations, read_confirmations
from service.store.unit_of_work import writing


def release_part(runtime: Runtime, actor: Actor, provider_id: str, part: str, reason: str) -> None:
    """Forget the word on one part; what is published stays until a file says otherwise.

    Raises:
        Refused: not for this actor, or it is his own firm.
        NotFound: nobody confirmed this part.
        Invalid: no reason.
    """
    require(actor, Action.KEEP_ENTRIES, Subject(firm_id=provider_id))
    now, said = runtime.clock.now(), read_line(reason, REASON_MAX_CHARACTERS)
    if said is None:
        sentence = f"请写明为什么改以文件为准，最多 {REASON_MAX_CHARACTERS} 个字。"
        raise Invalid("有内容没填对。", fields={"reason": sentence})
    with writing(runtime.database) as session:
        if part not in read_confirmations(session, [provider_id]).get(provider_id, {}):
            raise NotFound("这一处没有人确认过，文件本来就能改。")
        forget_confirmations(session, provider_id, [part])
        record_audit(session, [AuditEntry(now, actor, "part_released", "provider", provider_id, {"part": part}, reason=said)])
