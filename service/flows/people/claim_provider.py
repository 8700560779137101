"""认领: say that one speaks for a listed firm."""

from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.claims import MOST_WAITING_CLAIMS, STEPS, Claim, ClaimState, ClaimStep
from service.domain.people import REASON_MAX_CHARACTERS, Role, read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.uscc import has_shape
from service.errors import Conflict, Invalid
from service.identity.actors import require, require_known
from service.identity.claimed_firms import Claimed, tell_people_of_firm
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.claims import add_claim, claims_of, decide_claim_row, find_claim, find_provider_by_uscc
from service.store.unit_of_work import reading, writing

_UNKNOWN = "资源池名录里没有这个统一社会信用代码的服务商，请核对 18 位代码；确实在池内请联系平台管理员。"


def my_claims(runtime: Runtime, actor: Actor) -> list[Claim]:
    """One's own, newest first."""
    require(actor, Action.CLAIM_FIRM, Subject(actor.person_id))
    with reading(runtime.database) as session:
        return claims_of(session, actor.person_id)


def claim_provider(runtime: Runtime, actor: Actor, uscc: str, note: str) -> str:
    """Store the claim; its id. Staff decide it by letter or call, never by itself.

    Raises:
        Invalid: no such firm, or nothing said by which it can be checked.
        Conflict: the person speaks for it already, has claimed it, or has too many claims waiting.
    """
    require(actor, Action.CLAIM_FIRM, Subject(actor.person_id))
    code, said = uscc.strip().upper(), read_line(note, REASON_MAX_CHARACTERS)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        provider = find_provider_by_uscc(session, code) if has_shape(code) else None
        fields = {
            "uscc": "" if provider else _UNKNOWN,
            "note": "" if said else f"请写明您的部门职务和单位座机，便于核实，最多 {REASON_MAX_CHARACTERS} 个字。",
        }
        problems = {field: sentence for field, sentence in fields.items() if sentence}
        if problems or provider is None or said is None:
            raise Invalid("有内容没填对。", fields=problems)
        if any(grant.role is Role.PROVIDER and grant.firm_id == provider[0] for grant in actor.grants):
            raise Conflict("您已经是这家服务商的人员，不用再认领。")
        waiting = [claim for claim in claims_of(session, actor.person_id) if claim.state is ClaimState.WAITING]
        if any(claim.provider_id == provider[0] for claim in waiting):
            raise Conflict("您已经认领过这家，正在等待核实。")
        if len(waiting) >= MOST_WAITING_CLAIMS:
            raise Conflict(f"等待核实的认领最多 {MOST_WAITING_CLAIMS} 个，请等前面的核实完。")
        claim_id = add_claim(session, actor.person_id, provider[0], said, now)
        tell_people_of_firm(session, "firm_claimed", Claimed(claim_id, provider[0], actor.person_id), now)
        record_audit(session, [AuditEntry(now, actor, "claim_made", "claim", claim_id, {"provider": provider[0]})])
    return claim_id


def withdraw_claim(runtime: Runtime, actor: Actor, claim_id: str) -> None:
    """Take one's own claim back.

    Raises:
        NotFound: there is none such of this person.
        Conflict: it was decided already.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        claim = find_claim(session, claim_id)
        require_known(actor, Action.CLAIM_FIRM, Subject(claim.person_id) if claim else None)
        assert claim is not None  # noqa: S101  the line above raises
        state = STEPS.get((claim.state, ClaimStep.WITHDRAW))
        if state is None:
            raise Conflict("这个认领已经有结果，不能撤回。")
        decide_claim_row(session, replace(claim, state=state), actor.person_id, now)
        record_audit(session, [AuditEntry(now, actor, "claim_withdrawn", "claim", claim.id)])
