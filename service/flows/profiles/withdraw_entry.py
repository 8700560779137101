"""暂不公开: a firm takes its entry off the public list, and puts it back. Both hold at the next search."""

from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.loading import change_of
from service.domain.permissions import Action, Actor, Subject
from service.errors import NotFound
from service.identity.actors import require_known
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.provider_writing import save_providers
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import writing


def withdraw_entry(runtime: Runtime, actor: Actor, provider_id: str, *, withdrawn: bool) -> None:
    """Hide the entry, or show it again. What it says was reviewed already, so nobody needs to be asked.

    Raises:
        NotFound: there is none such, or it is another firm's.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        provider = find_stored_firm(session, provider_id)
        if provider is None:
            raise NotFound("没有这家服务商。")
        change = change_of(provider, replace(provider, is_withdrawn=withdrawn), now)
        save_providers(session, [change], actor, now, action="withdraw" if withdrawn else "show_again")
        if change.is_change:
            said = "entry_withdrawn" if withdrawn else "entry_shown_again"
            record_audit(session, [AuditEntry(now, actor, said, "provider", provider_id)])
