"""One fictitious person of each role, for a demonstration database."""

from dataclasses import dataclass

from service.domain.audit import COMMAND, AuditEntry
from service.domain.people import Person, PersonState, Role, RoleGrant
from service.errors import Conflict
from service.identity.passwords import hash_password
from service.identity.secret_text import fresh_secret
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.counts import find_demo_provider
from service.store.queries.manufacturers import add_manufacturer
from service.store.queries.people import add_person, find_person_by_email, set_password_hash
from service.store.queries.sessions import end_sessions
from service.store.unit_of_work import writing

_NAMES = {
    Role.MANUFACTURER: "演示厂长",
    Role.PROVIDER: "演示服务商",
    Role.BROKER: "演示对接员",
    Role.REVIEWER: "演示审核员",
    Role.AUDITOR: "演示审计员",
    Role.ADMINISTRATOR: "演示管理员",
}


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """How to sign in as one of them."""

    role: Role
    email: str
    password: str


def renew_demo_people(runtime: Runtime) -> list[DemoSignIn]:
    """Make them, or give those that are there new random passwords.

    Raises:
        Conflict: the database holds anything but demonstration firms, or the platform is in production: nobody plants accounts there.
    """
    now = runtime.clock.now()
    shown = [DemoSignIn(role, f"{role}@demo.example", fresh_secret()[:14]) for role in _NAMES]
    hashes = {each.role: hash_password(each.password) for each in shown}
    with writing(runtime.database) as session:
        provider_id = find_demo_provider(session)
        if provider_id is None or not runtime.settings.may_show_demonstration:
            raise Conflict("只有演示数据库才有演示账户：先运行 make demo；正式环境请用 create-person 建真实账户。")
        for each in shown:
            person = find_person_by_email(session, each.email)
            if person:
                set_password_hash(session, person.id, hashes[each.role])
                end_sessions(session, person.id)
                continue
            firm = {Role.PROVIDER: provider_id}.get(each.role, "")
            if each.role is Role.MANUFACTURER:
                firm = add_manufacturer(session, "演示制造厂", now)
            grants = (RoleGrant(each.role, firm),)
            person = Person(new_id("per"), each.email, _NAMES[each.role], PersonState.ACTIVE, grants, has_password=True, made_at=now)
            add_person(session, person, hashes[each.role])
        record_audit(session, [AuditEntry(now, COMMAND, "demo_people_renewed", "database", "", {"people": len(shown)})])
    return shown
