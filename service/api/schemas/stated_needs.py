"""Needs as the desk keeps them: what a program states, and what it is told."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict, Field

from service.api.schemas.base import Answer, ReadableText, RequestPart, Word
from service.brokerage.statements import Statement
from service.domain.introductions import Introduction
from service.domain.money import wan_of_fen
from service.domain.needs import BUDGET_MOST_WAN, NOTE_MOST_CHARACTERS, OWNED_MOST, STAFF_MOST, Need, Visibility
from service.domain.shortlists import ShortlistLine
from service.domain.timeline import TimelineLine
from service.flows.brokering.see_introductions import SeenIntroduction
from service.flows.brokering.see_need import SeenNeed


class ManufacturerIn(RequestPart):
    """The factory that states it."""

    name: Word = Field(description="As on its licence, or as it calls itself.")
    uscc: Word = Field(default="", description="Unified social credit code; empty when unknown.")
    town: Word = Field(default="", description="Town, code or name; used where the need names none.")


class ContactIn(RequestPart):
    """Whom to call. Kept apart from the need, shown to the desk alone, each look kept; deleted after 180 days."""

    name: Word = ""
    phone: Word = ""
    email: Word = ""
    agreed: bool = Field(description="That this person agreed to the use of the contact for this need. Without it none is taken.")


class StatedNeedIn(RequestPart):
    """A need. A factory's token states it for its own firm, a broker's for the firm that it names."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "三十几台啤机，晚班到底开没开我在家看不到",
                    "manufacturer": {"name": "清溪某胶壳厂", "town": "清溪镇"},
                    "staff_count": 120,
                    "budget_wan": 20,
                    "owned": ["金蝶"],
                    "visibility": "shortlisted",
                }
            ]
        }
    )

    text: ReadableText = Field(description="The need in plain Chinese. Personal data in it is dropped unread.")
    manufacturer: ManufacturerIn | None = None
    industry: Word = Field(default="", description="Industry code, name or trade word; read from the text when it is not given.")
    town: Word = Field(default="", description="Town, code or name; likewise.")
    staff_count: int | None = Field(default=None, ge=0, le=STAFF_MOST)
    budget_wan: float | None = Field(default=None, ge=0, le=BUDGET_MOST_WAN, allow_inf_nan=False, description="万元.")
    due_on: date | None = Field(default=None, description="Until when the factory wants it.")
    owned: list[Word] = Field(default_factory=list, max_length=OWNED_MOST, description="What it has already.")
    visibility: Visibility = Field(default=Visibility.SHORTLISTED, description="Who may see the need, never with the firm's name.")
    contact: ContactIn | None = None

    def statement(self) -> Statement:
        """Return it for the flow."""
        firm = self.manufacturer or ManufacturerIn(name="")
        contact = self.contact or ContactIn(agreed=False)
        return Statement(
            text=self.text,
            firm=firm.name,
            uscc=firm.uscc,
            industry=self.industry,
            town=self.town or firm.town,
            staff_count="" if self.staff_count is None else str(self.staff_count),
            budget_wan="" if self.budget_wan is None else f"{self.budget_wan:f}",
            due_on=self.due_on.isoformat() if self.due_on else "",
            owned="、".join(self.owned),
            visibility=self.visibility,
            contact_name=contact.name,
            contact_phone=contact.phone,
            contact_email=contact.email,
            agreed=contact.agreed,
        )


