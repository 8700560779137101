"""交作品."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.domain.events import Event, EventKind, EventState
from service.domain.permissions import Action, Actor, could
from service.errors import PlatformError
from service.flows.events.keep_contest import WishedEntry


@dataclass(frozen=True, slots=True)
class EnterPage:
    """`firms`: those of the account; staff name any other."""

    template: ClassVar[str] = "pages/events/enter.html"
    title: str
    event: str
    event_href: str
    is_open: bool
    on_desk: bool
    firms: tuple[tuple[str, str], ...]
    typed: WishedEntry
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, error: PlatformError) -> "EnterPage":
        """This, with what was wrong."""
        return replace(self, problems=dict(error.fields), sentence="" if error.fields else error.message)


def enter_page(event: Event, actor: Actor, firms: Mapping[str, str], typed: WishedEntry) -> EnterPage:
    """The form as it was typed."""
    return EnterPage(
        title="交参赛作品",
        event=event.facts.title,
        event_href=f"/events/{event.id}",
        is_open=event.facts.kind is EventKind.CONTEST and event.state is EventState.PUBLISHED,
        on_desk=could(actor, Action.KEEP_EVENTS),
        firms=tuple(firms.items()),
        typed=typed,
    )
