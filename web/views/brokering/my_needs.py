"""我的需求: the list, and one need as its factory sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.need_steps import STATE_WORDS, STEP_WORDS, NeedStep, Party
from service.domain.needs import VISIBILITY_WORDS, Need
from service.domain.outcomes import BANDS
from service.domain.paging import Page
from service.domain.promises import RENEWABLE_DAYS
from service.domain.questions import Question
from service.errors import PlatformError
from service.flows.brokering.see_introductions import SeenIntroduction
from service.flows.brokering.see_need import SeenNeed
from web.parts.introduction_card import SideCard, side_card
from web.parts.match_card import FIT_WORDS
from web.parts.need_story import Stage, StoryLine, stages_of, story_of
from web.parts.paging import Paging, paging_of
from web.parts.programme_lines import ProgrammesBeside
from web.parts.talk_cards import QuestionLine, question_lines


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need of the list."""

    href: str
    number: str
    text: str
    state: str
    is_open: bool
    is_late: bool
    made_at: datetime
    promised_on: date | None


@dataclass(frozen=True, slots=True)
class MyNeedsPage:
    """The list."""

    template: ClassVar[str] = "pages/brokering/my_needs.html"
    title: str
    lines: tuple[NeedLine, ...]
    total: int
    paging: Paging


@dataclass(frozen=True, slots=True)
class RecommendedLine:
    """One provider of the list that the desk sent, and why it stands there."""

    name: str
    href: str
    fit: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class MyNeedPage:
    """`secret`: of the link it was opened by, empty for an account; forms send it along. `steps`: (step, words) of what can be done.

    `recommended` is shown from the moment the desk has sent it; before, `is_searching` says so.
    """

    template: ClassVar[str] = "pages/brokering/my_need.html"
    title: str
    href: str
    action: str
    secret: str
    number: str
    text: str
    firm: str
    state: str
    is_open: bool
    is_late: bool
    is_searching: bool
    may_renew: bool
    version: int
    made_at: datetime
    renew_by_on: date
    promised_on: date | None
    next_words: str
    broker: str
    contact: str
    visibility: str
    understood: tuple[tuple[str, str], ...]
    stages: tuple[Stage, ...]
    recommended: tuple[RecommendedLine, ...]
    introductions: tuple[SideCard, ...]
    bands: tuple[tuple[str, str], ...]
    questions: tuple[QuestionLine, ...]
    can_ask: tuple[tuple[str, str], ...]
    today: date
    story: tuple[StoryLine, ...]
    steps: tuple[tuple[str, str], ...]
    is_new: bool = False
    shown: tuple[str, str] | None = None
    programmes: ProgrammesBeside | None = None
    typed: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, typed: str, error: PlatformError) -> "MyNeedPage":
        """This, with why nothing was done."""
        problems = {"words": error.fields["reason"]} if set(error.fields) == {"reason"} else {}
        told = error.message if "action" in error.fields else "；".join(dict.fromkeys(error.fields.values())) or error.message
        return replace(self, typed=typed, problems=problems, sentence="" if problems else told)

    def showing(self, what: str, words: str) -> "MyNeedPage":
        """This, with something that is told once."""
        return replace(self, shown=(what, words))


def my_needs_page(needs: Page[Need], today: date) -> MyNeedsPage:
    """Needs of one's factory."""
    lines = tuple(
        NeedLine(
            href=f"/my-needs/{need.id}",
            number=need.number,
            text=need.text,
            state=STATE_WORDS[need.state],
            is_open=need.is_open,
            is_late=need.promised_on is not None and need.promised_on < today,
            made_at=need.made_at,
            promised_on=need.promised_on,
        )
        for need in needs.items
    )
    return MyNeedsPage("我的需求", lines, needs.total, paging_of(needs, "/my-needs"))


Looked = tuple[SeenNeed, Sequence[SeenIntroduction], tuple[Sequence[Question], Sequence[tuple[str, str]]]]
"""The need, its introductions, and its questions with the providers that can be asked."""


def my_need_page(looked: Looked, today: date, secret: str) -> MyNeedPage:
    """One need as its factory sees it."""
    seen, introductions, (questions, can_ask) = looked
    need = seen.need
    sent = any(line.detail.get("step") == NeedStep.RECOMMEND for line in seen.timeline)
    names = {line.provider_id: line.provider_name for line in seen.shortlist}
    return MyNeedPage(
        title="我的需求",
        href="/my-needs/follow?" + urlencode({"t": secret}) if secret else f"/my-needs/{need.id}",
        action="/my-needs/follow" if secret else f"/my-needs/{need.id}",
        secret=secret,
        number=need.number,
        text=need.text,
        firm=need.firm.name,
        state=STATE_WORDS[need.state],
        is_open=need.is_open,
        is_late=need.promised_on is not None and need.promised_on < today,
        is_searching=need.is_open and not sent,
        may_renew=need.is_open and seen.calendar.passed(today, need.renew_by_on) <= RENEWABLE_DAYS,
        version=need.version,
        made_at=need.made_at,
        renew_by_on=need.renew_by_on,
        promised_on=need.promised_on,
        next_words=need.next_action.words,
        broker=seen.broker,
        contact=seen.contact,
        visibility=VISIBILITY_WORDS[need.facts.visibility],
        understood=seen.snapshot.understood if seen.snapshot else (),
        stages=stages_of(need, seen.timeline, today),
        recommended=tuple(
            RecommendedLine(
                line.provider_name,
                f"/providers/{line.provider_id}",
                FIT_WORDS.get(line.fit, "工作人员加的"),  # type: ignore[call-overload]
                line.added_reason,
                line.added_by_name or "系统按资料排的",
            )
            for line in seen.shortlist
            if sent
        ),
        introductions=tuple(side_card(each, today) for each in introductions),
        bands=tuple(BANDS.items()),
        questions=question_lines(questions, Party.MANUFACTURER),
        can_ask=tuple(can_ask) if sent else (),
        today=today,
        story=story_of(seen.timeline, names | {each.introduction.provider_id: each.introduction.provider_name for each in introductions}),
        steps=tuple((step, STEP_WORDS[step]) for step in seen.steps),
    )
