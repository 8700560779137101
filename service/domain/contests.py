"""大赛: entries, a jury with declared interests, scores, and a ranking that says why.

A juror who is tied to an entry does not score it; its mean is of the others. An entry with too few scores has no place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

ENTRIES_MOST = 200
JURORS_MOST = 30
CRITERIA_MOST = 8
POINTS_MOST = 100
SCORE_WORDS_MOST_CHARACTERS = 300
SCORES_LEAST = 2
"""An entry that fewer jurors have scored has no place."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is looked at, and how much it counts. Weights of a contest need not add up to anything."""

    name: str
    weight: int


USUAL_CRITERIA = (Criterion("解决了真问题", 40), Criterion("别的厂也用得上", 30), Criterion("成效有数据", 30))


@dataclass(frozen=True, slots=True)
class ContestEntry:
    """参赛作品. `firm_id`: the firm of an account; empty when staff entered it."""

    id: str
    event_id: str
    serial: int
    firm_name: str
    firm_id: str
    title: str
    summary: str
    href: str
    made_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Juror:
    """评委. `account_id`: empty when the account is gone. `declared_at`: when the interests were declared; nobody scores before."""

    id: str
    event_id: str
    account_id: str
    name: str
    declared_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JurorTie:
    """A juror is tied to an entry. `relation`: in the juror's own words, or that it is his firm's."""

    juror_id: str
    entry_id: str
    relation: str


@dataclass(frozen=True, slots=True)
class EntryScore:
    """What one juror gave one entry: points for each criterion, and why."""

    juror_id: str
    entry_id: str
    points: Mapping[str, int]
    words: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class RankedEntry:
    """`place` None: too few have scored it. `mean`: 0 to 100. `by_criterion`: mean of each. `excused`: jurors who are tied to it."""

    place: int | None
    entry: ContestEntry
    mean: float
    by_criterion: tuple[tuple[str, float], ...]
    scored: int
    excused: int
    words: tuple[str, ...]


def ranking_of(
    criteria: Sequence[Criterion], entries: Iterable[ContestEntry], scores: Sequence[EntryScore], ties: Sequence[JurorTie]
) -> list[RankedEntry]:
    """The entries by their means, the best first; equal means share a place. Scores of a juror who is tied do not count."""
    tied = {(tie.juror_id, tie.entry_id) for tie in ties}
    ranked = []
    for entry in entries:
        if entry.withdrawn_at:
            continue
        given = [each for each in scores if each.entry_id == entry.id and (each.juror_id, entry.id) not in tied]
        by_criterion = tuple((one.name, fmean(each.points.get(one.name, 0) for each in given) if given else 0.0) for one in criteria)
        excused = len({juror for juror, entry_id in tied if entry_id == entry.id})
        words = tuple(each.words for each in given if each.words)
        ranked.append(RankedEntry(None, entry, weighted(criteria, dict(by_criterion)), by_criterion, len(given), excused, words))
    ranked.sort(key=lambda each: (each.scored < SCORES_LEAST, -round(each.mean, 2), each.entry.serial))
    places: list[RankedEntry] = []
    for number, each in enumerate(ranked, 1):
        before = places[-1] if places else None
        same = before is not None and before.place is not None and round(before.mean, 2) == round(each.mean, 2)
        place = None if each.scored < SCORES_LEAST else before.place if same and before else number
        places.append(RankedEntry(place, each.entry, each.mean, each.by_criterion, each.scored, each.excused, each.words))
    return places


def weighted(criteria: Sequence[Criterion], points: Mapping[str, float]) -> float:
    """One number from the points of all criteria, 0 to 100."""
    total = sum(one.weight for one in criteria)
    return sum(one.weight * points.get(one.name, 0) for one in criteria) / total if total else 0.0
