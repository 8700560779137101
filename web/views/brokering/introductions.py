"""对接 for a provider: the list with what it takes, and one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from service.domain.conduct import ConductNote
from service.domain.intake import MONTHLY_LARGEST, MONTHLY_USUAL, Intake
from service.domain.introductions import INTRODUCTION_WORDS, IntroductionState
from service.domain.outcomes import BANDS
from service.domain.paging import Page
from service.domain.taxonomy import Taxonomy
from service.errors import PlatformError
from service.flows.brokering.see_introductions import SeenIntroduction
from web.parts.introduction_card import SideCard, side_card
from web.parts.need_story import told_facts
from web.parts.paging import Paging, paging_of
from web.text import chinese_date


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One introduction of the list; `due`: until when it must be answered, empty when it need not."""

    href: str
    text: str
    state: str
    is_open: bool
    due: str


@dataclass(frozen=True, slots=True)
class IntakeForm:
    """What one firm takes. `load`: 本月已接 4 家. `notes`: what the desk wrote for this firm to read."""

    provider_id: str
    name: str
    intake: Intake
    load: str
    notes: tuple[ConductNote, ...] = ()


@dataclass(frozen=True, slots=True)
class IntroductionsPage:
    """The list, and what each of one's firms takes."""

    template: ClassVar[str] = "pages/brokering/introductions.html"
    title: str
    lines: tuple[AskedLine, ...]
    total: int
    paging: Paging
    forms: tuple[IntakeForm, ...]
    usual: int
    largest: int
    sentence: str = ""

    def refused(self, error: PlatformError) -> "IntroductionsPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(error.fields.values()) or error.message)


@dataclass(frozen=True, slots=True)
class IntroductionPage:
    """One introduction as its provider sees it. `facts`: what the factory told, without who it is."""

    template: ClassVar[str] = "pages/brokering/introduction.html"
    title: str
    href: str
    text: str
    facts: tuple[tuple[str, str], ...]
    card: SideCard
    bands: tuple[tuple[str, str], ...]
    today: date
    questions_href: str
    shown: tuple[str, str] | None = None
    sentence: str = ""

    def refused(self, error: PlatformError) -> "IntroductionPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(dict.fromkeys(error.fields.values())) or error.message)

    def showing(self, what: str, words: str) -> "IntroductionPage":
        """This, with something that is told once."""
        return replace(self, shown=(what, words))


def introductions_page(
    asked: Page[SeenIntroduction], taken: Mapping[str, tuple[Intake, tuple[ConductNote, ...]]], names: Mapping[str, str]
) -> IntroductionsPage:
    """What a provider is asked for."""
    lines = tuple(
        AskedLine(
            href=f"/introductions/{seen.introduction.id}",
            text=seen.need.text,
            state=INTRODUCTION_WORDS[seen.introduction.state],
            is_open=seen.introduction.is_open,
            due=chinese_date(seen.introduction.answer_by) if seen.introduction.state is IntroductionState.ASKED else "",
        )
        for seen in asked.items
    )
    forms = tuple(
        IntakeForm(provider_id, names.get(provider_id, ""), intake, f"本月已接 {intake.this_month} 家", notes)
        for provider_id, (intake, notes) in taken.items()
    )
    return IntroductionsPage("对接", lines, asked.total, paging_of(asked, "/introductions"), forms, MONTHLY_USUAL, MONTHLY_LARGEST)


def introduction_page(seen: SeenIntroduction, taxonomy: Taxonomy, today: date) -> IntroductionPage:
    """One of them."""
    return IntroductionPage(
        title="一次对接",
        href=f"/introductions/{seen.introduction.id}",
        text=seen.need.text,
        facts=told_facts(seen.need, taxonomy),
        card=side_card(seen, today),
        questions_href=f"/open-needs/{seen.need.id}",
        bands=tuple(BANDS.items()),
        today=today,
    )
