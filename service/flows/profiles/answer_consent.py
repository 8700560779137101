"""联系人同意: the person himself agrees, declines, looks who looked, corrects, takes away and withdraws, by a link without an account."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from service.brokerage.consents import (
    BY_CONSENT_LINK,
    ConsentDeed,
    ToldPerson,
    checked_person,
    consent_address,
    move_consent,
    relink_consent,
)
from service.domain.audit import AuditEntry
from service.domain.consents import (
    CONSENT_WORDS,
    CURRENT_TEXT,
    PURPOSE,
    Consent,
    ConsentMeans,
    ConsentSide,
    ConsentState,
    ConsentStep,
    ContactReveal,
    consent_text,
    consent_until,
)
from service.domain.permissions import Actor
from service.errors import NotFound, Refused
from service.identity.secret_text import digest_of
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.consents import find_consent_by_link, reveals_of
from service.store.queries.people import firm_names
from service.store.unit_of_work import reading, writing

_GONE = "这个链接已经换过、过期或取消了。请让单位重新发一个；要撤回同意，也可以找单位或平台工作人员。"


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """What the link shows its person. `text`: the sentences, of the version he agreed to or would agree to now.

    `may`: steps he can take. `reveals`: who looked, newest first.
    """

    consent: Consent
    firm: str
    text: str
    current: str
    may: frozenset[ConsentStep]
    reveals: tuple[ContactReveal, ...]
    day: date


def see_own_consent(runtime: Runtime, secret: str) -> OwnConsent:
    """Everything that is kept about whoever holds this link.

    Raises:
        NotFound: the link is none, or its time to answer is over.
    """
    with reading(runtime.database) as session:
        consent = _opened(runtime, session, secret)
        firm = firm_names(session, [consent.provider_id]).get(consent.provider_id, "")
        reveals = reveals_of(session, [consent.id]).get(consent.id, [])
    host, site = runtime.settings.site_host, runtime.settings.site_name
    return OwnConsent(
        consent=consent,
        firm=firm,
        text=consent_text(consent.wording or CURRENT_TEXT, host, site),
        current=consent_text(CURRENT_TEXT, host, site),
        may=_steps(consent, runtime.today),
        reveals=tuple(reveals),
        day=runtime.today,
    )


def give_consent(runtime: Runtime, actor: Actor, secret: str, told: ToldPerson) -> str:
    """Agree, or agree anew with what is corrected; a fresh link for its person alone, because others may have seen the one he was sent.

    Raises:
        NotFound: as above.
        Refused: staff of the bureau hold this link: only the person can agree.
        Invalid: something is missing.
        Conflict: the text has another version by now, or it was answered meanwhile.
    """
    if actor.is_known and any(not grant.firm_id for grant in actor.grants):
        raise Refused("只有本人能同意，工作人员不能代点。书面同意请在“服务商管理”里登记。")
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        consent = _opened(runtime, session, secret)
        name, mobile = checked_person(told)
        step = ConsentStep.EXTEND if consent.state is ConsentState.GIVEN else ConsentStep.GIVE
        _, fresh = relink_consent(
            runtime, session, consent, _deed(step, actor),
            name=name, mobile=mobile, wording=CURRENT_TEXT, purpose=PURPOSE, means=ConsentMeans.LINK, given_at=now, link_until=None,
            until=consent_until(runtime.today, told.months), person_id=actor.person_id or consent.person_id, reminded_at=None,
        )  # fmt: skip
    return consent_address(runtime, fresh)


def answer_consent(runtime: Runtime, actor: Actor, secret: str, step: ConsentStep) -> None:
    """Decline, or withdraw: one click, and it holds at once.

    Raises:
        NotFound: as above.
        Conflict: it was answered or ended meanwhile.
    """
    with writing(runtime.database) as session:
        move_consent(runtime, session, _opened(runtime, session, secret), _deed(step, actor))


def export_own_consent(runtime: Runtime, secret: str) -> bytes:
    """All that is kept about the person, as a JSON file.

    Raises:
        NotFound: as above.
    """
    own = see_own_consent(runtime, secret)
    each, now = own.consent, runtime.clock.now()
    with writing(runtime.database) as session:
        record_audit(session, [AuditEntry(now, BY_CONSENT_LINK, "own_records_exported", "consent", each.id)])
    told = {
        "导出时间": now, "单位": own.firm, "状态": CONSENT_WORDS[each.state], "岗位": each.post, "姓名": each.name, "手机号": each.mobile,
        "用途": each.purpose, "同意书": own.text if each.wording else "", "版本": each.wording, "怎样同意": each.means,
        "归档号": each.document_no, "同意时间": each.given_at, "有效至": each.until, "结束时间": each.ended_at,
        "谁看过": [{"单位": seen.firm, "时间": seen.at} for seen in own.reveals],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2, default=_written).encode()


def _opened(runtime: Runtime, session: Transaction, secret: str) -> Consent:
    consent = find_consent_by_link(session, digest_of(secret)) if secret else None
    if consent is None:
        raise NotFound(_GONE)
    waits_too_long = consent.state is ConsentState.ASKED and consent.link_until is not None and consent.link_until <= runtime.clock.now()
    if waits_too_long or (consent.state is ConsentState.LAPSED and consent.given_at is None):
        raise NotFound(_GONE)
    return consent


def _steps(consent: Consent, day: date) -> frozenset[ConsentStep]:
    if consent.state is ConsentState.ASKED:
        return frozenset({ConsentStep.GIVE, ConsentStep.DECLINE})
    return frozenset({ConsentStep.EXTEND, ConsentStep.WITHDRAW}) if consent.is_in_force(day) else frozenset()


def _deed(step: ConsentStep, actor: Actor) -> ConsentDeed:
    return ConsentDeed(step, ConsentSide.PERSON, actor if actor.is_known else BY_CONSENT_LINK)


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
