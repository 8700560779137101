"""经办: take needs, give several to a colleague at once, or hand one over with a word."""

from collections.abc import Sequence
from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.need_steps import Party
from service.domain.notices import NewNotice
from service.domain.people import PersonState, Role, read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Invalid
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.needs import needs_by_id, save_need
from service.store.queries.notices import post_notice
from service.store.queries.people import find_person
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing

MOST_AT_ONCE = 100
_WORDS_MOST = 500


def assign_needs(runtime: Runtime, actor: Actor, need_ids: Sequence[str], broker_id: str, words: str = "") -> int:
    """Put these needs into the hands of one broker; how many changed hands. Closed ones stay where they are.

    Args:
        broker_id: a colleague who brokers, or oneself. words: what the colleague must know; kept in the 经过.

    Raises:
        Refused: not for this actor.
        Invalid: nothing is chosen, too much is, or there is no such colleague.
    """
    require(actor, Action.BROKER_NEEDS, Subject())
    chosen = list(dict.fromkeys(need_ids))
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        raise Invalid(f"请选要交接的需求，一次最多 {MOST_AT_ONCE} 条。", fields={"chosen": "请至少选一条"})
    said = read_line(words, _WORDS_MOST) if words.strip() else ""
    if said is None:
        raise Invalid(f"交接的话最多 {_WORDS_MOST} 个字。", fields={"words": f"最多 {_WORDS_MOST} 个字"})
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        broker = find_person(session, broker_id)
        if broker is None or broker.state is not PersonState.ACTIVE or Role.BROKER not in broker.roles:
            raise Invalid("请选一位在用的对接人员。", fields={"broker": "请选一位在用的对接人员"})
        given = [need for need in needs_by_id(session, chosen).values() if need.is_open and need.broker_id != broker.id]
        for need in given:
            detail: dict[str, object] = {"from": need.broker_id, "to": broker.id}
            save_need(session, replace(need, broker_id=broker.id, moved_at=now))
            add_lines(session, need.id, [TimelineLine(now, LineKind.HANDED_OVER, Party.DESK, actor.person_id, said, detail)])
            record_audit(session, [AuditEntry(now, actor, "need_assigned", "need", need.id, detail, reason=said)])
            if broker.id != actor.person_id:
                told = {"number": need.number, "need": need.id}
                post_notice(session, NewNotice("need_assigned", broker.id, told, f"need:{need.id}:{need.version}:assigned"), now)
    return len(given)
