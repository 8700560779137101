"""洽谈: a firm and a provider sit down for some minutes at an event. Either side asks, the other answers, and a plan gives it a slot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from service.domain.bookings import GuestSide

ANSWER_WITHIN = timedelta(days=3)
"""An unanswered request expires after this, or when the event begins, and frees the slot that it held."""
ASKED_MOST = 12
"""Open requests that one booking may have asked for at a time: nobody asks everybody."""
TALK_WORDS_MOST_CHARACTERS = 200


class TalkState(StrEnum):
    """How far it is. An accepted talk without a slot waits for the plan."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    MISSED = "missed"
    """One side did not come."""


TALK_STATE_WORDS: Mapping[TalkState, str] = {
    TalkState.ASKED: "等答复",
    TalkState.ACCEPTED: "双方同意",
    TalkState.DECLINED: "对方不谈",
    TalkState.LAPSED: "过期作废",
    TalkState.WITHDRAWN: "已撤回",
    TalkState.HELD: "谈过了",
    TalkState.MISSED: "没谈成，有一方没到",
}
OPEN_TALKS = frozenset({TalkState.ASKED, TalkState.ACCEPTED})
"""It may still take place."""


class TalkResult(StrEnum):
    """What came of a talk that took place."""

    GO_ON = "go_on"
    """They go on by themselves."""
    INTRODUCE = "introduce"
    """They want the desk to go on: it becomes an introduction."""
    NOTHING = "nothing"


TALK_RESULT_WORDS: Mapping[TalkResult, str] = {
    TalkResult.GO_ON: "双方自己接着谈",
    TalkResult.INTRODUCE: "请服务台接着对接",
    TalkResult.NOTHING: "不合适",
}


@dataclass(frozen=True, slots=True)
class TalkPlace:
    """When and where: slot, and the table of each side. `near` is at the factory's venue; `far` at the provider's when that is another."""

    slot: int
    near_table: int = 0
    far_table: int = 0


@dataclass(frozen=True, slots=True)
class EventTalk:
    """One talk of two bookings. `asked_by`: the side that asked. `wished`: slots that would suit; empty: any.

    `reason`: one line of whoever asked. `answer_by`: until when the other side may answer. `result_words`: what came of it.
    """

    id: str
    event_id: str
    version: int
    factory_booking: str
    provider_booking: str
    asked_by: GuestSide
    state: TalkState
    reason: str
    wished: tuple[int, ...]
    asked_at: datetime
    answer_by: datetime
    answered_at: datetime | None = None
    place: TalkPlace | None = None
    missing: GuestSide | None = None
    result: TalkResult | None = None
    result_words: str = ""
    introduction_id: str = ""

    def booking_of(self, side: GuestSide) -> str:
        """The booking of a side."""
        return self.provider_booking if side is GuestSide.PROVIDER else self.factory_booking

    @property
    def is_open(self) -> bool:
        """Whether it may still take place."""
        return self.state in OPEN_TALKS
