"""当时的名单: the list as it was shown, with its reasons, weights and index. Every later step points at it; it never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.domain.matching import Match, MatchList

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
