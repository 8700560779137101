"""Bring somebody in: an administrator creates staff, a firm's people invite a colleague."""

from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.links import LinkKind
from service.domain.people import NAME_MAX_CHARACTERS, STAFF, Person, PersonState, Role, RoleGrant, read_email, read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid
from service.identity.actors import require
from service.identity.links import LinkWish, send_link
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.people import add_person, find_person_by_email
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class Invitation:
    """As it was typed. `role`: a value of `Role`; `firm_id`: for which firm, empty for staff."""

    email: str
    name: str
    role: str
    firm_id: str = ""


def invite_staff(runtime: Runtime, actor: Actor, invitation: Invitation) -> str:
    """Make the account of somebody of the bureau, who sets the password by a link. The new person's id.

    Raises:
        Invalid: `fields` says what is to be mended.
        Refused: not for this actor.
        Conflict: the address has an account: roles are given on its page.
    """
    email, name, role = _read(invitation)
    if role not in STAFF:
        raise Invalid("有内容没填对。", fields={"role": "请选一个工作人员的身份。"})
    require(actor, Action.KEEP_PEOPLE, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        if find_person_by_email(session, email):
            sentence = "这个邮箱已经有账户，请在人员列表里找到它，再授予身份。"
            raise Conflict(sentence, fields={"email": sentence})
        person = Person(new_id("per"), email, name, PersonState.ACTIVE, (RoleGrant(role),), has_password=False, made_at=now)
        add_person(session, person, None)
        send_link(runtime, session, LinkWish(LinkKind.INVITATION, email, actor), person_id=person.id)
        record_audit(session, [AuditEntry(now, actor, "person_created", "person", person.id, {"role": role})])
    return person.id


def invite_person(runtime: Runtime, actor: Actor, invitation: Invitation) -> None:
    """Send a colleague a link for one of the actor's firms. Who opens it joins, with the account of that address or a new one.

    Nobody learns from the answer whether the address has an account.

    Raises:
        Invalid: `fields` says what is to be mended.
        Refused: the actor may not bring in anybody for this firm.
    """
    email, name, role = _read(invitation)
    if RoleGrant(role, invitation.firm_id) not in actor.grants:
        raise Invalid("有内容没填对。", fields={"role": "只能请人加入您自己的单位。"})
    require(actor, Action.INVITE_COLLEAGUE, Subject(firm_id=invitation.firm_id))
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        send_link(runtime, session, LinkWish(LinkKind.INVITATION, email, actor), name=name, role=role, firm=invitation.firm_id)
        detail: dict[str, object] = {"role": role}
        record_audit(session, [AuditEntry(now, actor, "colleague_invited", "firm", invitation.firm_id, detail)])


def _read(invitation: Invitation) -> tuple[str, str, Role]:
    email, name = read_email(invitation.email), read_line(invitation.name, NAME_MAX_CHARACTERS)
    role = Role(invitation.role) if invitation.role in set(Role) else None
    fields = {
        "email": "" if email else "请填能收信的邮箱，例如 name@example.com。",
        "name": "" if name else f"请填姓名，最多 {NAME_MAX_CHARACTERS} 个字。",
        "role": "" if role else "请选一个身份。",
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or email is None or name is None or role is None:
        raise Invalid("有内容没填对。", fields=problems)
    return email, name, role
