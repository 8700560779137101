"""The second step of signing in: a code of the app, or a recovery code."""

from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.lockout import FREE_TRIES, failed_once_more
from service.domain.notices import NewNotice
from service.domain.permissions import Actor
from service.domain.sessions import OpenSession, Proof
from service.errors import Conflict, Invalid, TooManyRequests
from service.identity.secret_text import digest_of, keyed_digest
from service.identity.sessions import BegunSession, rotate_session
from service.identity.totp import plain_code, secret_of, step_of
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.lockouts import forget_tries, read_tries, save_tries, seconds_to_wait
from service.store.queries.notices import post_notice
from service.store.queries.second_factors import read_totp, save_totp, use_recovery_code
from service.store.unit_of_work import writing


def take_second_step(runtime: Runtime, session: OpenSession, typed: str) -> BegunSession:
    """Complete the session under a new cookie. Every code is taken once, also within its half minute.

    Raises:
        Invalid: the code is wrong or was used.
        TooManyRequests: too many wrong ones; `wait_seconds` says how long.
        Conflict: this session needs no second step.
    """
    if session.proof is not Proof.PASSWORD:
        raise Conflict("这次登录不需要第二步验证。")
    key = keyed_digest(runtime.settings.secret_key, "second", session.person_id)
    now = runtime.clock.now()
    with writing(runtime.database) as transaction:
        if wait := seconds_to_wait(transaction, [key], now):
            raise TooManyRequests(f"验证码试错太多次，请等 {wait} 秒再试。", wait_seconds=wait)
        kind = _kind_of(runtime, transaction, session, plain_code(typed))
        if kind:
            forget_tries(transaction, key)
            actor = Actor(session.person_id, address=session.address)
            record_audit(transaction, [AuditEntry(now, actor, "second_step_taken", "person", session.person_id, {"by": kind})])
            return rotate_session(transaction, session, two_factors=True)
        # Written down in the same transaction as it was compared: tries at the same time cannot outrun the count.
        tries = failed_once_more(read_tries(transaction, [key]).get(key), now, FREE_TRIES)
        save_tries(transaction, key, tries)
        if tries.count == FREE_TRIES:
            stranger = Actor(address=session.address)  # who knows the password and not the code need not be its owner
            told = NewNotice("second_step_locked", session.person_id, {}, f"second_step_locked:{runtime.today}")
            post_notice(transaction, told, now)
            record_audit(transaction, [AuditEntry(now, stranger, "second_step_locked", "person", session.person_id)])
    sentence = "验证码不对，或已经用过。请等验证器换一个新的，再试一次。"
    raise Invalid(sentence, fields={"code": sentence})


def _kind_of(runtime: Runtime, transaction: Transaction, session: OpenSession, code: str) -> str:
    """`app` or `recovery code`; empty for a wrong code. A right one is used up."""
    app = read_totp(transaction, session.person_id)
    now = runtime.clock.now()
    # Without an app there is a passkey, whose owner may have left it at home: a recovery code opens too.
    secret = secret_of(runtime.settings.secret_key, session.person_id, app.salt) if app.salt else ""
    if secret and (step := step_of(secret, code, now, after=app.last_step)) is not None:
        save_totp(transaction, session.person_id, replace(app, last_step=step))
        return "app"
    return "recovery code" if use_recovery_code(transaction, session.person_id, digest_of(code), now) else ""
