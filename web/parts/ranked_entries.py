"""The ranking of a contest as lines: place, points for each criterion, and the jurors' reasons without their names."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.contests import RankedEntry


@dataclass(frozen=True, slots=True)
class RankedLine:
    """`points`: the mean of each criterion. `excused`: jurors who stood aside."""

    id: str
    place: str
    serial: int
    title: str
    firm: str
    mean: str
    points: tuple[str, ...]
    scored: int
    excused: int
    words: tuple[str, ...]


def ranked_lines(ranking: Iterable[RankedEntry]) -> tuple[RankedLine, ...]:
    """The lines, the best first."""
    return tuple(
        RankedLine(
            id=each.entry.id,
            place=str(each.place) if each.place else "评分不足",
            serial=each.entry.serial,
            title=each.entry.title,
            firm=each.entry.firm_name,
            mean=f"{each.mean:.2f}" if each.scored else "",
            points=tuple(f"{value:.1f}" if each.scored else "" for _, value in each.by_criterion),
            scored=each.scored,
            excused=each.excused,
            words=each.words,
        )
        for each in ranking
    )
