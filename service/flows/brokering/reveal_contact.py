"""看联系方式: the desk looks at whom to call; each look is kept, and the factory sees that it happened."""

from service.brokerage.standing import NeedKey, open_need
from service.domain.audit import AuditEntry
from service.domain.need_steps import Party
from service.domain.needs import NeedContact
from service.domain.timeline import LineKind, TimelineLine
from service.errors import NotFound, Refused
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.need_contacts import find_need_contact
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing


def reveal_contact(runtime: Runtime, key: NeedKey) -> NeedContact:
    """The contact of a need in the clear.

    Raises:
        NotFound: there is no such need, or nobody left a contact.
        Refused: not for this actor.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        if standing.side is not Party.DESK:
            raise Refused("联系方式只给经办的工作人员看。")
        contact = find_need_contact(session, need.id)
        if contact is None:
            raise NotFound("没有留联系方式，或保留期已过、已经删除。")
        add_lines(session, need.id, [TimelineLine(now, LineKind.CONTACT_SEEN, Party.DESK, key.actor.person_id)])
        record_audit(session, [AuditEntry(now, key.actor, "contact_seen", "need", need.id)])
        return contact
