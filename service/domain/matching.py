"""匹配结果: ranked providers with reasons that quote them, and what is missing."""

from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.gains import Gain
from service.domain.providers import Provider, StoredCapability, StoredCase
from service.domain.reading import Job, NeedReading, ScenarioShare
from service.domain.verdicts import Verdict


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
class Exclusion:
    """What a provider says it does not do. `text`: its own clause; `codes`: the scenarios excluded, none for a narrower thing."""

    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeerCase:
    """The case that convinces most: the same trade and size first. `quote`: its sentence nearest to the need; `gain`: its best figure.

    `same_trade`: whether it is of the need's trade; None when the need names none.
    """

    case: StoredCase
    quote: Evidence
    gain: Gain | None = None
    same_trade: bool | None = None


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
    named: bool = False
    """The need calls this provider by its name or code: 您找的是这家. Its place says nothing about its fit."""
    excludes: tuple[Exclusion, ...] = ()
    """What the provider says it does not do, for the grey line 不做：…."""
    offer: StoredCapability | None = None
    """The capability that matched; price and weeks on the card are its own. None when only a case or a name matched."""
    peer: PeerCase | None = None
    """The case that leads the card; None when no case is about the need's matter."""


@dataclass(frozen=True, slots=True)
class JobAnswer:
    """One job of a need with its own best providers, best first, by id; `providers` is empty when nobody serves it.

    `matches`: the same providers explained for this job alone, with its own offer, case and quotation.
    """

    job: Job
    providers: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()


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
    verdict: Verdict = Verdict.FOUND
    jobs: tuple[JobAnswer, ...] = ()
    """Two to four jobs with their own providers, all of which stand in `matches` or `weak` when the list is long enough."""
    covering: tuple[str, ...] = ()
    """Ids of the providers that cover every job: 一家全包."""
    nearest: tuple[ScenarioShare, ...] = ()
    """Scenarios for 按『…』找找看: set for every verdict that shows no provider, and the beginnings offered when too little was said."""
