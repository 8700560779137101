"""Sign in with mail address and password."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.audit import AuditEntry
from service.domain.lockout import FREE_TRIES, FREE_TRIES_OF_ADDRESS, failed_once_more
from service.domain.notices import NewNotice
from service.domain.people import PersonState, read_email
from service.domain.permissions import Actor
from service.domain.sessions import CameFrom, Proof, Shown
from service.errors import Invalid, TooManyRequests
from service.identity.passwords import hash_password, is_outdated, is_right_password
from service.identity.secret_text import keyed_digest
from service.identity.sessions import BegunSession, begin_session
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.lockouts import forget_tries, read_tries, save_tries, seconds_to_wait
from service.store.queries.notices import post_notice
from service.store.queries.people import StoredPassword, find_password, find_person, set_password_hash
from service.store.queries.second_factors import has_second_factor
from service.store.unit_of_work import reading, writing

_WRONG = "邮箱或密码不对，请再试一次；忘记密码可以重设。"
_SUSPENDED = "这个账户已停用。需要恢复请联系平台管理员。"


@dataclass(frozen=True, slots=True)
class SignInTry:
    """As it was typed."""

    email: str
    password: str


@dataclass(frozen=True, slots=True)
class _Keys:
    """Under which wrong tries are counted."""

    account: str
    address: str

    @property
    def both(self) -> tuple[str, str]:
        return self.account, self.address


def sign_in(runtime: Runtime, tried: SignInTry, came: CameFrom) -> BegunSession:
    """Open a session; with a second factor it still lacks the second step.

    Nobody can tell from answer or time whether an address has an account.

    Raises:
        Invalid: address or password is wrong.
        TooManyRequests: too many wrong tries of this account or from this address; `wait_seconds` says how long.
        Overloaded: too many sign in at this moment.
    """
    email = read_email(tried.email) or ""
    secret = runtime.settings.secret_key
    keys = _Keys(keyed_digest(secret, "account", email), keyed_digest(secret, "address", came.address))
    with reading(runtime.database) as session:
        _refuse_locked(session, keys, runtime.clock.now())
        stored = find_password(session, email)
    right = is_right_password(stored.hash if stored else None, tried.password)
    if not right or stored is None:
        _note_failure(runtime, keys, stored, came)
        raise Invalid(_WRONG, fields={"password": _WRONG})
    now = runtime.clock.now()
    newer = hash_password(tried.password) if is_outdated(stored.hash or "") else None
    with writing(runtime.database) as session:
        # Tries that were compared at the same time as this one may have locked it: a right guess among them does not count.
        _refuse_locked(session, keys, now)
        person = find_person(session, stored.person_id)
        if person is None or person.state is not PersonState.ACTIVE:
            raise Invalid(_SUSPENDED, fields={"email": _SUSPENDED})
        forget_tries(session, keys.account)
        asked = has_second_factor(session, person.id)
        if newer:
            set_password_hash(session, person.id, newer)
        return begin_session(runtime, session, person, came, Shown(Proof.PASSWORD if asked else Proof.FULL, "password"))


def _refuse_locked(session: Transaction, keys: _Keys, now: datetime) -> None:
    if wait := seconds_to_wait(session, keys.both, now):
        words = f"{wait} 秒" if wait < 120 else f"{wait // 60} 分钟"
        raise TooManyRequests(f"密码试错太多次，请等 {words}再试；也可以用邮件重设密码。", wait_seconds=wait)


def _note_failure(runtime: Runtime, keys: _Keys, stored: StoredPassword | None, came: CameFrom) -> None:
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        before = read_tries(session, keys.both)
        account = failed_once_more(before.get(keys.account), now, FREE_TRIES)
        save_tries(session, keys.account, account)
        save_tries(session, keys.address, failed_once_more(before.get(keys.address), now, FREE_TRIES_OF_ADDRESS))
        if stored and account.count == FREE_TRIES:
            # Once, and not for every try: else whoever guesses could fill the log.
            stranger = Actor(address=came.address)
            post_notice(session, NewNotice("account_locked", stored.person_id, {}, f"account_locked:{runtime.today}"), now)
            record_audit(session, [AuditEntry(now, stranger, "account_locked", "person", stored.person_id, {"tries": account.count})])
