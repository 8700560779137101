"""Create an account from the command line, with any role; the first administrator comes into being so."""

from dataclasses import dataclass

from service.domain.audit import COMMAND, AuditEntry
from service.domain.links import LinkKind
from service.domain.people import NAME_MAX_CHARACTERS, UNIT_MAX_CHARACTERS, Person, PersonState, Role, RoleGrant, read_email, read_line
from service.errors import Conflict, Invalid
from service.identity.links import LinkWish, send_link
from service.identity.passwords import check_new_password, hash_password
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.claims import find_provider_by_uscc
from service.store.queries.manufacturers import add_manufacturer
from service.store.queries.people import add_grant, add_person, find_person_by_email
from service.store.queries.sessions import end_sessions
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class NewPerson:
    """`firm`: a provider's unified code, or a manufacturer's name; `password` None: its owner sets one by a link."""

    email: str
    name: str
    role: Role
    firm: str = ""
    password: str | None = None


def create_person(runtime: Runtime, wanted: NewPerson) -> Person:
    """Make the account, or give an existing one a further role.

    Raises:
        Invalid: address, name, firm or password cannot be used.
        Conflict: a password was given for an account that has one.
    """
    email, name = read_email(wanted.email), read_line(wanted.name, NAME_MAX_CHARACTERS)
    if email is None or name is None:
        raise Invalid(f"邮箱或姓名无法使用：邮箱如 name@example.com，姓名最多 {NAME_MAX_CHARACTERS} 个字。")
    if wanted.password is not None:
        check_new_password(wanted.password, (email, name))
    password_hash = None if wanted.password is None else hash_password(wanted.password)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        grant = RoleGrant(wanted.role, _firm(runtime, session, wanted))
        person = find_person_by_email(session, email)
        if person is None:
            has_password = password_hash is not None
            person = Person(new_id("per"), email, name, PersonState.ACTIVE, (grant,), has_password=has_password, made_at=now)
            add_person(session, person, password_hash)
        elif password_hash is not None and person.has_password:
            raise Conflict("这个邮箱已有账户和密码，没有改动。要加身份请不带密码再运行一次。")
        elif add_grant(session, person.id, grant, now):
            end_sessions(session, person.id)
        if not person.has_password:
            send_link(runtime, session, LinkWish(LinkKind.INVITATION, email, COMMAND), person_id=person.id)
        record_audit(session, [AuditEntry(now, COMMAND, "person_created", "person", person.id, {"role": wanted.role})])
    return person


def _firm(runtime: Runtime, session: Transaction, wanted: NewPerson) -> str:
    match wanted.role:
        case Role.PROVIDER:
            found = find_provider_by_uscc(session, wanted.firm.strip().upper())
            if found is None:
                raise Invalid("没有这个统一社会信用代码的服务商，请核对，并先导入名单。")
            return found[0]
        case Role.MANUFACTURER:
            unit = read_line(wanted.firm or wanted.name, UNIT_MAX_CHARACTERS)
            if unit is None:
                raise Invalid(f"企业名称无法使用，最多 {UNIT_MAX_CHARACTERS} 个字。")
            return add_manufacturer(session, unit, runtime.clock.now())
        case _:
            return ""
