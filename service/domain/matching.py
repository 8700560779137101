"""匹配结果: ranked providers with reasons that quote them, and what is missing."""

from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.providers import Provider
from service.domain.reading import NeedReading, ScenarioShare


class Fit(StrEnum):
    """How well a provider fits: 很合适, 可能合适, 沾边."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One provider in the order of the ranking function, before its card is read.

    `score` 0..100 for people; `parts`: signal → contribution to the order, for 排序说明; `passages`: ids of its best passages, best first;
    `by_wish`: 0..1, how far its scenarios agree with each wish of the reading.
    """

    provider_id: str
    score: float
    fit: Fit
    parts: dict[str, float]
    passages: tuple[str, ...]
    by_wish: tuple[float, ...] = ()
    named: bool = False
    """The need calls this provider by its name."""
    speaking: int | None = None
    """How many of `passages`, from the first, speak to the need; None: all."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of the provider's own text. `marks`: [start, end) of the matched words in `text`; `source`: 能力「…」 or 案例 2023 …."""

    text: str
    source: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: kind `case`, `capability`, `industry`, `coverage` …, a plain sentence, and the quoted evidence when there is one."""

    kind: str
    text: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """One line of the list. `rank` from 1; `missing`: plain sentences such as 未见注塑行业案例."""

    rank: int
    score: float
    fit: Fit
    provider: Provider
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    scenarios: tuple[ScenarioShare, ...]
    parts: dict[str, float] = field(default_factory=dict)
    covers_all: bool = False
    """True when the need has several wishes and this provider fits each of them."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value to narrow by, and how many of the found providers it leaves."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class MatchList:
    """The answer to a need.

    `confident`: somebody fits strongly or possibly. `total`: providers with that fit; `weak_total`: those that only touch it.
    `facets`: filter name → values, counted over strong and possible fits.
    """

    reading: NeedReading
    confident: bool
    matches: tuple[Match, ...]
    weak: tuple[Match, ...]
    total: int
    weak_total: int
    facets: dict[str, tuple[FacetValue, ...]]
    took_ms: float
    engine_note: str | None = None
    """A visible sentence when the answer came from the fallback engine."""
