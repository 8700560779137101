"""Change one's own password."""

from service.domain.audit import AuditEntry
from service.domain.notices import NewNotice
from service.domain.permissions import Action, Actor, Subject
from service.domain.sessions import OpenSession
from service.errors import Invalid
from service.identity.actors import require
from service.identity.own_password import require_own_password
from service.identity.passwords import check_new_password, hash_password
from service.identity.sessions import BegunSession, rotate_session
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.notices import post_notice
from service.store.queries.people import set_password_hash
from service.store.queries.sessions import end_sessions
from service.store.unit_of_work import writing


def change_password(runtime: Runtime, actor: Actor, session: OpenSession, current: str, wanted: str) -> BegunSession:
    """Set the new one; every other session ends and this one gets a new cookie.

    Raises:
        Invalid: the current one is wrong, or the new one is not good enough.
        TooManyRequests: too many wrong ones.
    """
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(session.person_id))
    sentence = "现在的密码不对，没有修改。"
    person = require_own_password(runtime, actor, current, Invalid(sentence, fields={"current": sentence}))
    check_new_password(wanted, (person.email, person.name))
    password_hash = hash_password(wanted)
    now = runtime.clock.now()
    with writing(runtime.database) as transaction:
        set_password_hash(transaction, person.id, password_hash)
        begun = rotate_session(transaction, session, two_factors=session.two_factors)
        end_sessions(transaction, person.id, but=begun.session.key)
        post_notice(transaction, NewNotice("password_changed", person.id, {}, f"password_changed:{now.isoformat()}"), now)
        record_audit(transaction, [AuditEntry(now, actor, "password_changed", "person", person.id)])
    return begun
