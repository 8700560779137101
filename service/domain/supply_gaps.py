"""供给缺口: a need that nobody in the pools could serve. Codes only; no text, no person."""

from dataclasses import dataclass
from enum import StrEnum


class GapReason(StrEnum):
    """Why it is a gap: nobody fits well, or the pools do not serve this at all."""

    NOBODY = "nobody"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class SupplyGap:
    """Codes of the taxonomy; an empty one was not said. `reason`: one of `GapReason`, as it came from outside."""

    reason: str
    scenario: str = ""
    topic: str = ""
    industry: str = ""
    town: str = ""
