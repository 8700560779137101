"""Meetings as they are sent."""

from datetime import datetime

from pydantic import ConfigDict, Field

from service.api.schemas.base import RequestPart, Word
from service.domain.calendar import time_in_shanghai
from service.domain.meetings import LONGEST_MINUTES, PLACE_MOST_CHARACTERS
from service.flows.brokering.plan_meeting import WishedMeeting


class MeetingIn(RequestPart):
    """Where and when two sides meet."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "factory", "starts_at": "2026-12-03T14:30:00+08:00", "minutes": 60, "place": ""}]}
    )

    kind: Word = Field(description="online, factory or venue.")
    starts_at: datetime = Field(description="An instant; one without an offset is by the clock in Asia/Shanghai.")
    minutes: int = Field(ge=0, le=10 * LONGEST_MINUTES)
    place: str = Field(default="", max_length=PLACE_MOST_CHARACTERS, description="May be empty at the factory.")

    def wished(self, meeting_id: str = "") -> WishedMeeting:
        """Return it for the flow.

        Args:
            meeting_id: of the meeting that is changed; empty for a new one.
        """
        starts = time_in_shanghai(self.starts_at) if self.starts_at.tzinfo else self.starts_at
        return WishedMeeting(self.kind, f"{starts:%Y-%m-%dT%H:%M}", self.minutes, self.place, meeting_id)
