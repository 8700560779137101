"""局核验: staff vouch for the text of a capability or a case, or take back what was vouched."""

from service.domain.audit import AuditEntry
from service.domain.evidence import EvidenceProof, ProofKind, text_mark
from service.domain.people import REASON_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.providers import Capability, Provider, SuccessCase
from service.errors import Invalid, NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.feed import record_changes
from service.store.queries.proofs import add_proof, remove_proof
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import writing


def verify_evidence(runtime: Runtime, actor: Actor, provider_id: str, item_id: str, reason: str) -> None:
    """Vouch for the text as it is published now; another text is not vouched for.

    Args:
        reason: how it was checked: on site, by which paper, by whom.

    Raises:
        Refused: not for this actor, or it is his own firm.
        NotFound: the firm or the item is not there.
        Invalid: nothing is said of how it was checked.
    """
    require(actor, Action.KEEP_ENTRIES, Subject(firm_id=provider_id))
    now, said = runtime.clock.now(), _said(reason)
    with writing(runtime.database) as session:
        provider = find_stored_firm(session, provider_id)
        content = _contents(provider).get(item_id) if provider else None
        if content is None:
            raise NotFound("没有这一项，可能刚被改过。")
        add_proof(
            session, provider_id, EvidenceProof(new_id("prf"), item_id, ProofKind.BUREAU, text_mark(content), actor.person_id, said, now)
        )
        record_changes(session, [provider_id])
        record_audit(session, [AuditEntry(now, actor, "evidence_verified", "provider", provider_id, {"item": item_id}, said)])


def revoke_evidence(runtime: Runtime, actor: Actor, provider_id: str, proof_id: str, reason: str) -> None:
    """Take back what was vouched, by the bureau or through a link.

    Raises:
        Refused, Invalid: as above.
        NotFound: there is no such proof of this firm.
    """
    require(actor, Action.KEEP_ENTRIES, Subject(firm_id=provider_id))
    now, said = runtime.clock.now(), _said(reason)
    with writing(runtime.database) as session:
        if not remove_proof(session, provider_id, proof_id):
            raise NotFound("没有这次确认，可能已经撤销。")
        record_changes(session, [provider_id])
        record_audit(session, [AuditEntry(now, actor, "evidence_revoked", "provider", provider_id, {"proof": proof_id}, said)])


def _contents(provider: Provider) -> dict[str, Capability | SuccessCase]:
    found: dict[str, Capability | SuccessCase] = {each.id: each.content for each in provider.capabilities}
    return found | {each.id: each.content for each in provider.cases}


def _said(reason: str) -> str:
    said = read_line(reason, REASON_MAX_CHARACTERS)
    if said is None:
        sentence = f"请写明怎么核的（现场、看了什么材料、哪天）或为什么撤销，最多 {REASON_MAX_CHARACTERS} 个字。"
        raise Invalid("有内容没填对。", fields={"reason": sentence})
    return said
