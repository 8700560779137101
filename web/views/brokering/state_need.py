"""登记需求: what was understood, who fits, and what else the factory may tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.brokerage.statements import Statement
from service.domain.matching import MatchList
from service.domain.needs import VISIBILITY_WORDS
from service.domain.permissions import Action, Actor, Subject, may
from service.domain.promises import FIRST_CONTACT_DAYS
from service.domain.taxonomy import Taxonomy
from service.domain.understood import understood_words
from service.errors import PlatformError
from web.parts.match_card import FIT_BADGES, FIT_WORDS
from web.parts.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One provider that fits, with the first reason."""

    name: str
    href: str
    fit: str
    fit_badge: str
    why: str


@dataclass(frozen=True, slots=True)
class StateNeedPage:
    """`on_desk`: a broker states it for a factory. `proposed` None: nothing was matched yet; empty: nobody fits.

    `key`: sent along, so that pressing twice makes one need.
    """

    template: ClassVar[str] = "pages/brokering/state_need.html"
    title: str
    typed: Statement
    key: str
    on_desk: bool
    has_account: bool
    industries: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str], ...]
    visibilities: tuple[tuple[str, str], ...]
    longest: int
    days: int
    understood: tuple[tuple[str, str], ...] = ()
    proposed: tuple[ProposedLine, ...] | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def answered(self, answer: MatchList, taxonomy: Taxonomy) -> "StateNeedPage":
        """This, with what was understood and the first that fit."""
        lines = tuple(
            ProposedLine(
                match.provider.display_name,
                f"/providers/{match.provider.id}",
                FIT_WORDS[match.fit],
                FIT_BADGES[match.fit],
                match.reasons[0].text if match.reasons else "",
            )
            for match in answer.matches
        )
        return replace(self, understood=understood_words(answer.reading, taxonomy, {}), proposed=lines)

    def refused(self, error: PlatformError) -> "StateNeedPage":
        """This, with what was wrong. What is wrong with the text itself stands at its field."""
        problems = {("q" if name == "text" else name): sentence for name, sentence in error.fields.items()}
        return replace(self, problems=problems, sentence="" if problems else error.message)


def state_need_page(typed: Statement, actor: Actor, around: Surroundings, key: str) -> StateNeedPage:
    """The form as it was typed."""
    on_desk = may(actor, Action.BROKER_NEEDS, Subject())
    taxonomy = around.taxonomy
    return StateNeedPage(
        title="代企业登记需求" if on_desk else "登记需求，请工作人员对接",
        typed=typed,
        key=key,
        on_desk=on_desk,
        has_account=actor.is_known,
        industries=tuple((each.code, each.name) for each in taxonomy.industries),
        towns=tuple((town.code, town.name) for town in taxonomy.towns),
        visibilities=tuple((value, words) for value, words in VISIBILITY_WORDS.items()),
        longest=around.settings.need_max_characters,
        days=FIRST_CONTACT_DAYS,
    )
