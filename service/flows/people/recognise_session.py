"""Whose session a cookie belongs to, and what that person may do now."""

from dataclasses import dataclass

from service.domain.permissions import ANONYMOUS, Actor
from service.domain.sessions import SEEN_EVERY, OpenSession, Proof, limits_of
from service.errors import DatabaseBusy
from service.identity.actors import actor_of
from service.identity.secret_text import digest_of
from service.runtime import Runtime
from service.store.queries.sessions import find_signed_in, touch_session
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class Recognised:
    """`actor` is anonymous while the session has not shown everything; `lacks_second_factor`: staff who must set one up first."""

    actor: Actor
    session: OpenSession
    lacks_second_factor: bool = False


def recognise_session(runtime: Runtime, cookie: str) -> Recognised | None:
    """The session of this cookie; None when it ended, was revoked, or its account may not be used.

    Cost: one small query; once in five minutes a write.
    """
    now = runtime.clock.now()
    with reading(runtime.database) as transaction:
        found = find_signed_in(transaction, digest_of(cookie), now)
    if found is None:
        return None
    session, person = found
    if now - session.seen_at >= SEEN_EVERY:
        idle, _ = limits_of(staff=person.is_staff)
        try:
            with writing(runtime.database) as transaction:
                touch_session(transaction, session.key, now, min(now + idle, session.ends_at))
        except DatabaseBusy:
            pass  # the next page remembers it
    if session.proof is not Proof.FULL:
        return Recognised(ANONYMOUS, session)
    lacks = person.is_staff and runtime.settings.staff_need_second_factor and not session.two_factors
    return Recognised(actor_of(person, staff=not lacks), session, lacks)
