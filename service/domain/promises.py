"""承诺: in how many working days each stage is to be over, what it waits for, and when a need counts as stuck.

Source: three working days to the first contact stand on the desk's own page; the other numbers are proposals for the bureau to confirm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service.domain.need_steps import CLOSED, NeedState, Party
from service.domain.working_days import WorkingCalendar

FIRST_CONTACT_DAYS = 3
STUCK_AFTER_DAYS = 7
"""Working days without any movement."""
LASTS_DAYS = 120
"""Working days after which a need must be renewed, or it is asked whether it still stands."""
RENEWABLE_DAYS = 20
"""Working days before that end from which it can be renewed."""


@dataclass(frozen=True, slots=True)
class StagePromise:
    """`days`: working days until the stage is to be over. `waits_for`: whose turn it is. `action`: what is done next, in words."""

    days: int
    waits_for: Party
    action: str


PROMISES: Mapping[NeedState, StagePromise] = {
    NeedState.REGISTERED: StagePromise(FIRST_CONTACT_DAYS, Party.DESK, "核对情况，打第一个电话"),
    NeedState.CHECKED: StagePromise(FIRST_CONTACT_DAYS, Party.DESK, "联系企业，把需求问清"),
    NeedState.CLARIFIED: StagePromise(3, Party.DESK, "看名单，写理由，发给企业"),
    NeedState.RECOMMENDED: StagePromise(5, Party.MANUFACTURER, "等双方答复"),
    NeedState.AGREED: StagePromise(7, Party.DESK, "约见面时间"),
    NeedState.MET: StagePromise(10, Party.MANUFACTURER, "问见面后谈得怎样"),
    NeedState.INTENDED: StagePromise(22, Party.MANUFACTURER, "问合同到哪一步"),
    NeedState.SIGNED: StagePromise(44, Party.PROVIDER, "问实施进度"),
    NeedState.BUILDING: StagePromise(22, Party.MANUFACTURER, "问验收日期"),
    NeedState.ACCEPTED: StagePromise(5, Party.MANUFACTURER, "请企业评价"),
}
"""Open state → its promise. Closed states promise nothing."""


def stage_promised_on(before: tuple[NeedState, date] | None, state: NeedState, today: date, calendar: WorkingCalendar) -> date | None:
    """The day until which the stage that begins today is to be over; None for a closed state.

    Args:
        before: the state that is left and its own day. 初核 does not prolong the promise of the first contact.
    """
    if state in CLOSED:
        return None
    if before is not None and state is NeedState.CHECKED and before[0] is NeedState.REGISTERED:
        return before[1]
    return calendar.after(today, PROMISES[state].days)