class NeedStepIn(RequestPart):
    """One step of a need."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "check", "version": 1}]})

    action: Word = Field(description="One of the need's `actions`.")
    reason: str = Field(default="", max_length=NOTE_MOST_CHARACTERS, description="Why; must be given for steps out, back and again.")
    version: int = Field(ge=1, description="Of the need as it was read; an older one is refused with 409.")
    into: Word = Field(default="", description="For `merge`: the need that this one becomes a part of.")


class ReasonIn(RequestPart):
    """Why it is done; kept."""

    reason: str = Field(max_length=500)


class NeedOut(Answer):
    """One need of a list."""

    id: str
    number: str = Field(description="For people, such as XQ-2026-0417.")
    version: int
    state: str
    text: str
    manufacturer: str
    industry: str | None
    town: str | None
    scenario: str | None
    staff_count: int | None
    budget_wan: float | None
    due_on: date | None
    owned: list[str]
    visibility: Visibility
    made_at: datetime
    promised_on: date | None = Field(description="The day until which this state is to be over; null when it is closed.")
    next_action: str
    next_on: date | None
    waits_for: str = Field(description="desk, manufacturer or provider.")


class NeedsOut(Answer):
    """Needs, newest first. `cursor`: for the next part; null after the last."""

    needs: list[NeedOut]
    total: int
    cursor: str | None


class UnderstoodPairOut(Answer):
    """One thing that was read from the text."""

    kind: str
    words: str


class ShortlistedOut(Answer):
    """A provider on the shortlist. One that was taken off is told to the desk alone, with why."""

    provider_id: str
    name: str
    reason: str
    added_at: datetime
    removed_at: datetime | None
    removed_reason: str | None


class TimelineLineOut(Answer):
    """One line of what happened."""

    at: datetime
    kind: str
    side: str
    words: str
    detail: Mapping[str, object]


class NeedIntroductionOut(Answer):
    """One introduction of a need, in short."""

    id: str
    provider_id: str
    name: str
    state: str
    version: int
    answer_by: date | None = Field(description="Until when the side whose turn it is must answer.")


class NeedDetailOut(NeedOut):
    """One need with everything around it."""

    renew_by: date = Field(description="From then on it is asked whether it still stands.")
    actions: list[str] = Field(description="Steps that this token's owner can take now.")
    understood: list[UnderstoodPairOut] = Field(description="How the text was read when it was stated.")
    shortlist: list[ShortlistedOut]
    introductions: list[NeedIntroductionOut]
    timeline: list[TimelineLineOut] = Field(description="Newest first.")


def need_out(need: Need) -> NeedOut:
    """Build one need of a list."""
    return NeedOut(**_members(need))


def need_detail_out(seen: SeenNeed, introductions: Sequence[SeenIntroduction]) -> NeedDetailOut:
    """Build one need with everything around it."""
    pairs = seen.snapshot.understood if seen.snapshot else ()
    return NeedDetailOut(
        **_members(seen.need),
        renew_by=seen.need.renew_by_on,
        actions=list(seen.steps),
        understood=[UnderstoodPairOut(kind=kind, words=words) for kind, words in pairs],
        shortlist=[_shortlisted(line) for line in seen.shortlist],
        introductions=[_introduction(each.introduction) for each in introductions],
        timeline=[_line(line) for line in seen.timeline],
    )


def _members(need: Need) -> dict[str, Any]:
    facts = need.facts
    return {
        "id": need.id,
        "number": need.number,
        "version": need.version,
        "state": need.state,
        "text": need.text,
        "manufacturer": need.firm.name,
        "industry": facts.industry or None,
        "town": facts.town or None,
        "scenario": facts.scenario or None,
        "staff_count": facts.staff_count,
        "budget_wan": None if facts.budget_fen is None else wan_of_fen(facts.budget_fen),
        "due_on": facts.needed_by_on,
        "owned": list(facts.owned),
        "visibility": facts.visibility,
        "made_at": need.made_at,
        "promised_on": need.promised_on,
        "next_action": need.next_action.words,
        "next_on": need.next_action.on,
        "waits_for": need.next_action.waits_for,
    }


def _shortlisted(line: ShortlistLine) -> ShortlistedOut:
    return ShortlistedOut(
        provider_id=line.provider_id,
        name=line.provider_name,
        reason=line.added_reason,
        added_at=line.added_at,
        removed_at=line.removed_at,
        removed_reason=line.removed_reason or None,
    )


def _introduction(each: Introduction) -> NeedIntroductionOut:
    return NeedIntroductionOut(
        id=each.id, provider_id=each.provider_id, name=each.provider_name, state=each.state, version=each.version, answer_by=each.answer_by
    )


def _line(line: TimelineLine) -> TimelineLineOut:
    return TimelineLineOut(at=line.at, kind=line.kind, side=line.side, words=line.words, detail=line.detail)
