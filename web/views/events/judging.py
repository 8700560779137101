"""评审."""

from dataclasses import dataclass, replace
from typing import ClassVar

from service.errors import PlatformError
from service.flows.events.judge_entries import DECLARED_BEFORE, OWN_FIRM, JurySheet


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One entry. `tie`: why the juror stands aside; `is_known`: the platform knows it without being told."""

    id: str
    serial: int
    title: str
    firm: str
    summary: str
    href: str
    tie: str
    is_known: bool
    points: tuple[str, ...]
    words: str
    is_scored: bool


@dataclass(frozen=True, slots=True)
class JudgingPage:
    """`criteria`: (name, weight) in the order of the points."""

    template: ClassVar[str] = "pages/events/judging.html"
    title: str
    event: str
    declared: bool
    told: bool
    criteria: tuple[tuple[str, int], ...]
    lines: tuple[JudgedLine, ...]
    scored: int
    due: int
    sentence: str = ""

    def refused(self, error: PlatformError) -> "JudgingPage":
        """This, with why nothing was done."""
        return replace(self, sentence="；".join(error.fields.values()) or error.message)


def judging_page(sheet: JurySheet) -> JudgingPage:
    """The sheet of one juror."""
    lines = []
    for entry in sheet.entries:
        score = sheet.scores.get(entry.id)
        tie = sheet.ties.get(entry.id, "")
        points = tuple(str(score.points.get(one.name, "")) if score else "" for one in sheet.criteria)
        lines.append(
            JudgedLine(
                id=entry.id,
                serial=entry.serial,
                title=entry.title,
                firm=entry.firm_name,
                summary=entry.summary,
                href=entry.href,
                tie=tie,
                is_known=tie in {OWN_FIRM, DECLARED_BEFORE},
                points=points,
                words=score.words if score else "",
                is_scored=score is not None,
            )
        )
    return JudgingPage(
        title="评审打分",
        event=sheet.event.facts.title,
        declared=sheet.juror.declared_at is not None,
        told=sheet.told,
        criteria=tuple((each.name, each.weight) for each in sheet.criteria),
        lines=tuple(lines),
        scored=sum(each.is_scored for each in lines),
        due=sum(not each.tie for each in lines),
    )
