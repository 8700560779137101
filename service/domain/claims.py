"""认领: somebody says that he speaks for a listed firm, and staff find out whether that is so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_WAITING_CLAIMS = 3
"""Claims of one person that may wait at the same time."""


class ClaimState(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ClaimStep(StrEnum):
    """What can be done with one that waits."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


STEPS: dict[tuple[ClaimState, ClaimStep], ClaimState] = {
    (ClaimState.WAITING, ClaimStep.CONFIRM): ClaimState.CONFIRMED,
    (ClaimState.WAITING, ClaimStep.REFUSE): ClaimState.REFUSED,
    (ClaimState.WAITING, ClaimStep.WITHDRAW): ClaimState.WITHDRAWN,
}
CLAIM_WORDS = {
    ClaimState.WAITING: "等待核实",
    ClaimState.CONFIRMED: "已确认",
    ClaimState.REFUSED: "未通过",
    ClaimState.WITHDRAWN: "已撤回",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """`note`: how the person can be checked. `reason`: how staff checked, or why it was refused."""

    id: str
    person_id: str
    person_name: str
    person_email: str
    provider_id: str
    provider_name: str
    uscc: str
    note: str
    state: ClaimState
    made_at: datetime
    decided_at: datetime | None
    reason: str
