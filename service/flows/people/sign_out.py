"""End the session of this browser."""

from service.domain.audit import AuditEntry
from service.domain.permissions import Actor
from service.domain.sessions import OpenSession
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.sessions import end_session
from service.store.unit_of_work import writing


def sign_out(runtime: Runtime, session: OpenSession) -> None:
    """End it; its cookie opens nothing any more."""
    actor = Actor(session.person_id, address=session.address)
    with writing(runtime.database) as transaction:
        if end_session(transaction, session.person_id, session.key):
            record_audit(transaction, [AuditEntry(runtime.clock.now(), actor, "signed_out", "person", session.person_id)])
