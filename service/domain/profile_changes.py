"""资料变更: what a provider wants to be published about itself, and how far the review of it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from service.domain.profile_content import ProfileContent

WORDS_MAX_CHARACTERS = 300
"""The longest words of a reason or of a note to the reviewer."""
PROMISED_WORKDAYS = 3
_SATURDAY = 5


class ChangeState(StrEnum):
    """How far a change is. `UPHELD`: returned again after an appeal, which is the last word on what was submitted."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPEALED = "appealed"
    IN_APPEAL = "in_appeal"
    UPHELD = "upheld"
    APPROVED = "approved"
    DISCARDED = "discarded"


class ChangeStep(StrEnum):
    """What can be done with a change."""

    EDIT = "edit"
    SUBMIT = "submit"
    RECALL = "recall"
    DISCARD = "discard"
    APPEAL = "appeal"
    TAKE = "take"
    PUT_BACK = "put_back"
    APPROVE = "approve"
    RETURN = "return"


class Side(StrEnum):
    """Who does a step: somebody of the firm, or a reviewer of the bureau."""

    FIRM = "firm"
    REVIEWER = "reviewer"


SIDES: dict[ChangeStep, Side] = {
    ChangeStep.EDIT: Side.FIRM,
    ChangeStep.SUBMIT: Side.FIRM,
    ChangeStep.RECALL: Side.FIRM,
    ChangeStep.DISCARD: Side.FIRM,
    ChangeStep.APPEAL: Side.FIRM,
    ChangeStep.TAKE: Side.REVIEWER,
    ChangeStep.PUT_BACK: Side.REVIEWER,
    ChangeStep.APPROVE: Side.REVIEWER,
    ChangeStep.RETURN: Side.REVIEWER,
}
CHANGE_STEPS: dict[tuple[ChangeState, ChangeStep], ChangeState] = {
    (ChangeState.DRAFT, ChangeStep.EDIT): ChangeState.DRAFT,
    (ChangeState.DRAFT, ChangeStep.SUBMIT): ChangeState.SUBMITTED,
    (ChangeState.DRAFT, ChangeStep.DISCARD): ChangeState.DISCARDED,
    (ChangeState.SUBMITTED, ChangeStep.RECALL): ChangeState.DRAFT,
    (ChangeState.SUBMITTED, ChangeStep.TAKE): ChangeState.IN_REVIEW,
    (ChangeState.IN_REVIEW, ChangeStep.PUT_BACK): ChangeState.SUBMITTED,
    (ChangeState.IN_REVIEW, ChangeStep.APPROVE): ChangeState.APPROVED,
    (ChangeState.IN_REVIEW, ChangeStep.RETURN): ChangeState.RETURNED,
    (ChangeState.RETURNED, ChangeStep.EDIT): ChangeState.DRAFT,
    (ChangeState.RETURNED, ChangeStep.APPEAL): ChangeState.APPEALED,
    (ChangeState.RETURNED, ChangeStep.DISCARD): ChangeState.DISCARDED,
    (ChangeState.APPEALED, ChangeStep.RECALL): ChangeState.RETURNED,
    (ChangeState.APPEALED, ChangeStep.TAKE): ChangeState.IN_APPEAL,
    (ChangeState.IN_APPEAL, ChangeStep.PUT_BACK): ChangeState.APPEALED,
    (ChangeState.IN_APPEAL, ChangeStep.APPROVE): ChangeState.APPROVED,
    (ChangeState.IN_APPEAL, ChangeStep.RETURN): ChangeState.UPHELD,
    (ChangeState.UPHELD, ChangeStep.EDIT): ChangeState.DRAFT,
    (ChangeState.UPHELD, ChangeStep.DISCARD): ChangeState.DISCARDED,
}
"""(state, step) → state; what does not stand here cannot be done."""
OPEN_STATES = tuple(state for state in ChangeState if state not in {ChangeState.APPROVED, ChangeState.DISCARDED})
"""A firm has at most one change in these."""
QUEUED_STATES = (ChangeState.SUBMITTED, ChangeState.APPEALED, ChangeState.IN_REVIEW, ChangeState.IN_APPEAL)
"""The bureau has to answer."""
RETURNED_STATES = (ChangeState.RETURNED, ChangeState.UPHELD)
STATE_WORDS = {
    ChangeState.DRAFT: "草稿",
    ChangeState.SUBMITTED: "等待审核",
    ChangeState.IN_REVIEW: "审核中",
    ChangeState.RETURNED: "已退回",
    ChangeState.APPEALED: "申诉中",
    ChangeState.IN_APPEAL: "申诉复核中",
    ChangeState.UPHELD: "申诉后维持退回",
    ChangeState.APPROVED: "已公布",
    ChangeState.DISCARDED: "已丢弃",
}
RETURN_REASONS = {
    "unproved": "成效或资质缺依据",
    "contradicts": "说法前后对不上",
    "unclear": "说得太笼统，企业看不懂做什么",
    "advert": "有广告用语或无法核实的“最”“第一”",
    "personal": "写了个人手机、邮箱或客户的人名",
    "out_of_pool": "超出资源池的服务范围",
    "other": "其他",
}
"""Code → words of the reasons for which a part of a change is returned."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Why one part is returned. `part`: a key of `profile_content`, for example `summary` or `capability:cap_…`."""

    part: str
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """审核: one decision. `appeal`: what the provider said against the one before it; empty when nothing was appealed."""

    change_id: str
    change_version: int
    reviewer_id: str
    reviewer_name: str
    approved: bool
    remarks: tuple[Remark, ...]
    words: str
    appeal: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """One change of one firm.

    `base`: what was published when the draft began; of an approved change, what it replaced. `content`: what is wanted; of an
    approved change, what was published. `version` rises with every step. `made_by`, `saved_by`, `reviewer_id`: ids of people.
    `waits_since`: when it came to the bureau; `appeal`: what the provider said against the return.
    """

    id: str
    provider_id: str
    state: ChangeState
    version: int
    base: ProfileContent
    base_version: int
    content: ProfileContent
    made_by: str
    made_at: datetime
    saved_by: str
    saved_at: datetime
    note: str = ""
    appeal: str = ""
    waits_since: datetime | None = None
    reviewer_id: str = ""
    decided_at: datetime | None = None


def next_state(state: ChangeState, step: ChangeStep) -> ChangeState | None:
    """The state after a step; None when the step cannot be done."""
    return CHANGE_STEPS.get((state, step))


def may_take(change: ProfileChange, person_id: str, returned_by: str) -> bool:
    """Tell whether this reviewer may take the change: an appeal is read by somebody else than who returned it."""
    return change.state is not ChangeState.APPEALED or person_id != returned_by


def promised_on(day: date, workdays: int = PROMISED_WORKDAYS) -> date:
    """The day by which an answer is promised: so many days from Monday to Friday later. Public holidays are not known here."""
    while workdays:
        day += timedelta(days=1)
        workdays -= day.weekday() < _SATURDAY
    return day
