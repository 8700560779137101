"""Sign in with a passkey: the device and its owner's PIN, finger or face are two factors at once."""

from service.domain.audit import AuditEntry
from service.domain.begun_proofs import PROOF_LASTS, BegunKind, BegunProof
from service.domain.lockout import FREE_TRIES_OF_ADDRESS, failed_once_more
from service.domain.passkeys import Passkey
from service.domain.people import PersonState
from service.domain.permissions import Actor
from service.domain.sessions import CameFrom, Proof, Shown
from service.errors import Invalid, TooManyRequests
from service.identity.passkeys import (
    challenge_key,
    check_passkey,
    fresh_challenge,
    get_passkey_site,
    read_challenge,
    read_owner,
    request_options,
)
from service.identity.secret_text import digest_of, keyed_digest
from service.identity.sessions import BegunSession, begin_session
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.begun_proofs import add_begun_proof, take_begun_proof
from service.store.queries.lockouts import read_tries, save_tries, seconds_to_wait
from service.store.queries.passkeys import find_passkey, touch_passkey
from service.store.queries.people import find_person
from service.store.unit_of_work import writing

_UNKNOWN = "这个通行密钥在本站用不了：可能已移除，或账户已停用。请用别的方式登录。"


def begin_passkey_sign_in(runtime: Runtime, browser: str) -> str:
    """What the browser is asked, as JSON.

    Args:
        browser: the cookie that its forms are bound to.

    Raises:
        Unavailable: browsers make no passkeys for this site.
    """
    now, site, challenge = runtime.clock.now(), get_passkey_site(runtime.settings), fresh_challenge()
    with writing(runtime.database) as session:
        begun = BegunProof(BegunKind.PASSKEY, challenge_key(challenge), digest_of(browser), now + PROOF_LASTS)
        add_begun_proof(session, begun, now)
    return request_options(site, challenge)


def sign_in_with_passkey(runtime: Runtime, browser: str, answer: str, came: CameFrom) -> BegunSession:
    """Open a session with all that its owner must show.

    Wrong passwords of the account do not make one wait here: a passkey cannot be guessed. Wrong answers count for the address.

    Raises:
        Invalid: the answer is not right, was given before, or is not of this browser; or the account may not be used.
        TooManyRequests: too many wrong tries from this address.
    """
    site, now = get_passkey_site(runtime.settings), runtime.clock.now()
    address = keyed_digest(runtime.settings.secret_key, "address", came.address)
    challenge, (digest, owner) = read_challenge(answer), read_owner(answer)
    with writing(runtime.database) as session:
        if wait := seconds_to_wait(session, [address], now):
            raise TooManyRequests(f"试错太多次，请等 {wait} 秒再试。", wait_seconds=wait)
        asked = take_begun_proof(session, BegunKind.PASSKEY, challenge_key(challenge), digest_of(browser), now)
        passkey = find_passkey(session, digest) if asked else None
    try:
        known = _require_owner(passkey, owner)
        count = check_passkey(site, answer, challenge, known)
    except Invalid:
        with writing(runtime.database) as session:
            tries = failed_once_more(read_tries(session, [address]).get(address), now, FREE_TRIES_OF_ADDRESS)
            save_tries(session, address, tries)
            if passkey is not None:
                record_audit(session, [AuditEntry(now, Actor(address=came.address), "passkey_refused", "passkey", passkey.id)])
        raise
    with writing(runtime.database) as session:
        person, stored = find_person(session, known.person_id), find_passkey(session, digest)
        if person is None or person.state is not PersonState.ACTIVE or stored is None or stored.sign_count != known.sign_count:
            raise Invalid(_UNKNOWN, fields={"passkey": _UNKNOWN})
        touch_passkey(session, known.id, count, now)
        return begin_session(runtime, session, person, came, Shown(Proof.FULL, "passkey", two_factors=True))


def _require_owner(passkey: Passkey | None, owner: str) -> Passkey:
    if passkey is None or passkey.person_id != owner:
        raise Invalid(_UNKNOWN, fields={"passkey": _UNKNOWN})
    return passkey
