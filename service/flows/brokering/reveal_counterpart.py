"""互看联系人: after both consents each side sees whom to call on the other; every look is kept."""

from dataclasses import dataclass

from service.brokerage.introducing import IntroductionKey, open_introduction
from service.domain.audit import AuditEntry
from service.domain.contacts import open_contact
from service.domain.introductions import IntroductionState
from service.domain.need_steps import Party
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, NotFound, Refused
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.introductions import find_introduction_contact
from service.store.queries.need_contacts import find_need_contact
from service.store.queries.providers import read_contact
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Whom to call on the other side. `firm`: who it is; the rest empty where nothing was left."""

    firm: str
    name: str
    phone: str
    email: str


def reveal_counterpart(runtime: Runtime, key: IntroductionKey) -> Counterpart:
    """The other side's contact in the clear.

    Raises:
        NotFound: there is no such introduction, or the other side left no contact.
        Refused: for the desk there is 看联系方式 of the need.
        Conflict: not both have agreed, or it is over.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        introduction, side = opened.introduction, opened.standing.side
        if side is Party.DESK:
            raise Refused("工作人员请在需求页上看联系方式。")
        if introduction.state is not IntroductionState.AGREED:
            raise Conflict("双方都同意以后才能互看联系人。")
        if side is Party.MANUFACTURER:
            found = _of_provider(session, introduction.id, introduction.provider_id, introduction.provider_name)
        else:
            contact = find_need_contact(session, opened.need.id)
            if contact is None:
                raise NotFound("企业没有留联系方式，请让工作人员帮忙约。")
            found = Counterpart(opened.need.firm.name, contact.name, contact.phone, contact.email)
        detail: dict[str, object] = {"provider": introduction.provider_id, "introduction": introduction.id}
        add_lines(session, opened.need.id, [TimelineLine(now, LineKind.CONTACT_SEEN, side, key.actor.person_id, "", detail)])
        entry = AuditEntry(now, opened.standing.by, "contact_seen", "introduction", introduction.id, detail)
        record_audit(session, [entry])
        return found


def _of_provider(session: Transaction, introduction_id: str, provider_id: str, firm: str) -> Counterpart:
    named = find_introduction_contact(session, introduction_id)
    unit = open_contact(read_contact(session, provider_id))
    if named is None and not (unit.phone or unit.email):
        raise NotFound("服务商没有留联系人，请让工作人员帮忙约。")
    return Counterpart(firm, named.name if named else "", named.phone if named else unit.phone or "", unit.email or "")
