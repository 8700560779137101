"""End the session of this browser."""

from service.domain.sessions import OpenSession
from service.runtime import Runtime
from service.store.queries.sessions import end_session
from service.store.unit_of_work import writing


def sign_out(runtime: Runtime, session: OpenSession) -> None:
    """End it; its cookie opens nothing any more."""
    with writing(runtime.database) as transaction:
        end_session(transaction, session.person_id, session.key)
