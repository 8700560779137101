"""认领核实: staff say whether a person speaks for a firm."""

from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.claims import STEPS, Claim, ClaimState, ClaimStep
from service.domain.notices import NewNotice
from service.domain.paging import Page
from service.domain.people import REASON_MAX_CHARACTERS, Role, RoleGrant, read_line
from service.domain.permissions import Action, Actor, Subject, could
from service.errors import Conflict, Invalid, NotFound, Refused
from service.identity.actors import require
from service.identity.claimed_firms import Claimed, tell_people_of_firm
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.claims import decide_claim_row, find_claim, list_claims
from service.store.queries.notices import post_notice
from service.store.queries.people import add_grant
from service.store.queries.sessions import end_sessions
from service.store.unit_of_work import reading, writing


def list_waiting_claims(runtime: Runtime, actor: Actor, number: int) -> Page[Claim]:
    """Those that wait, newest first.

    Raises:
        Refused: this person decides none.
    """
    if not could(actor, Action.DECIDE_CLAIMS):
        raise Refused("您的账户没有核实认领的权限。")
    with reading(runtime.database) as session:
        return list_claims(session, ClaimState.WAITING, number)


def decide_claim(runtime: Runtime, actor: Actor, claim_id: str, step: str, reason: str) -> None:
    """Confirm or refuse. Whoever claimed is told by letter; when confirmed he signs in again with the new role.

    Args:
        reason: how it was checked (letter or call, with whom, when), or why it is refused; kept with the claim.

    Raises:
        NotFound: there is no such claim.
        Refused: it is one's own.
        Invalid: no reason is given, or the step is unknown.
        Conflict: it was decided already.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        claim = find_claim(session, claim_id)
        if claim is None:
            raise NotFound("没有这个认领。")
        require(actor, Action.DECIDE_CLAIMS, Subject(claim.person_id))
        said = _checked(step, reason)
        state = STEPS.get((claim.state, ClaimStep(step)))
        if state is None:
            raise Conflict("这个认领已经有结果了，请刷新列表。")
        decide_claim_row(session, replace(claim, state=state, reason=said), actor.person_id, now)
        if state is ClaimState.CONFIRMED:
            tell_people_of_firm(session, "firm_joined", Claimed(claim.id, claim.provider_id, claim.person_id), now)
            add_grant(session, claim.person_id, RoleGrant(Role.PROVIDER, claim.provider_id), now)
            end_sessions(session, claim.person_id)
        told = {"firm": claim.provider_name} | ({"reason": said} if state is ClaimState.REFUSED else {})
        post_notice(session, NewNotice(f"claim_{state}", claim.person_id, told, f"claim:{claim.id}:{state}"), now)
        detail: dict[str, object] = {"person": claim.person_id, "provider": claim.provider_id}
        record_audit(session, [AuditEntry(now, actor, f"claim_{state}", "claim", claim.id, detail, said, about=claim.person_id)])


def _checked(step: str, reason: str) -> str:
    said = read_line(reason, REASON_MAX_CHARACTERS)
    if said is None:
        sentence = f"请写明怎么核实的（函件或电话、找谁、哪天），或不通过的原因，最多 {REASON_MAX_CHARACTERS} 个字。"
        raise Invalid(sentence, fields={"reason": sentence})
    if step not in {ClaimStep.CONFIRM, ClaimStep.REFUSE}:
        raise Invalid("没有认出要怎么处理，请用页面上的按钮。")
    return said
