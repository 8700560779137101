"""通行密钥: one's own, added, listed, removed."""

from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.begun_proofs import PROOF_LASTS, BegunKind, BegunProof
from service.domain.notices import NewNotice
from service.domain.passkeys import MOST_PASSKEYS, Passkey
from service.domain.people import NAME_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.sessions import OpenSession
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require
from service.identity.passkeys import (
    challenge_key,
    check_new_passkey,
    creation_options,
    find_passkey_site,
    fresh_challenge,
    get_passkey_site,
    read_challenge,
)
from service.identity.recovery_codes import issue_recovery_codes
from service.identity.secret_text import digest_of
from service.identity.sessions import BegunSession, require_fresh, rotate_session
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.begun_proofs import add_begun_proof, take_begun_proof
from service.store.queries.notices import post_notice
from service.store.queries.passkeys import add_passkey_row, find_passkey, passkeys_of, remove_passkey_row
from service.store.queries.people import find_person
from service.store.queries.second_factors import has_second_factor, recovery_codes_left, remove_second_factors
from service.store.queries.sessions import end_sessions
from service.store.unit_of_work import reading, writing

_GONE = "等得太久，或这一步已经做过了。请再点一次“添加”。"


@dataclass(frozen=True, slots=True)
class PasskeyShelf:
    """`is_offered`: browsers can make passkeys for this site. `codes_left`: recovery codes not used yet."""

    is_offered: bool
    passkeys: list[Passkey]
    codes_left: int


@dataclass(frozen=True, slots=True)
class AddedPasskey:
    """`codes`: recovery codes, when there were none: shown this once."""

    begun: BegunSession
    codes: list[str]


def keep_passkeys(runtime: Runtime, actor: Actor) -> PasskeyShelf:
    """All of them, oldest first."""
    require(actor, Action.SET_UP_SECOND_FACTOR, Subject(actor.person_id))
    offered = find_passkey_site(runtime.settings) is not None
    with reading(runtime.database) as session:
        return PasskeyShelf(offered, passkeys_of(session, actor.person_id), recovery_codes_left(session, actor.person_id))


def begin_passkey(runtime: Runtime, actor: Actor, session: OpenSession) -> str:
    """What the browser is asked to make, as JSON.

    Raises:
        Refused: one has signed in too long ago.
        Conflict: there are as many as one person may have.
        Unavailable: browsers make no passkeys for this site.
    """
    require(actor, Action.SET_UP_SECOND_FACTOR, Subject(session.person_id))
    now = runtime.clock.now()
    require_fresh(session, now)
    site, challenge = get_passkey_site(runtime.settings), fresh_challenge()
    with writing(runtime.database) as transaction:
        person, held = find_person(transaction, actor.person_id), passkeys_of(transaction, actor.person_id)
        if person is None or len(held) >= MOST_PASSKEYS:
            raise Conflict(f"通行密钥最多 {MOST_PASSKEYS} 个，请先移除不用的。")
        key, lasts = challenge_key(challenge), now + PROOF_LASTS
        add_begun_proof(transaction, BegunProof(BegunKind.NEW_PASSKEY, key, session.key, lasts, person.id), now)
    return creation_options(site, person, held, challenge)


def add_passkey(runtime: Runtime, actor: Actor, session: OpenSession, name: str, answer: str) -> AddedPasskey:
    """Keep what the device has made. Every other session ends, and its owner is told.

    Raises:
        Invalid: the name cannot be used, or the answer is not one to what was asked in this session.
        Conflict: it was added already.
    """
    require(actor, Action.SET_UP_SECOND_FACTOR, Subject(session.person_id))
    now, site = runtime.clock.now(), get_passkey_site(runtime.settings)
    require_fresh(session, now)
    called = read_line(name, NAME_MAX_CHARACTERS)
    if called is None:
        raise Invalid("有内容没填对。", fields={"name": f"请给它起个名字，如“办公电脑”，最多 {NAME_MAX_CHARACTERS} 个字。"})
    challenge = read_challenge(answer)
    with writing(runtime.database) as transaction:
        asked = take_begun_proof(transaction, BegunKind.NEW_PASSKEY, challenge_key(challenge), session.key, now)
    # Taken in a transaction of its own: also an answer that is refused has used its challenge up.
    if asked is None or asked.person_id != actor.person_id:
        raise Invalid(_GONE, fields={"passkey": _GONE})
    made = check_new_passkey(site, answer, challenge)
    with writing(runtime.database) as transaction:
        if find_passkey(transaction, digest_of(made.credential)):
            raise Conflict("这个通行密钥已经添加过了。")
        passkey = Passkey(new_id("psk"), actor.person_id, called, made.credential, made.public_key, made.sign_count, made.is_synced, now)
        add_passkey_row(transaction, passkey, digest_of(made.credential))
        codes = [] if recovery_codes_left(transaction, actor.person_id) else issue_recovery_codes(transaction, actor.person_id, now)
        begun = rotate_session(transaction, session, two_factors=True)
        end_sessions(transaction, actor.person_id, but=begun.session.key)
        post_notice(transaction, NewNotice("passkey_added", actor.person_id, {"passkey": called}, key=f"passkey:{passkey.id}:added"), now)
        record_audit(transaction, [AuditEntry(now, actor, "passkey_added", "passkey", passkey.id)])
    return AddedPasskey(begun, codes)


def remove_passkey(runtime: Runtime, actor: Actor, session: OpenSession, passkey_id: str) -> None:
    """Take one away. With the last second factor the recovery codes go too.

    Raises:
        Refused: one has signed in too long ago.
        NotFound: it is gone already, or somebody else's.
    """
    require(actor, Action.SET_UP_SECOND_FACTOR, Subject(session.person_id))
    now = runtime.clock.now()
    require_fresh(session, now)
    with writing(runtime.database) as transaction:
        held = {each.id: each.name for each in passkeys_of(transaction, actor.person_id)}
        if not remove_passkey_row(transaction, actor.person_id, passkey_id):
            raise NotFound("没有这个通行密钥，或已经移除。")
        if not has_second_factor(transaction, actor.person_id):
            remove_second_factors(transaction, actor.person_id)
        told = NewNotice("passkey_removed", actor.person_id, {"passkey": held[passkey_id]}, key=f"passkey:{passkey_id}:removed")
        post_notice(transaction, told, now)
        record_audit(transaction, [AuditEntry(now, actor, "passkey_removed", "passkey", passkey_id)])
