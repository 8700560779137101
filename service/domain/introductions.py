"""对接: one provider is put to one factory; both agree in their turn, or it lapses. Contacts only on both consents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.domain.need_steps import Party
from service.domain.working_days import WorkingCalendar

OPEN_MOST = 3
"""Open introductions of one need at a time: a factory is not called by ten salesmen."""


class IntroductionState(StrEnum):
    """How far it is. First the factory is asked, then the provider."""

    PROPOSED = "proposed"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class IntroductionStep(StrEnum):
    """What can happen to it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    END = "end"


_STATE, _STEP = IntroductionState, IntroductionStep
INTRODUCTION_STEPS: Mapping[tuple[IntroductionState, IntroductionStep, Party], IntroductionState] = {
    (_STATE.PROPOSED, _STEP.ACCEPT, Party.MANUFACTURER): _STATE.ASKED,
    (_STATE.PROPOSED, _STEP.DECLINE, Party.MANUFACTURER): _STATE.DECLINED,
    (_STATE.ASKED, _STEP.ACCEPT, Party.PROVIDER): _STATE.AGREED,
    (_STATE.ASKED, _STEP.DECLINE, Party.PROVIDER): _STATE.DECLINED,
    # A factory may change its mind as long as nobody has its number.
    (_STATE.ASKED, _STEP.DECLINE, Party.MANUFACTURER): _STATE.DECLINED,
    (_STATE.PROPOSED, _STEP.LAPSE, Party.PLATFORM): _STATE.LAPSED,
    (_STATE.ASKED, _STEP.LAPSE, Party.PLATFORM): _STATE.LAPSED,
    (_STATE.PROPOSED, _STEP.WITHDRAW, Party.DESK): _STATE.WITHDRAWN,
    (_STATE.ASKED, _STEP.WITHDRAW, Party.DESK): _STATE.WITHDRAWN,
    (_STATE.PROPOSED, _STEP.WITHDRAW, Party.PLATFORM): _STATE.WITHDRAWN,
    (_STATE.ASKED, _STEP.WITHDRAW, Party.PLATFORM): _STATE.WITHDRAWN,
    **{(_STATE.AGREED, _STEP.END, side): _STATE.ENDED for side in Party},
}
"""(state, step, side) → state. What it does not name cannot happen."""
OPEN_STATES = frozenset({_STATE.PROPOSED, _STATE.ASKED, _STATE.AGREED})
INTRODUCTION_WORDS: Mapping[IntroductionState, str] = {
    _STATE.PROPOSED: "等企业答复",
    _STATE.ASKED: "等服务商答复",
    _STATE.AGREED: "双方已同意",
    _STATE.DECLINED: "没有同意",
    _STATE.LAPSED: "到期作废",
    _STATE.WITHDRAWN: "已撤回",
    _STATE.ENDED: "已结束",
}
_ANSWER_DAYS: Mapping[IntroductionState, int] = {_STATE.PROPOSED: 5, _STATE.ASKED: 3}
_REMINDED_DAYS_BEFORE = 1
TURNS: Mapping[IntroductionState, Party] = {_STATE.PROPOSED: Party.MANUFACTURER, _STATE.ASKED: Party.PROVIDER}
"""Whose answer is waited for."""


@dataclass(frozen=True, slots=True)
class SideAnswer:
    """What one side said, without numbers and names: the other side may read it before both have agreed.

    `by`: whose account, empty for whoever holds the need's link. `by_phone`: a broker recorded it; how it was heard is a note of the desk.
    """

    accepted: bool
    at: datetime
    by: str
    reason: str
    by_phone: bool = False


@dataclass(frozen=True, slots=True)
class Introduction:
    """One introduction. `answer_by`: the last day of the side whose turn it is; `snapshot_id`: the list that led to it.

    `asked_at`: when the factory agreed and the provider was asked; before, the provider knows of nothing.
    """

    id: str
    need_id: str
    provider_id: str
    version: int
    state: IntroductionState
    proposed_at: datetime
    proposed_by: str
    reason: str
    snapshot_id: str
    answer_by: date | None
    remind_on: date | None
    reminded_at: datetime | None = None
    asked_at: datetime | None = None
    manufacturer: SideAnswer | None = None
    provider: SideAnswer | None = None
    closed_at: datetime | None = None
    provider_name: str = ""
    """Read with it, for pages."""

    @property
    def is_open(self) -> bool:
        """Whether it takes one of the three places."""
        return self.state in OPEN_STATES

    def is_over(self, today: date) -> bool:
        """Whether the time to answer has passed, also when nobody has noted it yet."""
        return self.answer_by is not None and self.answer_by < today


def next_introduction_state(state: IntroductionState, step: IntroductionStep, side: Party) -> IntroductionState | None:
    """Where this step of this side leads; None when it cannot be."""
    return INTRODUCTION_STEPS.get((state, step, side))


def answer_days(state: IntroductionState, today: date, calendar: WorkingCalendar) -> tuple[date | None, date | None]:
    """The last day for the answer that this state waits for, and the day of the one reminder; None where none is waited for."""
    days = _ANSWER_DAYS.get(state)
    if days is None:
        return None, None
    return calendar.after(today, days), calendar.after(today, days - _REMINDED_DAYS_BEFORE)
