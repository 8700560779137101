"""What figures are counted from: one frozen object for a year, read once. No text of a need, no name of a factory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

NOT_TOLD_CODE = "-"
"""Stands for a town, trade or group that was not told, so that parts add up to the whole."""


@dataclass(frozen=True, slots=True)
class CountedNeed:
    """One need. `furthest`: the place in the funnel it ever reached; `contact_days`: working days until the desk first reached the factory.

    `left`: the state by which it left the way, empty while it is on it.
    """

    id: str
    number: str
    made_on: date
    town: str
    trade: str
    group: str
    scenario: str
    furthest: int
    left: str
    contact_days: int | None


@dataclass(frozen=True, slots=True)
class CountedIntroduction:
    """One introduction of a need. `answer_days`: working days from asking the provider to its answer."""

    id: str
    need_id: str
    provider_id: str
    proposed_on: date
    agreed_on: date | None
    lapsed: bool
    answer_days: int | None


@dataclass(frozen=True, slots=True)
class CountedOutcome:
    """One outcome that both sides confirmed. `least_fen`: the lower end of the contract's band."""

    id: str
    need_id: str
    kind: str
    happened_on: date
    least_fen: int


@dataclass(frozen=True, slots=True)
class CountedGap:
    """One anonymous need that nobody could serve."""

    id: str
    on: date
    reason: str
    town: str
    trade: str
    group: str


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """Everything of one year. `shown`: month → provider → how often listed; `listed`: providers public today, with
    whether somebody stood for the entry lately.

    `doers`: (trade, group) → public providers who do it.
    """

    year: int
    as_of: date
    needs: tuple[CountedNeed, ...]
    introductions: tuple[CountedIntroduction, ...]
    outcomes: tuple[CountedOutcome, ...]
    gaps: tuple[CountedGap, ...]
    shown: Mapping[str, Mapping[str, int]]
    listed: Mapping[str, bool]
    doers: Mapping[tuple[str, str], int]
    programmes: tuple[str, ...] = ()
    """Ids of the programmes in force today."""
    need_places: Mapping[str, tuple[str, str, str]] | None = None
    """Need → town, trade, group, also of needs of other years that introductions and outcomes speak of."""
