"""漏斗: how many needs reached each stage, how long it took, where they stand and where they are stuck. One place for what is counted.

Every figure is a condition on one need. So a page counts, lists the rows behind a number, and exports with the same words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import median

from service.domain.calendar import day_in_shanghai
from service.domain.need_steps import CLOSED, EXITS, FUNNEL, STATE_WORDS, NeedState
from service.domain.promises import FIRST_CONTACT_DAYS, STUCK_AFTER_DAYS
from service.domain.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class FunnelNeed:
    """One need, as much of it as is counted. `reached`: state → the first instant at which it was in it."""

    id: str
    number: str
    firm: str
    text: str
    town: str
    industry: str
    scenario: str
    state: NeedState
    made_at: datetime
    moved_on: date
    promised_on: date | None
    contacted_at: datetime | None
    reached: Mapping[NeedState, datetime]

    @property
    def farthest(self) -> int:
        """How far it ever came on the way, as a place in `FUNNEL`."""
        return max((FUNNEL.index(state) for state in self.reached if state in FUNNEL), default=0)


class FunnelDimension(StrEnum):
    """By what needs are told apart."""

    TOWN = "town"
    INDUSTRY = "industry"
    SCENARIO = "scenario"


DIMENSION_WORDS = {FunnelDimension.TOWN: "镇街", FunnelDimension.INDUSTRY: "行业", FunnelDimension.SCENARIO: "场景"}


@dataclass(frozen=True, slots=True)
class FunnelDay:
    """What "now" is when one counts: today, the working days, and the last day of movement that counts as stuck."""

    today: date
    calendar: WorkingCalendar
    stuck_before: date


Counts = Callable[[FunnelNeed, FunnelDay], bool]


@dataclass(frozen=True, slots=True)
class FunnelFigure:
    """One figure: its id in addresses, its name, its definition, and the condition on a need."""

    id: str
    name: str
    definition: str
    counts: Counts


def _reached(place: int) -> Counts:
    return lambda need, _: need.farthest >= place


def _now(state: NeedState) -> Counts:
    return lambda need, _: need.state is state


def _is_late(need: FunnelNeed, day: FunnelDay) -> bool:
    """A promise is over, or nothing moved for seven working days, as on the desk."""
    if need.state in CLOSED:
        return False
    return (need.promised_on is not None and need.promised_on < day.today) or need.moved_on <= day.stuck_before


def _late(state: NeedState) -> Counts:
    return lambda need, day: need.state is state and _is_late(need, day)


def _in_time(need: FunnelNeed, day: FunnelDay) -> bool:
    if need.contacted_at is None:
        return False
    return day.calendar.passed(day_in_shanghai(need.made_at), day_in_shanghai(need.contacted_at)) <= FIRST_CONTACT_DAYS


def _contact_due(need: FunnelNeed, day: FunnelDay) -> bool:
    """Contacted, or its three days are over; a need that left before anybody had to call does not count."""
    if need.contacted_at is not None:
        return True
    return need.state not in CLOSED and day.calendar.passed(day_in_shanghai(need.made_at), day.today) > FIRST_CONTACT_DAYS


_WAY = tuple((place, state) for place, state in enumerate(FUNNEL))
FIGURES: Mapping[str, FunnelFigure] = {
    figure.id: figure
    for figure in (
        FunnelFigure("all", "登记的需求", "这段时间登记的需求，一条算一条；并入别条的也算。", lambda need, day: True),  # noqa: ARG005
        FunnelFigure("open", "在办", "其中今天还没有办结的。", lambda need, _: need.state not in CLOSED),
        FunnelFigure("late", "逾期与卡住", f"在办的里面，过了这一步答应的日子，或 {STUCK_AFTER_DAYS} 个工作日没有动静的。", _is_late),
        FunnelFigure("contact_due", "应联系", "已经联系上的，加上过了三个工作日还没联系上的在办需求。", _contact_due),
        FunnelFigure("contacted", "三个工作日内联系上", "应联系的里面，登记后三个工作日以内联系上企业的。", _in_time),
        *(
            FunnelFigure(
                f"reached-{state}",
                f"到过{STATE_WORDS[state]}",
                f"到过“{STATE_WORDS[state]}”或更后面一步的，后来退回或办结也算。",
                _reached(place),
            )
            for place, state in _WAY
        ),
        *(
            FunnelFigure(f"now-{state}", f"停在{STATE_WORDS[state]}", f"今天在“{STATE_WORDS[state]}”这一步的。", _now(state))
            for state in FUNNEL
        ),
        *(
            FunnelFigure(f"late-{state}", f"卡在{STATE_WORDS[state]}", f"今天在“{STATE_WORDS[state]}”，并且逾期或卡住的。", _late(state))
            for state in FUNNEL
            if state not in CLOSED
        ),
        *(
            FunnelFigure(f"now-{state}", STATE_WORDS[state], f"今天以“{STATE_WORDS[state]}”办结的；重新打开的不算。", _now(state))
            for state in EXITS.values()
        ),
    )
}
"""Id → figure."""
DAYS_DEFINITION = "从登记到第一次到这一步的自然日，取中位数；没有到的不算。"


def counted(figure: FunnelFigure, needs: Iterable[FunnelNeed], day: FunnelDay) -> list[FunnelNeed]:
    """The rows behind a figure."""
    return [need for need in needs if figure.counts(need, day)]


def median_days(needs: Iterable[FunnelNeed], state: NeedState) -> float | None:
    """From being stated to this state, in days; None when none reached it."""
    days = [(day_in_shanghai(need.reached[state]) - day_in_shanghai(need.made_at)).days for need in needs if state in need.reached]
    return float(median(days)) if days else None


def grouped_needs(needs: Iterable[FunnelNeed], by: FunnelDimension) -> dict[str, list[FunnelNeed]]:
    """Code of a town, trade or scenario → its needs, the largest group first; what was not told stands under an empty code."""
    groups: dict[str, list[FunnelNeed]] = {}
    for need in needs:
        groups.setdefault(getattr(need, by), []).append(need)
    return dict(sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])))


def figures_of(needs: Sequence[FunnelNeed], day: FunnelDay) -> dict[str, int]:
    """Id of every figure → its number."""
    return {name: len(counted(figure, needs, day)) for name, figure in FIGURES.items()}
