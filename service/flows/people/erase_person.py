"""擦除: delete a person's account and every value about that person. Digests and the chain of the audit log stay."""

from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.audit_chain import ERASED
from service.domain.people import REASON_MAX_CHARACTERS, STAFF, Person, Role, read_email, read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.personal_kinds import MAILED, OWNED
from service.errors import Conflict, Invalid, NotFound, Refused
from service.identity.actors import require
from service.identity.own_password import require_own_password
from service.identity.secret_text import keyed_digest
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import count_values, erase_values, record_audit
from service.store.queries.lockouts import forget_tries
from service.store.queries.people import active_with_role, find_person_by_email
from service.store.queries.personal_records import delete_owned
from service.store.unit_of_work import writing

_OWN_WISH = "本人注销账户"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What went. `records`: rows of all tables; `values`: of the audit log. The id stays in the log and names nobody."""

    person_id: str
    records: int
    values: int


def erase_by_email(runtime: Runtime, by: str, email: str, reason: str) -> Erasure:
    """Erase whoever has this address; also who only asked for a letter.

    Args:
        by: the command that runs it, for the audit log.

    Raises:
        NotFound: nothing is kept about this address.
        Invalid: no reason.
        Conflict: it would leave the platform without an administrator.
    """
    address, said = read_email(email) or "", read_line(reason, REASON_MAX_CHARACTERS)
    if said is None:
        raise Invalid(f"请写明为什么，最多 {REASON_MAX_CHARACTERS} 个字；会记入审计日志。")
    with writing(runtime.database) as session:
        person = find_person_by_email(session, address)
        if person:
            return _erase(runtime, session, person, by, said)
        number = sum(delete_owned(session, table, (column, address)) for table, column in MAILED.items()) if address else 0
        if not number:
            raise NotFound("没有这个邮箱的账户，也没有发往它的邮件记录。")
        told = AuditEntry(runtime.clock.now(), by, ERASED, "person", "", {"records": number, "values": 0}, said)
        record_audit(session, [told])
    return Erasure("（没有账户）", number, 0)


def erase_person(runtime: Runtime, actor: Actor, password: str) -> Erasure:
    """Erase oneself, after the password was given again.

    Raises:
        Refused: the actor is one of staff: an administrator takes the role first.
        Invalid: the password is wrong.
        TooManyRequests: too many wrong ones.
    """
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    sentence = "密码不对，没有注销。"
    person = require_own_password(runtime, actor, password, Invalid(sentence, fields={"password": sentence}))
    if person.roles & STAFF:
        raise Refused("工作人员的账户请先由管理员收回身份，再注销。")
    with writing(runtime.database) as session:
        return _erase(runtime, session, person, person.id, _OWN_WISH)


def _erase(runtime: Runtime, session: Transaction, person: Person, by: str, reason: str) -> Erasure:
    values = count_values(session, person.id)
    number = sum(delete_owned(session, table, (column, person.email)) for table, column in MAILED.items())
    number += sum(delete_owned(session, table, (column, person.id)) for table, column in OWNED.items())
    if Role.ADMINISTRATOR in person.roles and not active_with_role(session, Role.ADMINISTRATOR):
        raise Conflict("这样平台就没有管理员了，没有执行。请先让另一个人当管理员。")
    forget_tries(session, keyed_digest(runtime.settings.secret_key, "account", person.email))
    # The reason belongs to the office that erases: it is not about the person whose name it must not hold.
    detail = {"records": number, "values": values}
    head = record_audit(session, [AuditEntry(runtime.clock.now(), by, ERASED, "person", person.id, detail, reason, about="office")])
    erase_values(session, person.id, head.seq)
    return Erasure(person.id, number, values)
