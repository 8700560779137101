"""入池资格: staff admit, suspend, resume, remove or correct, with reason and document. It holds at the next search."""

from dataclasses import dataclass, field, replace

from service.copies.kept_codes import read_codes
from service.domain.audit import AuditEntry
from service.domain.confirmations import MEMBERSHIP_PART, Confirmation
from service.domain.loading import change_of
from service.domain.membership_steps import DESCRIBING, STEP_WORDS, MembershipStep, MembershipTerms, step_membership
from service.domain.notices import NewNotice
from service.domain.people import REASON_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.confirmations import save_confirmations
from service.store.queries.notices import post_notice
from service.store.queries.people import colleagues_of
from service.store.queries.provider_writing import save_providers
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class MembershipWish:
    """`step`: one of `MembershipStep`; `terms`: for admitting and correcting; `version`: of the firm as it was seen."""

    pool: str
    step: str
    reason: str
    version: int
    terms: MembershipTerms = field(default_factory=MembershipTerms)


def keep_membership(runtime: Runtime, actor: Actor, provider_id: str, wish: MembershipWish) -> None:
    """Do one step with one membership of a firm. From now on it stays against files, until staff let them speak again.

    Raises:
        Refused: not for this actor, or it is his own firm.
        NotFound: there is no such firm.
        Invalid: no reason, an unknown pool or step, an admission without a document or with an end before its beginning.
        Conflict: the step cannot be done now, or the firm was changed since it was seen.
    """
    require(actor, Action.KEEP_ENTRIES, Subject(firm_id=provider_id))
    now = runtime.clock.now()
    pools = {pool.code: pool.short_name for pool in read_codes(runtime.database, runtime.copies.codes).pools}
    reason, step = _checked(wish, pools)
    with writing(runtime.database) as session:
        provider = find_stored_firm(session, provider_id)
        if provider is None:
            raise NotFound("没有这家服务商。")
        if provider.version != wish.version:
            raise Conflict("这家的资料刚被改过，没有执行。请看一遍现在的状态再做。")
        held = {each.pool: each for each in provider.memberships}
        after = step_membership(held.get(wish.pool), wish.pool, step, wish.terms)
        if after is None:
            raise Conflict(f"它在{pools[wish.pool]}现在不能“{STEP_WORDS[step]}”，请看页面上现在能做的。")
        held[wish.pool] = after
        change = change_of(provider, replace(provider, memberships=tuple(held[pool] for pool in sorted(held))), now)
        save_providers(session, [change], actor, now, action="membership")
        save_confirmations(session, provider_id, [Confirmation(MEMBERSHIP_PART + wish.pool, actor.person_id, now)])
        values = {"firm": provider.display_name, "pool": pools[wish.pool], "step": STEP_WORDS[step], "reason": reason}
        key = f"membership:{provider_id}:{change.after.version}"
        for person in colleagues_of(session, provider_id):
            post_notice(session, NewNotice("membership_changed", person.id, values, key), now)
        detail: dict[str, object] = {"pool": wish.pool, "document": after.document_no or ""}
        record_audit(session, [AuditEntry(now, actor, f"membership_{step}", "provider", provider_id, detail, reason=reason)])


def _checked(wish: MembershipWish, pools: dict[str, str]) -> tuple[str, MembershipStep]:
    problems = {}
    reason = read_line(wish.reason, REASON_MAX_CHARACTERS)
    if reason is None:
        problems["reason"] = f"请写明为什么，最多 {REASON_MAX_CHARACTERS} 个字；会记入操作记录，并告诉服务商。"
    if wish.pool not in pools:
        problems["pool"] = "请选一个资源池。"
    if wish.step not in set(MembershipStep):
        problems["step"] = "没有认出要做什么，请用页面上的按钮。"
    elif MembershipStep(wish.step) in DESCRIBING:
        terms = wish.terms
        if not terms.document_no:
            problems["document_no"] = "请填写文号。"
        if not terms.admitted_on:
            problems["admitted_on"] = "请填写入池日期，如 2026-01-05。"
        elif terms.valid_until and terms.valid_until < terms.admitted_on:
            problems["valid_until"] = "有效期不能早于入池日期。"
    if problems or reason is None:
        raise Invalid("有内容没填对。", fields=problems)
    return reason, MembershipStep(wish.step)
