"""Introductions as programs see them: what both sides answered, and what came of it."""

from datetime import UTC, date, datetime
from typing import Any

from pydantic import ConfigDict, Field

from service.api.schemas.base import Answer, RequestPart, Word
from service.brokerage.introducing import Voice
from service.brokerage.told_outcomes import ToldOutcome
from service.domain.introductions import IntroductionState, SideAnswer
from service.domain.meetings import Meeting
from service.domain.money import wan_of_fen
from service.domain.need_steps import Party
from service.domain.needs import NOTE_MOST_CHARACTERS
from service.domain.outcomes import EFFECTS_MOST, RATING_MOST, Outcome
from service.flows.brokering.answer_introduction import SaidAnswer
from service.flows.brokering.reveal_counterpart import Counterpart
from service.flows.brokering.see_introductions import SeenIntroduction

_HEARD = "For a broker's token: how it was heard, such as by which number and whom. Kept with the answer."


class IntroductionIn(RequestPart):
    """Which provider is put to the factory."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"provider_id": "prv_4k2mtx81b6qn0c7d"}]})

    provider_id: Word = Field(description="One of the need's shortlist.")


class AnswerIn(RequestPart):
    """What one side says to an introduction."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"side": "manufacturer", "answer": "accept"}]})

    side: Word = Field(default="", description="`manufacturer` or `provider`; must be named by a broker, may be by a side itself.")
    answer: Word = Field(description="`accept` or `decline`.")
    reason: str = Field(default="", max_length=500, description="Must be given to decline.")
    heard: str = Field(default="", max_length=500, description=_HEARD)
    contact_name: Word = Field(default="", description="Whom a provider names when it accepts.")
    contact_phone: Word = ""

    def said(self) -> tuple[Voice, SaidAnswer]:
        """Return it for the flow."""
        return Voice(self.side, self.heard), SaidAnswer(self.answer, self.reason, self.contact_name, self.contact_phone)


class EffectIn(RequestPart):
    """A figure before and after."""

    subject: Word
    before: Word
    after: Word


class OutcomeIn(RequestPart):
    """What came of an introduction."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kind": "signed", "contract_band": "10_30", "happened_on": "2026-12-01"}]})

    kind: Word = Field(description="met, intent, signed, delivered, accepted, rated or none_suitable.")
    side: Word = Field(default="", description="Whose word it is; must be named by a broker.")
    heard: str = Field(default="", max_length=500, description=_HEARD)
    happened_on: date | None = Field(default=None, description="Today when it is not given.")
    words: str = Field(default="", max_length=NOTE_MOST_CHARACTERS)
    contract_band: Word = Field(default="", description="under_10, 10_30, 30_50, 50_100, 100_300 or over_300 万元; needed when signed.")
    scenarios: list[Word] = Field(default_factory=list, max_length=10, description="Codes of what was done.")
    effects: list[EffectIn] = Field(default_factory=list, max_length=EFFECTS_MOST)
    rating: int | None = Field(default=None, ge=1, le=RATING_MOST, description="Of a rating, with a reason in `words`.")

    def told(self) -> tuple[Voice, ToldOutcome]:
        """Return it for the flow."""
        outcome = ToldOutcome(
            kind=self.kind,
            happened_on=self.happened_on.isoformat() if self.happened_on else "",
            words=self.words,
            band=self.contract_band,
            scenarios=self.scenarios,
            effects=[(each.subject, each.before, each.after) for each in self.effects],
            rating="" if self.rating is None else str(self.rating),
        )
        return Voice(self.side, self.heard), outcome


class SettledIn(RequestPart):
    """What the other side says to an outcome."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}, {"denied": "还在谈，没有签"}]})

    side: Word = ""
    heard: str = Field(default="", max_length=500, description=_HEARD)
    denied: str = Field(default="", max_length=500, description="Why it is not so; empty: it is.")


class SideAnswerOut(Answer):
    """What one side answered."""

    accepted: bool
    at: datetime
    reason: str
    by_phone: bool = Field(description="True when a broker wrote it down.")


class EffectOut(Answer):
    """A figure before and after."""

    subject: str
    before: str
    after: str


class OutcomeOut(Answer):
    """One outcome. Without `confirmed_at` and `denied_at` the other side has said nothing."""

    id: str
    kind: str
    happened_on: date
    told_by: str
    waits_for: str | None = Field(description="The side that has not said yet whether it is so.")
    words: str
    contract_band: str | None
    scenarios: list[str]
    effects: list[EffectOut]
    rating: int | None
    confirmed_at: datetime | None
    denied_at: datetime | None
    denied_reason: str | None


class WithdrawnIn(RequestPart):
    """Why the desk takes it back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "企业电话里说先不谈"}]})

    reason: str = Field(max_length=NOTE_MOST_CHARACTERS)


class IntroductionsOut(Answer):
    """Those that one's own firms were asked for, newest first."""

    introductions: list["IntroductionOut"]
    total: int


class AgreedPersonOut(Answer):
    """Somebody of a provider who agreed that the other side may have his mobile."""

    name: str
    post: str = Field(description="What he does there.")
    mobile: str


