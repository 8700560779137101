"""人员: the administrator sees who has an account, and gives or takes roles."""

from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.notices import NewNotice
from service.domain.paging import Page
from service.domain.people import REASON_MAX_CHARACTERS, STAFF, PeopleQuery, Person, PersonState, Role, RoleGrant, read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.notices import post_notice
from service.store.queries.people import (
    active_with_role,
    add_grant,
    find_person,
    firm_names,
    list_people,
    remove_grant,
    set_person_state,
)
from service.store.queries.second_factors import remove_second_factors
from service.store.queries.sessions import end_sessions
from service.store.queries.tokens import revoke_tokens
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """One person with the names of the firms of his roles."""

    person: Person
    firms: dict[str, str]


def list_accounts(runtime: Runtime, actor: Actor, query: PeopleQuery) -> Page[Person]:
    """People by name.

    Raises:
        Refused: not for this actor.
    """
    require(actor, Action.READ_PEOPLE, Subject())
    with reading(runtime.database) as session:
        return list_people(session, query)


def get_account(runtime: Runtime, actor: Actor, person_id: str) -> PersonDetail:
    """One of them.

    Raises:
        Refused: not for this actor.
        NotFound: there is none such.
    """
    require(actor, Action.READ_PEOPLE, Subject(person_id))
    with reading(runtime.database) as session:
        person = _person(session, person_id)
        return PersonDetail(person, firm_names(session, [grant.firm_id for grant in person.grants]))


def keep_people(runtime: Runtime, actor: Actor, person_id: str, step: str, reason: str) -> None:
    """Do one step to an account: all its sessions end, and its owner is told.

    Args:
        step: `suspend`, `resume`, `sign-out`, `reset-factor`, `give ROLE`, or `take ROLE FIRM`.
        reason: kept in the audit log.

    Raises:
        Refused: not for this actor, or it is his own account.
        NotFound: there is none such.
        Invalid: no reason, or an unknown step.
        Conflict: it would leave the platform without an administrator.
    """
    require(actor, Action.KEEP_PEOPLE, Subject(person_id))
    said = read_line(reason, REASON_MAX_CHARACTERS)
    if said is None:
        sentence = f"请写明为什么，最多 {REASON_MAX_CHARACTERS} 个字；会记入操作记录。"
        raise Invalid(sentence, fields={"reason": sentence})
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        person = _person(session, person_id)
        detail = _do(session, person, step.split(" "), runtime)
        if Role.ADMINISTRATOR in person.roles and not active_with_role(session, Role.ADMINISTRATOR):
            raise Conflict("这样平台就没有管理员了，没有执行。请先让另一个人当管理员。")
        end_sessions(session, person.id)
        wording = "second_factor_removed" if detail["step"] == "reset-factor" else "rights_changed"
        post_notice(session, NewNotice(wording, person.id, {}, f"{wording}:{now.isoformat()}"), now)
        record_audit(session, [AuditEntry(now, actor, "person_changed", "person", person.id, detail, reason=said)])


def _do(session: Transaction, person: Person, step: list[str], runtime: Runtime) -> dict[str, object]:
    now = runtime.clock.now()
    match step:
        case ["suspend"]:
            set_person_state(session, person.id, PersonState.SUSPENDED)
            revoke_tokens(session, person.id, now)
        case ["resume"]:
            set_person_state(session, person.id, PersonState.ACTIVE)
        case ["sign-out"]:
            revoke_tokens(session, person.id, now)
        case ["reset-factor"]:
            remove_second_factors(session, person.id)
        case ["give", role] if role in STAFF:
            add_grant(session, person.id, RoleGrant(Role(role)), now)
        case ["take", role, *firm] if role in set(Role):
            remove_grant(session, person.id, RoleGrant(Role(role), "".join(firm)))
        case _:
            raise Invalid("没有认出要做什么，请用页面上的按钮。")
    return {"step": " ".join(step)}


def _person(session: Transaction, person_id: str) -> Person:
    person = find_person(session, person_id)
    if person is None:
        raise NotFound("没有这个账户。")
    return person
