"""当时的名单: the list as it was shown, with its reasons, weights and index. Every later step points at it; it never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.domain.matching import Match, MatchList

_JOB_FIRMS = 3
KEPT_LINES = 20
"""Places of a list that are kept."""


@dataclass(frozen=True, slots=True)
class ShownReason:
    """A reason with the provider's words it quoted and where they stood."""

    text: str
    quote: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One place of the list. `parts`: signal → what it gave to the order; `version`: of the provider's entry at that time."""

    rank: int
    provider_id: str
    name: str
    fit: str
    score: float
    reasons: tuple[ShownReason, ...]
    missing: tuple[str, ...]
    parts: Mapping[str, float]
    version: int


@dataclass(frozen=True, slots=True)
class ListOrigin:
    """What made the list. `generation`: position of the index in the change feed; `encoder`: its fingerprint; `weights`: as they were."""

    engine: str
    generation: int
    encoder: str
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`understood`: (kind, words) of the reading; `asked`: filters, chosen scenarios and what was taken away."""

    id: str
    need_id: str
    made_at: datetime
    text: str
    understood: tuple[tuple[str, str], ...]
    asked: Mapping[str, object]
    confident: bool
    total: int
    lines: tuple[ShownLine, ...]
    origin: ListOrigin


JOBS, COVERING = "jobs", "covering"
"""Where the plan of a need with several jobs stands in `Snapshot.asked`: jobs with their providers, and who covers all of them."""


@dataclass(frozen=True, slots=True)
class KeptJob:
    """One job of the plan. `scenario`: its likeliest; `providers`: (id, name), best first, empty where nobody serves it."""

    text: str
    scenario: str
    providers: tuple[tuple[str, str], ...]


def kept_plan(answer: MatchList) -> dict[str, object]:
    """The plan as it is kept with a snapshot; nothing for a need of one job."""
    if len(answer.jobs) < 2:
        return {}
    names = {match.provider.id: match.provider.display_name for job in answer.jobs for match in job.matches}
    jobs = [
        {
            "text": job.job.text,
            "scenario": job.job.scenarios[0].code if job.job.scenarios else "",
            "providers": [[each, names[each]] for each in job.providers[:_JOB_FIRMS] if each in names],
        }
        for job in answer.jobs
    ]
    return {JOBS: jobs, COVERING: [[each, names[each]] for each in answer.covering[:_JOB_FIRMS] if each in names]}


def read_plan(snapshot: Snapshot) -> tuple[tuple[KeptJob, ...], tuple[tuple[str, str], ...]]:
    """(jobs, providers that cover all of them) of a snapshot; both empty for a need of one job."""
    kept: Any = snapshot.asked
    jobs = tuple(
        KeptJob(job["text"], job["scenario"], tuple((each, name) for each, name in job["providers"])) for job in kept.get(JOBS, ())
    )
    return jobs, tuple((each, name) for each, name in kept.get(COVERING, ()))


def shown_lines(answer: MatchList) -> tuple[ShownLine, ...]:
    """The first places of a list, as they are kept."""
    return tuple(_line(match) for match in (*answer.matches, *answer.weak)[:KEPT_LINES])


def _line(match: Match) -> ShownLine:
    reasons = tuple(
        ShownReason(reason.text, reason.evidence.text if reason.evidence else "", reason.evidence.source if reason.evidence else "")
        for reason in match.reasons
    )
    return ShownLine(
        rank=match.rank,
        provider_id=match.provider.id,
        name=match.provider.name,
        fit=match.fit,
        score=round(match.score, 2),
        reasons=reasons,
        missing=match.missing,
        parts={name: round(value, 5) for name, value in match.parts.items()},
        version=match.provider.version,
    )
