"""争议: one side of an introduction tells the desk what went wrong; the other side is heard, and the desk closes it with a result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.domain.need_steps import Party

DISPUTE_MOST_CHARACTERS = 500
REPLY_DAYS = 5
"""Working days for the other side; after them the desk may close without its word."""


class DisputeResult(StrEnum):
    """How it was closed."""

    SETTLED = "settled"
    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"
    TAKEN_BACK = "taken_back"
    REFERRED = "referred"


DISPUTE_RESULT_WORDS: Mapping[DisputeResult, str] = {
    DisputeResult.SETTLED: "双方谈妥了",
    DisputeResult.UPHELD: "提出的一方说得对",
    DisputeResult.NOT_UPHELD: "提出的一方说得不成立",
    DisputeResult.TAKEN_BACK: "提出的一方撤回",
    DisputeResult.REFERRED: "协调不成，请走合同约定或法律途径",
}


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute of an introduction. `reply`: the other side's word; `reply_by`: until when it is waited for."""

    id: str
    introduction_id: str
    need_id: str
    provider_id: str
    raised_by: Party
    raised_at: datetime
    words: str
    reply_by: date
    reply: str = ""
    replied_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    result: DisputeResult | None = None
    result_words: str = ""
    provider_name: str = ""
    need_number: str = ""
    firm_name: str = ""
    """Read with it, for pages."""

    @property
    def is_open(self) -> bool:
        """Whether the desk still has to close it."""
        return self.closed_at is None

    @property
    def waits_for(self) -> Party | None:
        """The other side while it has not been heard, then the desk; None when it is closed."""
        if not self.is_open:
            return None
        if self.replied_at:
            return Party.DESK
        return other_side(self.raised_by)

    def is_heard(self, today: date) -> bool:
        """Whether both sides were heard, or the other one let its time pass."""
        return self.replied_at is not None or self.reply_by < today


def other_side(side: Party) -> Party:
    """The side across the table."""
    return Party.PROVIDER if side is Party.MANUFACTURER else Party.MANUFACTURER
