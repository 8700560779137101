"""What the steps of a consent share: how it is moved, told and recorded. Name and mobile go the moment it no longer stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.brokerage.telling import tell_firm
from service.domain.audit import AuditEntry
from service.domain.consents import (
    CONSENT_MONTHS,
    CONSENT_WORDS,
    CURRENT_TEXT,
    Consent,
    ConsentSide,
    ConsentState,
    ConsentStep,
    next_consent_state,
    read_mobile,
)
from service.domain.people import NAME_MAX_CHARACTERS, read_line
from service.domain.permissions import Actor
from service.errors import Conflict, Invalid
from service.identity.secret_text import digest_of, fresh_secret
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.consents import save_consent
from service.store.queries.feed import record_changes

BY_CONSENT_LINK = "consent_link"
"""Who acted when it was whoever held the link of a consent."""
CONSENT_DONE: Mapping[ConsentState, str] = {
    ConsentState.GIVEN: "consent_given",
    ConsentState.DECLINED: "consent_declined",
    ConsentState.WITHDRAWN: "consent_withdrawn",
}
"""State → the wording of the notice to the firm."""


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """What is typed of a person. `wording`: version of the text that stood beside; `months`: for how long."""

    name: str
    mobile: str
    months: int
    wording: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class ConsentDeed:
    """One step: which, of which side, by whom, and why where a reason is asked."""

    step: ConsentStep
    side: ConsentSide
    by: Actor | str
    reason: str = ""


def checked_person(told: ToldPerson) -> tuple[str, str]:
    """Name and mobile as they are kept.

    Raises:
        Invalid: something is missing or cannot be.
        Conflict: the text has another version by now.
    """
    name, mobile = read_line(told.name, NAME_MAX_CHARACTERS), read_mobile(told.mobile)
    fields = {
        "name": "" if name else f"请填姓名，最多 {NAME_MAX_CHARACTERS} 个字。",
        "mobile": "" if mobile else "请填 11 位手机号。",
        "months": "" if told.months in CONSENT_MONTHS else "请选一个期限。",
        "agreed": "" if told.agreed else "同意的话请打勾；不同意请选“不同意”。",
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or name is None or mobile is None:
        raise Invalid("有内容没填对。", fields=problems)
    if told.wording != CURRENT_TEXT:
        raise Conflict("同意书的文字更新了，没有记下。请再看一遍新的。")
    return name, mobile


def move_consent(runtime: Runtime, session: Transaction, consent: Consent, deed: ConsentDeed, **changes: Any) -> Consent:  # noqa: ANN401  fields of a consent
    """Take one step, record and tell it; the consent as it is then.

    Raises:
        Conflict: its state has no such step for this side.
    """
    moved = _moved(runtime, consent, deed, changes)
    save_consent(session, moved)
    _tell(runtime, session, (consent, moved), deed)
    return replace(moved, version=consent.version + 1)


def relink_consent(
    runtime: Runtime, session: Transaction, consent: Consent, deed: ConsentDeed, **changes: Any  # noqa: ANN401  fields of a consent
) -> tuple[Consent, str]:  # fmt: skip
    """As `move_consent`; with a new secret for its link, which ends the one before.

    Raises:
        Conflict: its state has no such step for this side.
    """
    moved, secret = _moved(runtime, consent, deed, changes), fresh_secret()
    save_consent(session, moved, digest_of(secret))
    _tell(runtime, session, (consent, moved), deed)
    return replace(moved, version=consent.version + 1), secret


def record_step(runtime: Runtime, session: Transaction, consent: Consent, deed: ConsentDeed) -> None:
    """The line of the audit log. It names nobody who agreed; the purpose of the log is who did what."""
    detail: dict[str, object] = {"provider": consent.provider_id, "step": deed.step, "side": deed.side}
    if consent.document_no:
        detail["document"] = consent.document_no
    record_audit(session, [AuditEntry(runtime.clock.now(), deed.by, "consent_moved", "consent", consent.id, detail, reason=deed.reason)])


def consent_address(runtime: Runtime, secret: str) -> str:
    """Where the link of a consent leads."""
    return f"{runtime.settings.public_url.rstrip('/')}/consent?t={secret}"


def _moved(runtime: Runtime, consent: Consent, deed: ConsentDeed, changes: Mapping[str, Any]) -> Consent:
    state = next_consent_state(consent.state, deed.step, deed.side)
    if state is None:
        raise Conflict(f"现在是“{CONSENT_WORDS[consent.state]}”，不能这样做。")
    moved = replace(consent, state=state, **changes)
    if state is not ConsentState.GIVEN:
        moved = replace(moved, name="", mobile="", ended_at=runtime.clock.now(), ended_by=deed.side)
    return moved


def _tell(runtime: Runtime, session: Transaction, both: tuple[Consent, Consent], deed: ConsentDeed) -> None:
    """Record the step; where the state is another one, the firm hears of it and its public page is drawn anew."""
    before, after = both
    record_step(runtime, session, after, deed)
    if after.state is before.state:
        return
    record_changes(session, [after.provider_id])
    if wording := CONSENT_DONE.get(after.state):
        values = {"post": after.post, "provider": after.provider_id}
        tell_firm(runtime, session, after.provider_id, (wording, values, f"consent:{after.id}:{after.state}"))
