"""One's own sessions: where one is signed in, and ending them."""

from service.domain.audit import AuditEntry
from service.domain.permissions import Action, Actor, Subject
from service.domain.sessions import OpenSession
from service.errors import NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.sessions import end_session, end_sessions, sessions_of
from service.store.unit_of_work import reading, writing


def keep_sessions(runtime: Runtime, actor: Actor) -> list[OpenSession]:
    """All of them, the one used last first."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with reading(runtime.database) as session:
        return sessions_of(session, actor.person_id, runtime.clock.now())


def end_one_session(runtime: Runtime, actor: Actor, key: str) -> None:
    """End one.

    Raises:
        NotFound: it has ended already, or is somebody else's.
    """
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with writing(runtime.database) as session:
        if not end_session(session, actor.person_id, key):
            raise NotFound("这处登录已经退出了。")
        record_audit(session, [AuditEntry(runtime.clock.now(), actor, "session_ended", "person", actor.person_id)])


def end_other_sessions(runtime: Runtime, actor: Actor, kept: OpenSession) -> int:
    """End all but this one; how many."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with writing(runtime.database) as session:
        number = end_sessions(session, actor.person_id, but=kept.key)
        detail: dict[str, object] = {"sessions": number}
        record_audit(session, [AuditEntry(runtime.clock.now(), actor, "sessions_ended", "person", actor.person_id, detail)])
    return number
