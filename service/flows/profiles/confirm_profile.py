"""仍有效: one click by which a firm stands for its contact, its certificates or a case for another six months."""

from service.domain.audit import AuditEntry
from service.domain.confirmations import confirm_content
from service.domain.freshness import parts_of_due
from service.domain.permissions import Action, Actor, Subject
from service.domain.profile_content import content_of
from service.errors import NotFound
from service.identity.actors import require_known
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.confirmations import read_confirmations, save_confirmations
from service.store.queries.feed import record_changes
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import writing


def confirm_profile(runtime: Runtime, actor: Actor, provider_id: str, part: str) -> None:
    """Confirm what is published of this part, as it stands. From now on it stays against files too.

    Raises:
        NotFound: the firm or the part is not there, or not this person's.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        provider = find_stored_firm(session, provider_id)
        published = content_of(provider) if provider else None
        parts = parts_of_due(published, part) if published else ()
        if published is None or not parts:
            raise NotFound("已公布的资料里没有这一项。")
        values = published.parts()
        known = read_confirmations(session, [provider_id]).get(provider_id, {})
        unchanged = {each: (values[each], values[each]) for each in parts}
        save_confirmations(session, provider_id, confirm_content(values, unchanged, known, actor.person_id, now))
        record_changes(session, [provider_id])
        detail: dict[str, object] = {"parts": list(parts)}
        record_audit(session, [AuditEntry(now, actor, "profile_confirmed", "provider", provider_id, detail)])
