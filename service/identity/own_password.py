"""The password of somebody who is signed in, asked once more: whoever took over a session must not guess it there either."""

from service.domain.audit import AuditEntry
from service.domain.lockout import FREE_TRIES, failed_once_more
from service.domain.notices import NewNotice
from service.domain.people import Person
from service.domain.permissions import Actor
from service.errors import Invalid, TooManyRequests
from service.identity.passwords import is_right_password
from service.identity.secret_text import keyed_digest
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.lockouts import forget_tries, read_tries, save_tries, seconds_to_wait
from service.store.queries.notices import post_notice
from service.store.queries.people import find_password, find_person
from service.store.unit_of_work import reading, writing


def require_own_password(runtime: Runtime, actor: Actor, typed: str, wrong: Invalid) -> Person:
    """The person who acts, once the password is right. Wrong ones are counted apart from those at signing in.

    Args:
        wrong: what is said of a wrong one.

    Raises:
        Invalid: `wrong`.
        TooManyRequests: too many wrong ones; `wait_seconds` says how long.
    """
    key = keyed_digest(runtime.settings.secret_key, "own password", actor.person_id)
    with reading(runtime.database) as session:
        _refuse_locked(runtime, session, key)
        person = find_person(session, actor.person_id)
        stored = find_password(session, person.email) if person else None
    right = is_right_password(stored.hash if stored else None, typed)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        _refuse_locked(runtime, session, key)  # tries that were compared at the same time may have locked it
        if right and person is not None:
            forget_tries(session, key)
            return person
        tries = failed_once_more(read_tries(session, [key]).get(key), now, FREE_TRIES)
        save_tries(session, key, tries)
        if person is not None and tries.count == FREE_TRIES:
            post_notice(session, NewNotice("account_locked", person.id, {}, f"account_locked:{runtime.today}"), now)
            record_audit(session, [AuditEntry(now, actor, "account_locked", "person", person.id, {"tries": tries.count})])
    raise wrong


def _refuse_locked(runtime: Runtime, session: Transaction, key: str) -> None:
    if wait := seconds_to_wait(session, [key], runtime.clock.now()):
        raise TooManyRequests(f"密码试错太多次，请等 {wait} 秒再试。", wait_seconds=wait)
