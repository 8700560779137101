"""公布案例: the factory agrees to the words, and its accepted project stands among the provider's cases as confirmed by it."""

from service.brokerage.introducing import IntroductionKey, Opened, Voice, open_introduction, speaking_side
from service.brokerage.telling import tell_firm
from service.copies.kept_codes import read_codes
from service.copies.prepare_texts import prepare_texts
from service.domain.audit import AuditEntry
from service.domain.confirmations import Confirmation
from service.domain.evidence import EvidenceProof, ProofKind, text_mark
from service.domain.industries import resolve_industries
from service.domain.loading import change_of
from service.domain.needs import FIRM_MOST_CHARACTERS
from service.domain.open_profile import mask_personal
from service.domain.outcome_cases import (
    CASE_OUTCOME_MOST,
    CASE_SUMMARY_MOST,
    CaseText,
    case_outcome,
    may_publish,
    success_case,
)
from service.domain.outcomes import Outcome
from service.domain.people import read_line
from service.domain.profile_content import CASE_PART, MOST_CASES, content_of, with_content
from service.domain.providers import Provider
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, Invalid, NotFound, Refused
from service.runtime import Runtime
from service.search.reading_privacy import strip_personal
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.confirmations import save_confirmations
from service.store.queries.outcomes import outcomes_of, save_case_of
from service.store.queries.proofs import add_proof
from service.store.queries.provider_writing import save_providers
from service.store.queries.stored_firms import find_stored_firm
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing


def publish_case(runtime: Runtime, key: IntroductionKey, voice: Voice, text: CaseText) -> str:
    """Publish it with the factory's consent; the id of the case. The provider may change or take it out as any other of its cases.

    Raises:
        NotFound: there is no such introduction.
        Refused: it is not the factory who agrees.
        Invalid: `fields` says what is to be mended.
        Conflict: nothing was accepted yet, it is published already, or the entry is full.
    """
    wanted = _read(text)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        if not may_publish(speaking_side(session, opened, voice)):
            raise Refused("公布成案例要企业同意，服务商不能替企业决定。")
        told = outcomes_of(session, [opened.introduction.id])
        outcome = case_outcome(told)
        if outcome is None:
            raise Conflict("双方确认验收以后才能公布成案例；公布过的不用再公布。")
        provider = find_stored_firm(session, opened.introduction.provider_id)
        if provider is None:
            raise NotFound("这家服务商已经不在名录里。")
        if len(provider.cases) >= MOST_CASES:
            raise Conflict(f"这家服务商的案例已经有 {MOST_CASES} 个，要先撤下旧的。")
        case_id = _publish(runtime, session, opened, (provider, told, wanted))
        save_case_of(session, outcome.id, case_id)
        detail: dict[str, object] = {"provider": provider.id, "outcome": outcome.id, "case": case_id}
        line = TimelineLine(now, LineKind.PUBLISHED, opened.standing.side, opened.standing.actor.person_id, voice.heard.strip(), detail)
        add_lines(session, opened.need.id, [line])
        entry = AuditEntry(now, opened.standing.by, "case_published", "introduction", opened.introduction.id, detail, reason=voice.heard)
        record_audit(session, [entry])
        tell_firm(runtime, session, provider.id, ("case_published", {"provider": provider.id}, f"case:{case_id}"))
    prepare_texts(runtime, [provider.id])
    return case_id


def _publish(runtime: Runtime, session: Transaction, opened: Opened, made: tuple[Provider, list[Outcome], CaseText]) -> str:
    """Write the case into the entry with the factory's proof and its word against files; the id of the case."""
    provider, told, text = made
    now = runtime.clock.now()
    taxonomy = read_codes(runtime.database, runtime.copies.codes).taxonomy
    case = success_case(opened.need, text, told, taxonomy)
    case_id = new_id("cas")
    content = content_of(provider).with_part(CASE_PART + case_id, case)
    after = with_content(provider, content, lambda names: resolve_industries(taxonomy, names)[0])
    save_providers(session, [change_of(provider, after, now)], opened.standing.by, now, action="case_published")
    unit, by = opened.need.firm.name, opened.standing.actor.person_id
    proof = EvidenceProof(new_id("prf"), case_id, ProofKind.MANUFACTURER, text_mark(case), unit, opened.need.number, now)
    add_proof(session, provider.id, proof)
    save_confirmations(session, provider.id, [Confirmation(CASE_PART + case_id, by, now, (case.summary,))])
    return case_id


def _read(text: CaseText) -> CaseText:
    """The words as they are published: nobody can be called by them.

    Raises:
        Invalid: too long, empty, or with a number or name in it.
    """
    customer = read_line(text.customer, FIRM_MOST_CHARACTERS)
    summary = read_line(text.summary, CASE_SUMMARY_MOST)
    outcome = read_line(text.outcome, CASE_OUTCOME_MOST) if text.outcome.strip() else ""
    fields = {
        "customer": "" if customer else f"请写怎么称呼企业，例如“清溪某注塑厂”，最多 {FIRM_MOST_CHARACTERS} 个字。",
        "summary": "" if summary else f"请写做了什么，最多 {CASE_SUMMARY_MOST} 个字。",
        "outcome": "" if outcome is not None else f"成效最多 {CASE_OUTCOME_MOST} 个字。",
    }
    for name, words in (("customer", customer), ("summary", summary), ("outcome", outcome)):
        if words and (strip_personal(words)[1] or mask_personal(words) != words):
            fields[name] = "公开的文字里不要写电话、邮箱和人名。"
    problems = {name: sentence for name, sentence in fields.items() if sentence}
    if problems or customer is None or summary is None or outcome is None:
        raise Invalid("有内容没填对。", fields=problems)
    return CaseText(customer, summary, outcome, text.capability.strip())
