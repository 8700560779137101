"""经过: everything that happened to a need, one line each. Lines are added, never changed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from service.domain.need_steps import Party


class LineKind(StrEnum):
    """What a line tells."""

    STATED = "stated"
    STEP = "step"
    NOTE = "note"
    CHANGED = "changed"
    HANDED_OVER = "handed_over"
    PLANNED = "planned"
    RENEWED = "renewed"
    SHORTLISTED = "shortlisted"
    REMOVED = "removed"
    INTRODUCED = "introduced"
    ANSWERED = "answered"
    REMINDED = "reminded"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    MEETING = "meeting"
    OUTCOME = "outcome"
    ASKED = "asked"
    REPLIED = "replied"
    TOLD = "told"
    DISPUTE = "dispute"
    PUBLISHED = "published"
    CONTACT_SEEN = "contact_seen"


FACTORY_SEES = frozenset(LineKind) - {LineKind.NOTE, LineKind.PLANNED, LineKind.HANDED_OVER, LineKind.REMOVED}
"""Notes of the desk are the desk's. That somebody looked at one's contact is for its owner to see."""


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line. `actor`: a person's id, empty for whoever follows without an account. `words`: a reason or note as it was typed.

    `detail`: codes and ids that the page turns into words, such as `{"step": "check", "to": "checked"}`.
    """

    at: datetime
    kind: LineKind
    side: Party
    actor: str = ""
    words: str = ""
    detail: dict[str, object] = field(default_factory=dict)
    name: str = ""
    """The actor's name, when the line was read from the store."""
