"""需求的状态: from 登记 to 评价, the ways out of it, and who may take which step. One table; what it does not name cannot happen."""

from collections.abc import Mapping
from enum import StrEnum


class NeedState(StrEnum):
    """How far a need is, in the order of the funnel; the ways out stand last."""

    REGISTERED = "registered"
    CHECKED = "checked"
    CLARIFIED = "clarified"
    RECOMMENDED = "recommended"
    AGREED = "agreed"
    MET = "met"
    INTENDED = "intended"
    SIGNED = "signed"
    BUILDING = "building"
    ACCEPTED = "accepted"
    RATED = "rated"
    SOLVED_ALONE = "solved_alone"
    PAUSED = "paused"
    NONE_SUITABLE = "none_suitable"
    OVER_BUDGET = "over_budget"
    LOST_TOUCH = "lost_touch"
    MERGED = "merged"


class NeedStep(StrEnum):
    """What can be done with a need."""

    CHECK = "check"
    CLARIFY = "clarify"
    RECOMMEND = "recommend"
    AGREE = "agree"
    MEET = "meet"
    INTEND = "intend"
    SIGN = "sign"
    DELIVER = "deliver"
    ACCEPT = "accept"
    RATE = "rate"
    ASK_AGAIN = "ask_again"
    LOOK_AGAIN = "look_again"
    SOLVE_ALONE = "solve_alone"
    PAUSE = "pause"
    FIND_NONE = "find_none"
    LACK_BUDGET = "lack_budget"
    LOSE_TOUCH = "lose_touch"
    MERGE = "merge"
    REOPEN = "reopen"


class Party(StrEnum):
    """Who takes a step. `platform`: it follows from something both sides did, such as two consents."""

    DESK = "desk"
    MANUFACTURER = "manufacturer"
    PROVIDER = "provider"
    PLATFORM = "platform"


_BEFORE_SIGNING = tuple(NeedState)[:7]
_AT_WORK = (NeedState.SIGNED, NeedState.BUILDING)
EXITS: Mapping[NeedStep, NeedState] = {
    NeedStep.SOLVE_ALONE: NeedState.SOLVED_ALONE,
    NeedStep.PAUSE: NeedState.PAUSED,
    NeedStep.FIND_NONE: NeedState.NONE_SUITABLE,
    NeedStep.LACK_BUDGET: NeedState.OVER_BUDGET,
    NeedStep.LOSE_TOUCH: NeedState.LOST_TOUCH,
    NeedStep.MERGE: NeedState.MERGED,
}
CLOSED = frozenset(EXITS.values()) | {NeedState.RATED}
"""States in which nobody has to do anything any more."""

STEPS: Mapping[tuple[NeedState, NeedStep], NeedState] = {
    (NeedState.REGISTERED, NeedStep.CHECK): NeedState.CHECKED,
    (NeedState.CHECKED, NeedStep.CLARIFY): NeedState.CLARIFIED,
    (NeedState.CLARIFIED, NeedStep.RECOMMEND): NeedState.RECOMMENDED,
    (NeedState.RECOMMENDED, NeedStep.AGREE): NeedState.AGREED,
    (NeedState.AGREED, NeedStep.MEET): NeedState.MET,
    # Two firms may agree before anybody has told of their meeting.
    (NeedState.AGREED, NeedStep.INTEND): NeedState.INTENDED,
    (NeedState.MET, NeedStep.INTEND): NeedState.INTENDED,
    (NeedState.AGREED, NeedStep.SIGN): NeedState.SIGNED,
    (NeedState.MET, NeedStep.SIGN): NeedState.SIGNED,
    (NeedState.INTENDED, NeedStep.SIGN): NeedState.SIGNED,
    (NeedState.SIGNED, NeedStep.DELIVER): NeedState.BUILDING,
    (NeedState.SIGNED, NeedStep.ACCEPT): NeedState.ACCEPTED,
    (NeedState.BUILDING, NeedStep.ACCEPT): NeedState.ACCEPTED,
    (NeedState.ACCEPTED, NeedStep.RATE): NeedState.RATED,
    (NeedState.CLARIFIED, NeedStep.ASK_AGAIN): NeedState.CHECKED,
    (NeedState.RECOMMENDED, NeedStep.ASK_AGAIN): NeedState.CHECKED,
    **{(state, NeedStep.LOOK_AGAIN): NeedState.RECOMMENDED for state in (NeedState.AGREED, NeedState.MET, NeedState.INTENDED)},
    **{(state, step): end for state in _BEFORE_SIGNING for step, end in EXITS.items()},
    **{(state, step): EXITS[step] for state in _AT_WORK for step in (NeedStep.PAUSE, NeedStep.FIND_NONE)},
    **{(state, NeedStep.REOPEN): NeedState.CHECKED for state in EXITS.values()},
}

