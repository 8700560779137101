"""待接的需求 for providers: the list, and one need with its questions."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from service.domain.need_steps import STATE_WORDS, Party
from service.domain.needs import Need
from service.domain.paging import Page
from service.domain.taxonomy import Taxonomy
from service.errors import PlatformError
from service.flows.brokering.browse_open_needs import OpenNeed
from web.parts.need_story import told_facts
from web.parts.paging import Paging, paging_of
from web.parts.talk_cards import QuestionLine, question_lines


@dataclass(frozen=True, slots=True)
class OpenNeedLine:
    """One need of the list."""

    href: str
    text: str
    about: str
    state: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OpenNeedsPage:
    """The list."""

    template: ClassVar[str] = "pages/brokering/open_needs.html"
    title: str
    lines: tuple[OpenNeedLine, ...]
    total: int
    paging: Paging


@dataclass(frozen=True, slots=True)
class OpenNeedPage:
    """One need as a provider reads it. `firm`: its name only after both consents; `introduction_href`: empty while there is none."""

    template: ClassVar[str] = "pages/brokering/open_need.html"
    title: str
    href: str
    text: str
    firm: str
    state: str
    facts: tuple[tuple[str, str], ...]
    provider_id: str
    questions: tuple[QuestionLine, ...]
    can_ask: bool
    introduction_href: str
    sentence: str = ""

    def refused(self, error: PlatformError) -> "OpenNeedPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(dict.fromkeys(error.fields.values())) or error.message)


def open_needs_page(needs: Page[Need], taxonomy: Taxonomy) -> OpenNeedsPage:
    """What is shown to one's firms."""
    lines = tuple(
        OpenNeedLine(
            href=f"/open-needs/{need.id}",
            text=need.text,
            about=" · ".join(words for _, words in told_facts(need, taxonomy)),
            state=STATE_WORDS[need.state],
            made_at=need.made_at,
        )
        for need in needs.items
    )
    return OpenNeedsPage("企业公开的需求", lines, needs.total, paging_of(needs, "/open-needs"))


def open_need_page(seen: OpenNeed, taxonomy: Taxonomy) -> OpenNeedPage:
    """One of them."""
    need = seen.need
    return OpenNeedPage(
        title="一条需求",
        href=f"/open-needs/{need.id}",
        text=need.text,
        firm=need.firm.name,
        state=STATE_WORDS[need.state],
        facts=told_facts(need, taxonomy),
        provider_id=seen.provider_id,
        questions=question_lines(seen.questions, Party.PROVIDER),
        can_ask=need.is_open,
        introduction_href=f"/introductions/{seen.introduction_id}" if seen.introduction_id else "",
    )
