"""互看联系人: after both consents each side sees whom to call on the other; every look is kept."""

from dataclasses import dataclass, replace

from service.brokerage.introducing import IntroductionKey, open_introduction
from service.domain.audit import AuditEntry
from service.domain.consents import ContactReveal
from service.domain.contacts import MOBILE, open_contact
from service.domain.introductions import Introduction, IntroductionState
from service.domain.need_steps import Party
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, NotFound, Refused
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.consents import add_reveal, consents_in_force
from service.store.queries.introductions import find_introduction_contact
from service.store.queries.need_contacts import find_need_contact
from service.store.queries.providers import read_contact
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class AgreedPerson:
    """Somebody of a provider who agreed that the other side may have his mobile. `post`: what he does there."""

    name: str
    post: str
    mobile: str


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Whom to call on the other side. `firm`: who it is; the rest empty where nothing was left.

    `people`: of a provider, those whose consent stands today.
    """

    firm: str
    name: str
    phone: str
    email: str
    people: tuple[AgreedPerson, ...] = ()


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
            looked = ContactReveal("", introduction.id, key.actor.person_id, opened.need.firm.name, now)
            found = _of_provider(runtime, session, introduction, looked)
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


def _of_provider(runtime: Runtime, session: Transaction, introduction: Introduction, looked: ContactReveal) -> Counterpart:
    """Whom the provider named, its unit contact, and the people whose consent stands; each of these sees that somebody looked."""
    named = find_introduction_contact(session, introduction.id)
    if named and MOBILE.search(named.phone):
        named = None  # from before consents were recorded: a number that its owner did not agree to give
    unit = open_contact(read_contact(session, introduction.provider_id))
    agreed = consents_in_force(session, introduction.provider_id, runtime.today)
    if named is None and not (unit.phone or unit.email or agreed):
        raise NotFound("服务商没有留联系人，请让工作人员帮忙约。")
    for consent in agreed:
        add_reveal(session, replace(looked, consent_id=consent.id))
    people = tuple(AgreedPerson(each.name, each.post, each.mobile) for each in agreed)
    phone = named.phone if named else unit.phone or ""
    return Counterpart(introduction.provider_name, named.name if named else "", phone, unit.email or "", people)
