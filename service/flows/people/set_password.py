"""Open a link from a letter and set the password: it makes the account, takes an invitation, or recovers one."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.audit import AuditEntry
from service.domain.links import LinkKind, SentLink
from service.domain.notices import NewNotice
from service.domain.people import Person, PersonState, Role, RoleGrant
from service.domain.permissions import Actor
from service.domain.sessions import CameFrom
from service.errors import Conflict
from service.identity.links import get_link
from service.identity.passwords import check_new_password, hash_password
from service.identity.secret_text import digest_of, keyed_digest
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.links import use_link
from service.store.queries.lockouts import forget_tries
from service.store.queries.manufacturers import add_manufacturer
from service.store.queries.notices import post_notice
from service.store.queries.people import add_grant, add_person, find_person_by_email, firm_names, set_password_hash
from service.store.queries.sessions import end_sessions
from service.store.queries.tokens import revoke_tokens
from service.store.unit_of_work import reading, writing

_ACTIONS = {
    LinkKind.SIGN_UP: "account_confirmed",
    LinkKind.INVITATION: "invitation_taken",
    LinkKind.RECOVERY: "password_recovered",
}


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """`needs_password` False: an invitation to somebody whose account has one; `firm`: which firm he is invited to."""

    link: SentLink
    needs_password: bool
    firm: str


def read_link(runtime: Runtime, secret: str) -> OpenedLink:
    """What the link is for; looking at it does not use it up, because mail servers look too.

    Raises:
        NotFound: it was used, or its time is over.
    """
    with reading(runtime.database) as session:
        link = get_link(session, secret, runtime.clock.now())
        firm_id = link.detail.get("firm", "")
        return OpenedLink(link, _needs_password(session, link), firm_names(session, [firm_id]).get(firm_id, ""))


def set_password(runtime: Runtime, secret: str, password: str, came: CameFrom) -> None:
    """Use the link up. Sessions and API tokens of the account end, wrong tries are forgotten, its owner is told.

    Raises:
        NotFound: it was used, or its time is over.
        Invalid: the password is not good enough; the link can still be used.
        Conflict: the address got an account meanwhile, or lost it.
    """
    opened = read_link(runtime, secret)
    password_hash = ""
    if opened.needs_password:
        check_new_password(password, (opened.link.email, opened.link.detail.get("name", ""), opened.link.detail.get("unit", "")))
        password_hash = hash_password(password)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        link = get_link(session, secret, now)
        person = find_person_by_email(session, link.email)
        if _needs_password(session, link) != opened.needs_password or (link.person_id and (not person or person.id != link.person_id)):
            raise Conflict("这个账户刚刚有变动，请重新打开邮件里的链接。")
        if person is None:
            person = _new_person(session, link, now)
            add_person(session, person, password_hash)
        else:
            _change(runtime, session, person, link, password_hash)
        use_link(session, digest_of(secret), now)
        action = _ACTIONS[link.kind]
        record_audit(session, [AuditEntry(now, Actor(person.id, address=came.address), action, "person", person.id)])


def _needs_password(session: Transaction, link: SentLink) -> bool:
    person = find_person_by_email(session, link.email)
    if link.kind is LinkKind.SIGN_UP and person:
        raise Conflict("这个邮箱已经有账户了，请直接登录；忘记密码可以重设。")
    return link.kind is LinkKind.RECOVERY or person is None or not person.has_password


def _change(runtime: Runtime, session: Transaction, person: Person, link: SentLink, password_hash: str) -> None:
    if (firm_id := link.detail.get("firm")) and (role := link.detail.get("role")):
        add_grant(session, person.id, RoleGrant(Role(role), firm_id), runtime.clock.now())
    end_sessions(session, person.id)
    if not password_hash:
        return
    set_password_hash(session, person.id, password_hash)
    forget_tries(session, keyed_digest(runtime.settings.secret_key, "account", person.email))
    if person.has_password:
        now = runtime.clock.now()
        revoke_tokens(session, person.id, now)  # whoever had the password may have made some
        post_notice(session, NewNotice("password_recovered", person.id, {}, f"password_recovered:{now.isoformat()}"), now)


def _new_person(session: Transaction, link: SentLink, now: datetime) -> Person:
    """Of an invitation: with the role it was for. Of a sign-up: a manufacturer when a unit was named, else nobody in particular yet."""
    detail = link.detail
    grants: tuple[RoleGrant, ...] = ()
    if detail.get("firm") and detail.get("role"):
        grants = (RoleGrant(Role(detail["role"]), detail["firm"]),)
    elif unit := detail.get("unit"):
        grants = (RoleGrant(Role.MANUFACTURER, add_manufacturer(session, unit, now)),)
    return Person(new_id("per"), link.email, detail.get("name", ""), PersonState.ACTIVE, grants, has_password=True, made_at=now)
