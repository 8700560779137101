"""见面: where and when two sides meet: online, at the factory, or at a venue."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PLACE_MOST_CHARACTERS = 200
LONGEST_MINUTES = 480
MEETINGS_MOST = 20
"""Of one introduction, called-off ones included."""


class MeetingKind(StrEnum):
    """Where they meet."""

    ONLINE = "online"
    FACTORY = "factory"
    VENUE = "venue"


MEETING_WORDS = {MeetingKind.ONLINE: "线上", MeetingKind.FACTORY: "到工厂", MeetingKind.VENUE: "约定地点"}


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting. `sequence` counts its changes, so that calendars take them."""

    id: str
    introduction_id: str
    kind: MeetingKind
    starts_at: datetime
    minutes: int
    place: str
    sequence: int
    made_by: str
    made_at: datetime
    cancelled_at: datetime | None = None
