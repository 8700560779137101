"""登记书面同意: staff write down a consent that a person signed on paper, with the number under which the paper is filed."""

from dataclasses import dataclass
from datetime import date, datetime, time

from service.brokerage.consents import ConsentDeed, ToldPerson, checked_person, consent_address, record_step
from service.brokerage.telling import tell_firm
from service.domain.calendar import SHANGHAI
from service.domain.consents import (
    DOCUMENT_MAX_CHARACTERS,
    MOST_CONTACTS,
    POST_MAX_CHARACTERS,
    PURPOSE,
    Consent,
    ConsentMeans,
    ConsentSide,
    ConsentState,
    ConsentStep,
    consent_until,
)
from service.domain.people import read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require
from service.identity.secret_text import digest_of, fresh_secret
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.consents import add_consent, count_open_consents
from service.store.queries.feed import record_changes
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """What the paper says. `signed_on`: the day of the signature; None when it could not be read."""

    post: str
    person: ToldPerson
    document_no: str
    signed_on: date | None


def record_consent(runtime: Runtime, actor: Actor, provider_id: str, paper: SignedPaper) -> str:
    """The link by which the person looks after his consent, shown this once to be handed to him.

    Raises:
        Refused: not for this actor, or it is his own firm.
        NotFound: there is no such firm.
        Invalid: something is missing, or the paper is over already.
        Conflict: too many people, or the text has another version by now.
    """
    require(actor, Action.KEEP_ENTRIES, Subject(firm_id=provider_id))
    post, document = read_line(paper.post, POST_MAX_CHARACTERS), read_line(paper.document_no, DOCUMENT_MAX_CHARACTERS)
    fields = {
        "post": "" if post else f"请写他做什么，例如“销售负责人”，最多 {POST_MAX_CHARACTERS} 个字。",
        "document_no": "" if document else f"请写同意书的归档号，最多 {DOCUMENT_MAX_CHARACTERS} 个字。",
        "signed_on": _signing_problem(paper, runtime.today),
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    try:
        name, mobile = checked_person(paper.person)
    except Invalid as error:
        raise Invalid("有内容没填对。", fields={**problems, **error.fields}) from None
    if problems or post is None or document is None or paper.signed_on is None:
        raise Invalid("有内容没填对。", fields=problems)
    now, secret = runtime.clock.now(), fresh_secret()
    with writing(runtime.database) as session:
        if find_stored_firm(session, provider_id) is None:
            raise NotFound("没有这家服务商。")
        if count_open_consents(session, provider_id) >= MOST_CONTACTS:
            raise Conflict(f"一家最多 {MOST_CONTACTS} 位联系人，请先撤下不再对接的。")
        made = Consent(
            id=new_id("con"), provider_id=provider_id, version=1, state=ConsentState.GIVEN, post=post, asked_by=actor.person_id,
            asked_at=now, link_until=None, name=name, mobile=mobile, wording=paper.person.wording, purpose=PURPOSE,
            means=ConsentMeans.PAPER, document_no=document, given_at=datetime.combine(paper.signed_on, time(), SHANGHAI),
            until=consent_until(paper.signed_on, paper.person.months),
        )  # fmt: skip
        add_consent(session, made, digest_of(secret))
        record_step(runtime, session, made, ConsentDeed(ConsentStep.RECORD, ConsentSide.STAFF, actor))
        record_changes(session, [provider_id])
        values = {"post": post, "provider": provider_id}
        tell_firm(runtime, session, provider_id, ("consent_given", values, f"consent:{made.id}:{made.state}"))
    return consent_address(runtime, secret)


def _signing_problem(paper: SignedPaper, today: date) -> str:
    if paper.signed_on is None:
        return "签字日期写成 2026-01-05 这样。"
    if paper.signed_on > today:
        return "签字日期还没有到。"
    return "按这个签字日期和期限，同意已经过期。" if consent_until(paper.signed_on, paper.person.months or 1) < today else ""
