"""需求理解: what a need's text says, before and after the scenario bank has looked at it."""

from dataclasses import dataclass, field
from enum import StrEnum


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
    """A part of the need that says one thing. `refused`: they do not want it or have it already."""

    text: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class NeedText:
    """What reading alone gives, without any vector. Pure; the same text always gives the same."""

    original: str
    """Cleaned, without personal data: what may be shown, stored and logged."""
    folded: str
    """Lower case, simplified, spellings mended: what is searched."""
    clauses: tuple[Clause, ...] = ()
    limits: tuple[Limit, ...] = ()
    industries: tuple[Mention, ...] = ()
    processes: tuple[Mention, ...] = ()
    brands: tuple[Mention, ...] = ()
    owned: tuple[Mention, ...] = ()
    refused: tuple[Mention, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    """(as typed, as read) spellings that were mended."""
    personal_removed: int = 0
    """How many telephone numbers, identity numbers and addresses were taken out."""


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
    out_of_scope: str | None = None
    """Topic code when the need is foreign to the pools."""
    not_understood: tuple[str, ...] = field(default=())
    """Clauses that told nothing."""
