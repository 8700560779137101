"""What staff do with a membership, one step at a time, each with its reason and document."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from service.domain.pools import Membership, MembershipState


class MembershipStep(StrEnum):
    """入池、暂停、恢复、退出、更正."""

    ADMIT = "admit"
    SUSPEND = "suspend"
    RESUME = "resume"
    REMOVE = "remove"
    CORRECT = "correct"


MEMBERSHIP_STEPS: dict[tuple[MembershipState | None, MembershipStep], MembershipState] = {
    (None, MembershipStep.ADMIT): MembershipState.ACTIVE,
    (MembershipState.WITHDRAWN, MembershipStep.ADMIT): MembershipState.ACTIVE,
    (MembershipState.WAITING, MembershipStep.ADMIT): MembershipState.ACTIVE,
    (MembershipState.ACTIVE, MembershipStep.SUSPEND): MembershipState.SUSPENDED,
    (MembershipState.SUSPENDED, MembershipStep.RESUME): MembershipState.ACTIVE,
    (MembershipState.ACTIVE, MembershipStep.REMOVE): MembershipState.WITHDRAWN,
    (MembershipState.SUSPENDED, MembershipStep.REMOVE): MembershipState.WITHDRAWN,
    (MembershipState.WAITING, MembershipStep.REMOVE): MembershipState.WITHDRAWN,
    (MembershipState.ACTIVE, MembershipStep.CORRECT): MembershipState.ACTIVE,
    (MembershipState.SUSPENDED, MembershipStep.CORRECT): MembershipState.SUSPENDED,
}
"""(state, step) → state; None: the firm is not in the pool. What does not stand here cannot be done."""
STEP_WORDS = {
    MembershipStep.ADMIT: "入池",
    MembershipStep.SUSPEND: "暂停",
    MembershipStep.RESUME: "恢复",
    MembershipStep.REMOVE: "退出",
    MembershipStep.CORRECT: "更正",
}
DESCRIBING = frozenset({MembershipStep.ADMIT, MembershipStep.CORRECT})
"""Steps that also say category, edition, document and dates."""


@dataclass(frozen=True, slots=True)
class MembershipTerms:
    """What an admission says of itself. `valid_until` None: 长期."""

    category: str | None = None
    batch: str | None = None
    document_no: str | None = None
    admitted_on: date | None = None
    valid_until: date | None = None


def step_membership(membership: Membership | None, pool: str, step: MembershipStep, terms: MembershipTerms) -> Membership | None:
    """The membership after a step; None when the step cannot be done."""
    state = MEMBERSHIP_STEPS.get((membership.state if membership else None, step))
    if state is None:
        return None
    now = membership or Membership(pool)
    if step in DESCRIBING:
        now = replace(
            now, category=terms.category, batch=terms.batch, document_no=terms.document_no, admitted_on=terms.admitted_on,
            valid_until=terms.valid_until,
        )  # fmt: skip
    return replace(now, state=state)
