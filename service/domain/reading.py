"""需求理解: what a need's text says, before and after the scenario bank has looked at it."""

from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.verdicts import Verdict


class LimitKind(StrEnum):
    """A limit a person names; filters and explanations, never score."""

    BUDGET = "budget"
    WEEKS = "weeks"
    HEADCOUNT = "headcount"
    MACHINES = "machines"
    TOWN = "town"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit as read.

    Units: budget in fen (`per_year` when a yearly price is meant), weeks, persons, machines; town and level as codes.
    `text` is the part of the need it was read from.
    """

    kind: LimitKind
    text: str
    number: int | None = None
    code: str | None = None
    per_year: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A known word found in the need: `code` of an industry, process or scenario, or a brand's name."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the need that says one thing. `refused`: they do not want it or put it off. `owned`: they have it already."""

    text: str
    refused: bool = False
    owned: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something a need does not want, as a chip 不要. `text`: the words that name it; `codes`: the scenarios it stands for, maybe none."""

    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A wish about how, not what: 本地部署, 分期付款. `kind`: its code; `label`: the chip; `text`: the words it was read from.

    Conditions explain and are shown; they never change the order.
    """

    kind: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class NeedText:
    """What reading alone gives, without any vector. Pure; the same text always gives the same."""

    original: str
    """Cleaned, without personal data: what may be shown, stored and logged."""
    folded: str
    """Lower case, simplified, spellings mended: what is searched."""
    clauses: tuple[Clause, ...] = ()
    parts: tuple[str, ...] = ()
    """The words of each thing that is wanted, as the span tagger read them."""
    limits: tuple[Limit, ...] = ()
    industries: tuple[Mention, ...] = ()
    processes: tuple[Mention, ...] = ()
    brands: tuple[Mention, ...] = ()
    owned: tuple[Mention, ...] = ()
    refused: tuple[Mention, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """Everything that is not wanted; `refused` holds only what is a scenario."""
    conditions: tuple[Condition, ...] = ()
    topic: str | None = None
    """Topic whose signs stand in the text: a sign that the need is foreign, not yet a verdict."""
    question: Verdict | None = None
    """What is asked, when the words are those of a question that no provider answers."""
    asks_for_firm: bool = False
    """The words ask for a firm: somebody to do a thing."""
    silent: bool = False
    """Nothing but greetings, praise and general words: there is nothing to search for."""
    mended: tuple[tuple[str, str], ...] = ()
    """(as typed, as read) spellings that were mended."""
    personal_removed: int = 0
    """How many telephone numbers, identity numbers and addresses were taken out."""
    told: str = ""
    """The folded text as the network reads it: without names of providers, and before English terms are translated."""
    scopes: tuple[float, ...] = ()
    """Logarithms of the chances of the verdicts, in the order of `search.scope.SCOPES`, as the network reads the whole text."""


@dataclass(frozen=True, slots=True)
class ScenarioShare:
    """A scenario and how much of the need it explains, 0..1."""

    code: str
    share: float


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing wanted: its text and the scenarios it may mean, likeliest first. `weight` 0..1, the main wish has 1."""

    text: str
    scenarios: tuple[ScenarioShare, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """One of several things a need wants done: 第一件, 第二件 … `number` from 1, the most urgent first.

    `words`: what the need says about its turn, 先 or 以后再说; empty when nothing.
    """

    number: int
    text: str
    scenarios: tuple[ScenarioShare, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class NeedReading:
    """需求理解: the reading that is shown as chips and used for ranking."""

    text: NeedText
    wishes: tuple[Wish, ...] = ()
    scenarios: tuple[ScenarioShare, ...] = ()
    """Over the whole need, likeliest first."""
    chosen: tuple[str, ...] = ()
    """Scenarios the person confirmed with a chip."""
    unsure: bool = False
    """The first scenarios are too close: ask 更像哪一种？"""
    verdict: Verdict | None = None
    """What the text alone decides: foreign, a question, only a refusal, too little. None: providers are sought."""
    jobs: tuple[Job, ...] = ()
    """Set when the need has two to four jobs; empty for one."""
    out_of_scope: str | None = None
    """Topic code when the need is foreign to the pools."""
    not_understood: tuple[str, ...] = field(default=())
    """Clauses that told nothing."""
