"""Sessions begin, go on and end here; a cookie is known to the browser alone."""

from dataclasses import dataclass, replace
from datetime import datetime

from service.domain.audit import AuditEntry
from service.domain.people import Person
from service.domain.permissions import Actor
from service.domain.sessions import CameFrom, OpenSession, Proof, Shown, limits_of
from service.errors import Refused
from service.identity.devices import tell_unknown_device
from service.identity.secret_text import digest_of, fresh_secret
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.sessions import add_session, end_session, forget_sessions


@dataclass(frozen=True, slots=True)
class BegunSession:
    """A new session and the value of its cookie, which nobody can read again."""

    cookie: str
    session: OpenSession


def begin_session(runtime: Runtime, transaction: Transaction, person: Person, came: CameFrom, shown: Shown) -> BegunSession:
    """Open a session for somebody who has shown who he is; those that ended by themselves go, and a browser not seen before is told."""
    now = runtime.clock.now()
    forget_sessions(transaction, now)
    idle, absolute = limits_of(staff=person.is_staff)
    cookie = fresh_secret()
    session = OpenSession(
        key=digest_of(cookie),
        person_id=person.id,
        agent=came.agent,
        address=came.address,
        proof=shown.proof,
        two_factors=shown.two_factors,
        made_at=now,
        seen_at=now,
        idle_until=now + idle,
        ends_at=now + absolute,
    )
    add_session(transaction, session)
    actor = Actor(person.id, address=came.address)
    record_audit(
        transaction,
        [AuditEntry(now, actor, "session_begun", "person", person.id, {"proof": shown.proof, "by": shown.by})],
    )
    tell_unknown_device(runtime, transaction, person, came)
    return BegunSession(cookie, session)


def rotate_session(transaction: Transaction, old: OpenSession, *, two_factors: bool) -> BegunSession:
    """The same session under a new cookie, after what it may do has changed: whoever knew the old one is out."""
    cookie = fresh_secret()
    session = replace(old, key=digest_of(cookie), proof=Proof.FULL, two_factors=two_factors)
    end_session(transaction, old.person_id, old.key)
    add_session(transaction, session)
    return BegunSession(cookie, session)


def require_fresh(session: OpenSession, now: datetime) -> None:
    """Go on only for somebody who has just signed in: what follows changes how this account is opened.

    Raises:
        Refused: it is too long ago.
    """
    if not session.is_fresh(now):
        raise Refused("这一步关系到账户安全，请先重新登录一次，15 分钟内再来办。")
