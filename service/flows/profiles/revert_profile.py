"""恢复旧版: an earlier published version becomes the draft; it is reviewed like any other change."""

from service.domain.audit import AuditEntry
from service.domain.permissions import Action, Actor, Subject
from service.domain.profile_changes import ChangeState, ProfileChange
from service.domain.profile_content import changed_parts, content_of
from service.errors import Conflict, NotFound
from service.identity.actors import require_known
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.profile_changes import add_profile_change, find_open_change, find_profile_change
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import writing


def revert_profile(runtime: Runtime, actor: Actor, provider_id: str, change_id: str) -> None:
    """Begin a draft with what was published before this change was.

    Raises:
        NotFound: there is no such approved change of this firm, or it is another's.
        Conflict: there is a draft already, or nothing would differ.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    now, who = runtime.clock.now(), actor.person_id
    with writing(runtime.database) as session:
        earlier, provider = find_profile_change(session, change_id), find_stored_firm(session, provider_id)
        if earlier is None or provider is None or earlier.provider_id != provider_id or earlier.state is not ChangeState.APPROVED:
            raise NotFound("没有这一版。")
        if find_open_change(session, provider_id):
            raise Conflict("已经有一份草稿。要恢复旧版，请先把草稿送审或丢掉。")
        base = content_of(provider)
        if not changed_parts(base, earlier.base):
            raise Conflict("现在公布的和那一版没有差别，不用恢复。")
        change = ProfileChange(new_id("chg"), provider_id, ChangeState.DRAFT, 1, base, provider.version, earlier.base, who, now, who, now)
        add_profile_change(session, change)
        detail: dict[str, object] = {"provider": provider_id, "to": change_id}
        record_audit(session, [AuditEntry(now, actor, "profile_reverted", "profile_change", change.id, detail)])
