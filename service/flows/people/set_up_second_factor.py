"""第二步验证: set up an authenticator app, and hand out recovery codes."""

from dataclasses import dataclass, replace

from service.domain.audit import AuditEntry
from service.domain.notices import NewNotice
from service.domain.permissions import Action, Actor, Subject
from service.domain.sessions import OpenSession
from service.errors import Conflict, Invalid
from service.identity.actors import require
from service.identity.recovery_codes import issue_recovery_codes
from service.identity.sessions import BegunSession, require_fresh, rotate_session
from service.identity.totp import address_of, fresh_salt, plain_code, secret_of, step_of
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.notices import post_notice
from service.store.queries.passkeys import passkeys_of
from service.store.queries.people import find_person
from service.store.queries.second_factors import has_second_factor, read_totp, recovery_codes_left, save_totp
from service.store.queries.sessions import end_sessions
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class SecondFactorState:
    """`is_set`: an app is asked for at each sign-in; `has_passkey`: there is a passkey besides or instead.

    `secret`, `address`: of the app being set up, else empty.
    """

    is_set: bool
    codes_left: int
    secret: str
    address: str
    has_passkey: bool


def read_second_factor(runtime: Runtime, actor: Actor) -> SecondFactorState:
    """What is set up, and what is being set up."""
    require(actor, Action.SET_UP_SECOND_FACTOR, Subject(actor.person_id))
    with reading(runtime.database) as session:
        app, left = read_totp(session, actor.person_id), recovery_codes_left(session, actor.person_id)
        person, held = find_person(session, actor.person_id), bool(passkeys_of(session, actor.person_id))
    if app.new_salt is None or person is None:
        return SecondFactorState(app.salt is not None, left, "", "", held)
    secret = secret_of(runtime.settings.secret_key, actor.person_id, app.new_salt)
    return SecondFactorState(app.salt is not None, left, secret, address_of(secret, person.email, runtime.settings.site_name), held)


def begin_second_factor(runtime: Runtime, actor: Actor, session: OpenSession) -> None:
    """Draw a new secret for an app. The one in use goes on until the new one has shown a right code.

    Raises:
        Refused: one has signed in too long ago.
    """
    require(actor, Action.SET_UP_SECOND_FACTOR, Subject(session.person_id))
    require_fresh(session, runtime.clock.now())
    with writing(runtime.database) as transaction:
        save_totp(transaction, actor.person_id, replace(read_totp(transaction, actor.person_id), new_salt=fresh_salt()))
        record_audit(transaction, [AuditEntry(runtime.clock.now(), actor, "second_factor_begun", "person", actor.person_id)])


def renew_recovery_codes(runtime: Runtime, actor: Actor, session: OpenSession) -> list[str]:
    """New codes instead of all older ones, for who has used them up or lost the paper.

    Raises:
        Refused: one has signed in too long ago.
        Conflict: no second factor is set up.
    """
    require(actor, Action.SET_UP_SECOND_FACTOR, Subject(session.person_id))
    now = runtime.clock.now()
    require_fresh(session, now)
    with writing(runtime.database) as transaction:
        if not has_second_factor(transaction, actor.person_id):
            raise Conflict("请先设好验证器或通行密钥，再要恢复码。")
        codes = issue_recovery_codes(transaction, actor.person_id, now)
        told = NewNotice("recovery_codes_renewed", actor.person_id, {}, f"recovery_codes:{now.isoformat()}")
        post_notice(transaction, told, now)
        record_audit(transaction, [AuditEntry(now, actor, "recovery_codes_renewed", "person", actor.person_id)])
    return codes


def set_up_second_factor(runtime: Runtime, actor: Actor, session: OpenSession, code: str) -> tuple[BegunSession, list[str]]:
    """Take the new app into use when its code is right. New recovery codes are made, and every other session ends.

    Raises:
        Invalid: the code is wrong.
        Conflict: none is being set up.
    """
    require(actor, Action.SET_UP_SECOND_FACTOR, Subject(session.person_id))
    now = runtime.clock.now()
    with writing(runtime.database) as transaction:
        app, person = read_totp(transaction, actor.person_id), find_person(transaction, actor.person_id)
        if app.new_salt is None or person is None:
            raise Conflict("没有正在设置的验证器，请先点“开始设置”。")
        secret = secret_of(runtime.settings.secret_key, person.id, app.new_salt)
        step = step_of(secret, plain_code(code), now, after=0)
        if step is None:
            sentence = "验证码不对。请看验证器里这个账户当前的 6 位数字，手机时间要准。"
            raise Invalid(sentence, fields={"code": sentence})
        save_totp(transaction, person.id, replace(app, salt=app.new_salt, new_salt=None, last_step=step))
        codes = issue_recovery_codes(transaction, person.id, now)
        begun = rotate_session(transaction, session, two_factors=True)
        end_sessions(transaction, person.id, but=begun.session.key)
        post_notice(transaction, NewNotice("second_factor_set", person.id, {}, f"second_factor_set:{now.isoformat()}"), now)
        record_audit(transaction, [AuditEntry(now, actor, "second_factor_set", "person", person.id)])
    return begun, codes
