"""What the bureau entered of the standard of levels, and the recognition that cases received. Empty until it is given."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.levels import Level
from service.domain.taxonomy import Scenario

STANDARD_WORDS_MOST = 500
STANDARD_DOCUMENT_MOST = 60
RECOGNITION_NAME_MOST = 80
UNRATED_CODE = "none"


@dataclass(frozen=True, slots=True)
class StandardEntry:
    """One sentence of the standard: which scenario counts toward which level, in the bureau's words, with its document."""

    id: str
    level: str
    scenario: str
    words: str
    document_no: str
    entered_at: datetime
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a case was recognised as: 示范项目 of a year, with the document that says so."""

    id: str
    case_id: str
    name: str
    document_no: str
    entered_at: datetime
    is_demo: bool = False


def next_level(levels: list[Level], code: str) -> Level | None:
    """The level above; of a factory that was not assessed the first one; None above the highest."""
    codes = [level.code for level in levels]
    place = codes.index(code) + 1 if code in codes else 0
    return levels[place] if place < len(levels) else None


def hinted(scenarios: tuple[Scenario, ...], level: Level) -> tuple[Scenario, ...]:
    """Scenarios that usually count toward a level: our hint, not the standard."""
    return tuple(scenario for scenario in scenarios if scenario.level_hint == level.name)
