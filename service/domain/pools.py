"""资源池、批次、入池资格: which firm belongs to which pool, by which document, and whether it does today."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MembershipState(StrEnum):
    """What the pool's keeper decided; whether a membership counts also depends on its dates.

    `WAITING`: a list gave an end of validity that could not be read, or only proposed the firm. It counts once a list gives an end that
    can be read and is not the stored one, or says 有效.
    """

    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Pool:
    """资源池."""

    code: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Membership:
    """入池资格 of one provider in one pool. `valid_until` None means 长期."""

    pool: str
    category: str | None = None
    batch: str | None = None
    document_no: str | None = None
    admitted_on: date | None = None
    valid_until: date | None = None
    state: MembershipState = MembershipState.ACTIVE

    def counts_on(self, today: date) -> bool:
        """Tell whether this membership is in force on `today` (Asia/Shanghai); its last day still counts."""
        if self.state is not MembershipState.ACTIVE:
            return False
        return self.valid_until is None or today <= self.valid_until

    def standing(self, today: date) -> str:
        """`active`, `suspended`, `withdrawn` or `expired`: what a page says about it. One that waits for its date is suspended."""
        if self.state is MembershipState.WAITING:
            return MembershipState.SUSPENDED.value
        if self.state is MembershipState.ACTIVE and not self.counts_on(today):
            return "expired"
        return self.state.value