_DESK = frozenset({Party.DESK})
_FACTORY_TOO = frozenset({Party.DESK, Party.MANUFACTURER})
_FOLLOWS = frozenset({Party.PLATFORM})
WHO: Mapping[NeedStep, frozenset[Party]] = {
    NeedStep.CHECK: _DESK,
    NeedStep.CLARIFY: _DESK,
    NeedStep.RECOMMEND: _DESK,
    NeedStep.AGREE: _FOLLOWS,
    NeedStep.MEET: _FOLLOWS,
    NeedStep.INTEND: _FOLLOWS,
    NeedStep.SIGN: _FOLLOWS,
    NeedStep.DELIVER: _FOLLOWS,
    NeedStep.ACCEPT: _FOLLOWS,
    NeedStep.RATE: _FOLLOWS,
    NeedStep.ASK_AGAIN: _DESK,
    NeedStep.LOOK_AGAIN: _DESK,
    NeedStep.SOLVE_ALONE: _FACTORY_TOO,
    NeedStep.PAUSE: _FACTORY_TOO,
    NeedStep.FIND_NONE: _FACTORY_TOO,
    NeedStep.LACK_BUDGET: _FACTORY_TOO,
    NeedStep.LOSE_TOUCH: _DESK,
    NeedStep.MERGE: _DESK,
    NeedStep.REOPEN: _FACTORY_TOO,
}
REASON_NEEDED = frozenset({*EXITS, NeedStep.ASK_AGAIN, NeedStep.LOOK_AGAIN, NeedStep.REOPEN})
"""Steps that are kept with the words of whoever takes them."""

STATE_WORDS: Mapping[NeedState, str] = {
    NeedState.REGISTERED: "登记",
    NeedState.CHECKED: "初核",
    NeedState.CLARIFIED: "澄清",
    NeedState.RECOMMENDED: "推荐",
    NeedState.AGREED: "双方同意",
    NeedState.MET: "对接",
    NeedState.INTENDED: "意向",
    NeedState.SIGNED: "签约",
    NeedState.BUILDING: "实施",
    NeedState.ACCEPTED: "验收",
    NeedState.RATED: "评价",
    NeedState.SOLVED_ALONE: "自行解决",
    NeedState.PAUSED: "暂缓",
    NeedState.NONE_SUITABLE: "无合适",
    NeedState.OVER_BUDGET: "预算不足",
    NeedState.LOST_TOUCH: "失联",
    NeedState.MERGED: "并入已有需求",
}
STEP_WORDS: Mapping[NeedStep, str] = {
    NeedStep.CHECK: "初核通过",
    NeedStep.CLARIFY: "已联系并问清",
    NeedStep.RECOMMEND: "发出推荐名单",
    NeedStep.AGREE: "双方同意",
    NeedStep.MEET: "已见面",
    NeedStep.INTEND: "达成意向",
    NeedStep.SIGN: "已签约",
    NeedStep.DELIVER: "实施完成",
    NeedStep.ACCEPT: "已验收",
    NeedStep.RATE: "已评价",
    NeedStep.ASK_AGAIN: "退回再问清",
    NeedStep.LOOK_AGAIN: "重新推荐",
    NeedStep.SOLVE_ALONE: "自行解决了",
    NeedStep.PAUSE: "先放一放",
    NeedStep.FIND_NONE: "没有合适的",
    NeedStep.LACK_BUDGET: "预算不够",
    NeedStep.LOSE_TOUCH: "联系不上",
    NeedStep.MERGE: "并入已有需求",
    NeedStep.REOPEN: "重新打开",
}
FUNNEL = tuple(NeedState)[:11]
"""The states on the way, in order."""


def state_after(state: NeedState, step: NeedStep, side: Party) -> NeedState | None:
    """Where this step leads when this side takes it; None when it cannot."""
    # A need that was merged into another one goes on there; only the desk takes it apart again.
    if state is NeedState.MERGED and side is not Party.DESK:
        return None
    return STEPS.get((state, step)) if side in WHO[step] else None


def steps_open_to(state: NeedState, side: Party) -> tuple[NeedStep, ...]:
    """What this side can do now, in the order of `NeedStep`."""
    return tuple(step for step in NeedStep if state_after(state, step, side) is not None)
