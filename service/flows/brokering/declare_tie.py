"""利益关系: staff declare the providers that they or their family are tied to, and then do not broker for them."""

from service.brokerage.listed import get_listed_provider
from service.domain.audit import AuditEntry
from service.domain.people import read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.ties import Tie
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.ties import add_tie, end_tie, tied_people, ties_of
from service.store.unit_of_work import reading, writing

_RELATION_MOST = 200


def my_ties(runtime: Runtime, actor: Actor) -> list[Tie]:
    """One's own, ended ones too.

    Raises:
        Refused: this actor declares none.
    """
    require(actor, Action.DECLARE_TIES, Subject(actor.person_id))
    with reading(runtime.database) as session:
        return ties_of(session, actor.person_id)


def declare_tie(runtime: Runtime, actor: Actor, provider_id: str, relation: str) -> str:
    """Keep a tie; its id.

    Raises:
        Refused: this actor declares none.
        NotFound: there is no such listed provider.
        Invalid: the relation is not told.
        Conflict: it is declared already.
    """
    require(actor, Action.DECLARE_TIES, Subject(actor.person_id))
    said = read_line(relation, _RELATION_MOST)
    if said is None:
        sentence = f"请写明是什么关系，例如：配偶在该公司任职，最多 {_RELATION_MOST} 个字。"
        raise Invalid(sentence, fields={"relation": sentence})
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        get_listed_provider(runtime, session, provider_id)
        if actor.person_id in tied_people(session, provider_id):
            raise Conflict("这家您已经登记过了。")
        tie_id = add_tie(session, actor.person_id, provider_id, said, now)
        record_audit(session, [AuditEntry(now, actor, "tie_declared", "tie", tie_id, {"provider": provider_id}, reason=said)])
    return tie_id


def withdraw_tie(runtime: Runtime, actor: Actor, tie_id: str) -> None:
    """End one that is no more; its line stays on record.

    Raises:
        Refused: this actor declares none.
        NotFound: there is none such of this person.
    """
    require(actor, Action.DECLARE_TIES, Subject(actor.person_id))
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        if not end_tie(session, actor.person_id, tie_id, now):
            raise NotFound("没有这一条，或已经结束。")
        record_audit(session, [AuditEntry(now, actor, "tie_ended", "tie", tie_id)])
