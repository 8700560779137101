"""大赛 for staff."""

from dataclasses import dataclass, replace
from typing import ClassVar

from service.domain.events import Event
from service.errors import PlatformError
from service.flows.events.keep_contest import SeenContest
from web.parts.ranked_entries import RankedLine, ranked_lines


@dataclass(frozen=True, slots=True)
class JurorLine:
    """`ties`: how many entries he is tied to."""

    id: str
    name: str
    declared: bool
    ties: int
    scored: int


@dataclass(frozen=True, slots=True)
class ContestPage:
    """`is_contest` False: the event is none, and `sentence` says so."""

    template: ClassVar[str] = "pages/events/contest.html"
    title: str
    event: str
    event_href: str
    is_contest: bool
    is_told: bool
    judging_href: str
    enter_href: str
    criteria: str
    heads: tuple[str, ...]
    lines: tuple[RankedLine, ...]
    jurors: tuple[JurorLine, ...]
    sentence: str = ""

    def refused(self, error: PlatformError) -> "ContestPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(error.fields.values()) or error.message)


def contest_page(seen: SeenContest) -> ContestPage:
    """The page of one contest."""
    event = seen.event
    tied = [tie.juror_id for tie in seen.ties]
    return ContestPage(
        title="评审和名次",
        event=event.facts.title,
        event_href=f"/workbench/events/{event.id}",
        is_contest=True,
        is_told=seen.is_told,
        judging_href=f"/judging/{event.id}",
        enter_href=f"/events/{event.id}/enter",
        criteria="、".join(f"{each.name} {each.weight}" for each in seen.criteria),
        heads=tuple(each.name for each in seen.criteria),
        lines=ranked_lines(seen.ranking),
        jurors=tuple(
            JurorLine(each.id, each.name, each.declared_at is not None, tied.count(each.id), seen.scored.get(each.id, 0))
            for each in seen.jurors
        ),
    )


def no_contest_page(event: Event, error: PlatformError) -> ContestPage:
    """The page of an event that is no contest."""
    return ContestPage(
        "评审和名次", event.facts.title, f"/workbench/events/{event.id}", is_contest=False, is_told=False, judging_href="",
        enter_href="", criteria="", heads=(), lines=(), jurors=(), sentence=error.message,
    )  # fmt: skip