class CounterpartOut(Answer):
    """Whom to call on the other side."""

    firm: str
    name: str
    phone: str
    email: str
    people: list[AgreedPersonOut] = Field(description="Those of a provider whose recorded consent stands today.")


class MeetingOut(Answer):
    """One meeting. `sequence` counts its changes; `calendar`: where its file for calendars is."""

    id: str
    kind: str
    starts_at: datetime
    minutes: int
    place: str
    sequence: int
    cancelled_at: datetime | None
    calendar: str


class IntroducedNeedOut(Answer):
    """What a provider may know of a need: never the firm's name before both have agreed."""

    text: str
    industry: str | None
    town: str | None
    staff_count: int | None
    budget_wan: float | None
    due_on: date | None
    owned: list[str]
    manufacturer: str | None = Field(description="Null for a provider until both have agreed.")


class IntroductionOut(Answer):
    """One introduction. A provider sees it from the moment the factory agreed."""

    id: str
    need_id: str
    need: IntroducedNeedOut
    provider_id: str
    version: int
    state: str = Field(description="proposed, asked, agreed, declined, lapsed, withdrawn or ended.")
    answer_by: date | None = Field(description="Last day of the side whose turn it is.")
    manufacturer: SideAnswerOut | None
    provider: SideAnswerOut | None
    meetings: list[MeetingOut]
    outcomes: list[OutcomeOut]
    tellable: list[str] = Field(description="Kinds of outcome that can be told now.")


class ContactedOut(IntroductionOut):
    """As an introduction, with the other side's contact after both accepted. Each reading of it is kept, and the other side sees it."""

    counterpart: CounterpartOut | None = Field(description="Null before both accepted, and when nobody left a contact.")


def introduction_out(seen: SeenIntroduction) -> IntroductionOut:
    """Build the answer."""
    return IntroductionOut(**_members(seen))


def contacted_out(seen: SeenIntroduction, counterpart: Counterpart | None) -> ContactedOut:
    """Build the answer with whom to call."""
    called = None
    if counterpart is not None:
        people = [AgreedPersonOut(name=each.name, post=each.post, mobile=each.mobile) for each in counterpart.people]
        called = CounterpartOut(
            firm=counterpart.firm, name=counterpart.name, phone=counterpart.phone, email=counterpart.email, people=people
        )  # fmt: skip
    return ContactedOut(**_members(seen), counterpart=called)


def _members(seen: SeenIntroduction) -> dict[str, Any]:
    each = seen.introduction
    return {
        "id": each.id,
        "need_id": each.need_id,
        "need": _need(seen),
        "provider_id": each.provider_id,
        "version": each.version,
        "state": each.state,
        "answer_by": each.answer_by,
        "manufacturer": _answer(each.manufacturer),
        "provider": _answer(each.provider),
        "meetings": [meeting_out(meeting) for meeting in seen.meetings],
        "outcomes": [_outcome(outcome) for outcome in seen.outcomes],
        "tellable": [str(kind) for kind in seen.tellable],
    }


def meeting_out(meeting: Meeting) -> MeetingOut:
    """Build one meeting."""
    return MeetingOut(
        id=meeting.id,
        kind=meeting.kind,
        starts_at=meeting.starts_at.astimezone(UTC),
        minutes=meeting.minutes,
        place=meeting.place,
        sequence=meeting.sequence,
        cancelled_at=meeting.cancelled_at,
        calendar=f"/api/v1/introductions/{meeting.introduction_id}/meetings/{meeting.id}.ics",
    )


def _need(seen: SeenIntroduction) -> IntroducedNeedOut:
    need, facts = seen.need, seen.need.facts
    named = seen.side is not Party.PROVIDER or seen.introduction.state in {IntroductionState.AGREED, IntroductionState.ENDED}
    return IntroducedNeedOut(
        text=need.text,
        industry=facts.industry or None,
        town=facts.town or None,
        staff_count=facts.staff_count,
        budget_wan=None if facts.budget_fen is None else wan_of_fen(facts.budget_fen),
        due_on=facts.needed_by_on,
        owned=list(facts.owned),
        manufacturer=need.firm.name if named else None,
    )


def _answer(answer: SideAnswer | None) -> SideAnswerOut | None:
    if answer is None:
        return None
    return SideAnswerOut(accepted=answer.accepted, at=answer.at, reason=answer.reason, by_phone=answer.by_phone)


def _outcome(outcome: Outcome) -> OutcomeOut:
    facts = outcome.facts
    return OutcomeOut(
        id=outcome.id,
        kind=facts.kind,
        happened_on=facts.happened_on,
        told_by=outcome.told_by,
        waits_for=outcome.waits_for,
        words=facts.words,
        contract_band=facts.band or None,
        scenarios=list(facts.scenarios),
        effects=[EffectOut(subject=each.subject, before=each.before, after=each.after) for each in facts.effects],
        rating=facts.rating,
        confirmed_at=outcome.confirmed_at,
        denied_at=outcome.denied_at,
        denied_reason=outcome.denied_reason or None,
    )
