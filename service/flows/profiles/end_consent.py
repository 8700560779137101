"""撤下联系人: the firm or staff end a consent at once, or staff give the person a new link after he lost his."""

from service.brokerage.consents import ConsentDeed, consent_address, move_consent, relink_consent
from service.domain.consents import Consent, ConsentSide, ConsentState, ConsentStep
from service.domain.people import REASON_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Invalid, NotFound
from service.identity.actors import require, require_known
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.consents import find_consent
from service.store.unit_of_work import writing


def end_consent(runtime: Runtime, actor: Actor, provider_id: str, consent_id: str) -> None:
    """The firm takes a contact person off, or calls back a link that nobody answered.

    Raises:
        NotFound: there is none such, or it is another firm's.
        Conflict: it has ended already.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    with writing(runtime.database) as session:
        consent = _of_firm(session, provider_id, consent_id)
        step = ConsentStep.CANCEL if consent.state is ConsentState.ASKED else ConsentStep.WITHDRAW
        move_consent(runtime, session, consent, ConsentDeed(step, ConsentSide.FIRM, actor))


def end_consent_by_staff(runtime: Runtime, actor: Actor, provider_id: str, consent_id: str, reason: str) -> None:
    """Staff end it, because its person asked them to.

    Raises:
        Refused: not for this actor, or it is his own firm.
        NotFound: there is none such of this firm.
        Invalid: no reason.
        Conflict: it has ended already.
    """
    with writing(runtime.database) as session:
        consent, said = _for_staff(session, actor, (provider_id, consent_id), reason)
        move_consent(runtime, session, consent, ConsentDeed(ConsentStep.WITHDRAW, ConsentSide.STAFF, actor, said))


def renew_consent_link(runtime: Runtime, actor: Actor, provider_id: str, consent_id: str, reason: str) -> str:
    """A new link for a person who lost his and said who he is; the one before ends. Shown this once.

    Raises:
        Refused, NotFound, Invalid, Conflict: as above.
    """
    with writing(runtime.database) as session:
        consent, said = _for_staff(session, actor, (provider_id, consent_id), reason)
        deed = ConsentDeed(ConsentStep.RELINK, ConsentSide.STAFF, actor, said)
        _, secret = relink_consent(runtime, session, consent, deed)
    return consent_address(runtime, secret)


def _for_staff(session: Transaction, actor: Actor, which: tuple[str, str], reason: str) -> tuple[Consent, str]:
    require(actor, Action.KEEP_ENTRIES, Subject(firm_id=which[0]))
    said = read_line(reason, REASON_MAX_CHARACTERS)
    if said is None:
        raise Invalid("有内容没填对。", fields={"reason": "请写明谁提出的、怎么核实的是本人，例如：本人来电，回拨核对过。"})
    return _of_firm(session, *which), said


def _of_firm(session: Transaction, provider_id: str, consent_id: str) -> Consent:
    consent = find_consent(session, consent_id)
    if consent is None or consent.provider_id != provider_id:
        raise NotFound("没有这位联系人。")
    return consent
