"""统一身份: the administrator enters staff whom the identity provider has proved and nobody here knows yet."""

from service.domain.audit import AuditEntry
from service.domain.identities import Identity
from service.domain.people import STAFF, Person, PersonState, Role, RoleGrant
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.identities import find_identity, link_identity, waiting_identities
from service.store.queries.people import add_person, find_person_by_email
from service.store.unit_of_work import reading, writing

_HAS_ONE = "这个邮箱已经有账户。同一个人请先用密码登录，再到“我的账户 - 统一身份”自己绑定，不能只凭邮箱认定。"


def see_waiting(runtime: Runtime, actor: Actor) -> list[Identity]:
    """Identities that nobody has entered, newest first."""
    require(actor, Action.KEEP_PEOPLE, Subject())
    with reading(runtime.database) as session:
        return waiting_identities(session)


def enter_identity(runtime: Runtime, actor: Actor, identity_id: str, role: str) -> str:
    """Make the account of this identity with one role; the new person's id.

    Raises:
        Refused: not for this actor.
        NotFound: there is no such identity, or it was entered already.
        Invalid: no role of staff was chosen.
        Conflict: the provider has verified no address, or the address has an account.
    """
    require(actor, Action.KEEP_PEOPLE, Subject())
    if role not in STAFF:
        raise Invalid("请选一个工作人员的身份。", fields={"role": "请选一个工作人员的身份。"})
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        identity = find_identity(session, identity_id)
        if identity is None or identity.person_id:
            raise NotFound("没有这个待登记的统一身份，可能已经登记了。")
        if not identity.email:
            raise Conflict("统一身份认证没有给出核实过的邮箱，不能登记。请先在那边核实邮箱，再登录一次。")
        if find_person_by_email(session, identity.email):
            raise Conflict(_HAS_ONE)
        name = identity.name or identity.email.partition("@")[0][:40]
        grants = (RoleGrant(Role(role)),)
        person = Person(new_id("per"), identity.email, name, PersonState.ACTIVE, grants, has_password=False, made_at=now)
        add_person(session, person, None)
        link_identity(session, identity.id, person.id)
        detail: dict[str, object] = {"role": role, "identity": identity.id}
        record_audit(session, [AuditEntry(now, actor, "person_created", "person", person.id, detail)])
    return person.id
