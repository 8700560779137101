"""案例确认: the factory named in a case confirms it by a link that opens once, without an account."""

from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.evidence import CASE_LINK_LASTS, MOST_OPEN_CASE_LINKS, CaseLink, EvidenceProof, ProofKind, text_mark
from service.domain.people import UNIT_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.profile_changes import WORDS_MAX_CHARACTERS
from service.domain.providers import Provider, SuccessCase
from service.errors import Conflict, Invalid, NotFound, Refused
from service.identity.actors import require_known
from service.identity.secret_text import digest_of, fresh_secret
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.feed import record_changes
from service.store.queries.proofs import add_case_link, add_proof, answer_case_link, case_links_of, find_case_link
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import reading, writing

BY_LINK = "case_link"
"""Who acted when it was whoever held the link of a case."""
_OVER = "这个链接已经用过、过期，或者案例后来改过。请让服务商重新发一个。"


@dataclass(frozen=True, slots=True)
class AskedCase:
    """What a link shows: the case as published, and whose it is."""

    firm: str
    case: SuccessCase


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """`unit`: full name of the factory, as its people write it; `agrees` False: it was not so; `words`: what they add."""

    unit: str
    agrees: bool
    words: str = ""


def make_case_link(runtime: Runtime, actor: Actor, provider_id: str, case_id: str) -> str:
    """A new link for the factory of a published case, shown this once; an earlier one that was not answered ends.

    Raises:
        NotFound: the firm or the case is not there, or not this person's.
        Conflict: too many links wait for an answer.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    now, secret = runtime.clock.now(), fresh_secret()
    with writing(runtime.database) as session:
        case = _case(find_stored_firm(session, provider_id), case_id)
        if case is None:
            raise NotFound("已公布的资料里没有这个案例；草稿里的要先公布。")
        waiting = [each for each in case_links_of(session, provider_id) if not each.answer and each.expires_at > now]
        if len(waiting) >= MOST_OPEN_CASE_LINKS:
            raise Conflict(f"等待企业确认的链接最多 {MOST_OPEN_CASE_LINKS} 个，请等前面的有了回音。")
        link = CaseLink(provider_id, case_id, text_mark(case), actor.person_id, now, now + CASE_LINK_LASTS)
        add_case_link(session, link, digest_of(secret))
        record_audit(session, [AuditEntry(now, actor, "case_link_made", "provider", provider_id, {"case": case_id})])
    return f"{runtime.settings.public_url.rstrip('/')}/confirm-case?t={secret}"


def see_case_link(runtime: Runtime, secret: str) -> AskedCase:
    """What the link asks about; opening it does not use it up.

    Raises:
        NotFound: it was used, its time is over, or the case has another text now.
    """
    with reading(runtime.database) as session:
        _, provider, case = _opened(runtime, session, secret)
        return AskedCase(provider.name, case)


def confirm_case(runtime: Runtime, actor: Actor, secret: str, answer: CaseAnswer) -> None:
    """Use the link up: the case counts as confirmed by its factory, or the bureau hears that it was not so.

    Raises:
        NotFound: as `see_case_link`.
        Invalid: no name of the factory, or words that are too long.
        Refused: whoever answers is signed in as somebody of the provider.
    """
    now = runtime.clock.now()
    unit = read_line(answer.unit, UNIT_MAX_CHARACTERS)
    words = read_line(answer.words, WORDS_MAX_CHARACTERS) if answer.words.strip() else ""
    with writing(runtime.database) as session:
        link, provider, case = _opened(runtime, session, secret)
        if any(grant.firm_id == provider.id for grant in actor.grants):
            raise Refused("您是这家服务商的人员，不能替客户确认。请把链接发给客户。")
        fields = {
            "unit": "" if unit else f"请填写贵单位全称，最多 {UNIT_MAX_CHARACTERS} 个字。",
            "words": "" if words is not None else f"最多 {WORDS_MAX_CHARACTERS} 个字，写在一段里。",
        }
        problems = {field: sentence for field, sentence in fields.items() if sentence}
        if problems or unit is None or words is None:
            raise Invalid("有内容没填对。", fields=problems)
        answer_case_link(session, digest_of(secret), "confirmed" if answer.agrees else "denied")
        if answer.agrees:
            add_proof(
                session, provider.id, EvidenceProof(new_id("prf"), link.case_id, ProofKind.MANUFACTURER, text_mark(case), unit, words, now)
            )  # fmt: skip
            record_changes(session, [provider.id])
        detail: dict[str, object] = {"case": link.case_id, "agrees": answer.agrees}
        entry = AuditEntry(now, BY_LINK, "case_answered", "provider", provider.id, detail, reason=words, after={"unit": unit})
        record_audit(session, [entry])


def _opened(runtime: Runtime, session: Transaction, secret: str) -> tuple[CaseLink, Provider, SuccessCase]:
    link = find_case_link(session, digest_of(secret), runtime.clock.now())
    provider = find_stored_firm(session, link.provider_id) if link else None
    case = _case(provider, link.case_id) if link else None
    if link is None or provider is None or case is None or text_mark(case) != link.mark:
        raise NotFound(_OVER)
    return link, provider, case


def _case(provider: Provider | None, case_id: str) -> SuccessCase | None:
    return next((each.content for each in provider.cases if each.id == case_id), None) if provider else None
