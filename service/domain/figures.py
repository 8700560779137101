"""统计指标: each figure has one definition with name, unit, period, and the rows behind it. Pages, API and workbook all ask these."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from service.domain.figure_facts import NOT_TOLD_CODE, FigureFacts
from service.domain.introductions import IntroductionState
from service.domain.money import wan_of_fen
from service.domain.need_steps import FUNNEL, STATE_WORDS, NeedState
from service.domain.outcomes import OUTCOME_WORDS, OutcomeKind

Number = int | float


class Measure(StrEnum):
    """How rows become a number: counted, added up in 万元, the one in the middle, or the share that counts."""

    COUNT = "count"
    WAN = "wan"
    MEDIAN = "median"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row behind a figure. `number`: days, fen, or 1 and 0 of a share. `label`: a number for people, never a name of a factory."""

    key: str
    label: str
    on: date
    town: str = NOT_TOLD_CODE
    trade: str = NOT_TOLD_CODE
    group: str = NOT_TOLD_CODE
    number: int = 1


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """`rows_of` gives every row of a year; a period and a town choose among them by their day and town.

    `about_firms`: rows are factories' affairs, so numbers under five are hidden. `by_day` False: a state of today, whatever the period.
    """

    id: str
    section: str
    name: str
    definition: str
    unit: str
    measure: Measure
    rows_of: Callable[[FigureFacts], Iterable[FigureRow]]
    about_firms: bool = True
    by_day: bool = True


def measured(measure: Measure, rows: Sequence[FigureRow]) -> Number | None:
    """The number of these rows; None where there is nothing to measure."""
    match measure:
        case Measure.COUNT:
            return len(rows)
        case Measure.WAN:
            return round(wan_of_fen(sum(row.number for row in rows)), 2)
        case Measure.MEDIAN:
            return round(float(median(row.number for row in rows)), 1) if rows else None
        case Measure.SHARE:
            return round(sum(row.number for row in rows) / len(rows), 4) if rows else None


_WAY = "办到哪一步"
_RESPONSE = "答复快慢"
_BROKERED = "对接和成效"
_SUPPLY = "供给"
_FAIRNESS = "曝光和公平"
SECTIONS = (_WAY, _RESPONSE, _BROKERED, _SUPPLY, _FAIRNESS)


def _reached(place: int) -> Callable[[FigureFacts], Iterable[FigureRow]]:
    def rows(facts: FigureFacts) -> Iterable[FigureRow]:
        return (
            FigureRow(need.id, need.number, need.made_on, need.town, need.trade, need.group)
            for need in facts.needs
            if need.furthest >= place
        )

    return rows


def _left(facts: FigureFacts) -> Iterable[FigureRow]:
    return (FigureRow(need.id, need.number, need.made_on, need.town, need.trade, need.group) for need in facts.needs if need.left)


def _contact_days(facts: FigureFacts) -> Iterable[FigureRow]:
    return (
        FigureRow(need.id, need.number, need.made_on, need.town, need.trade, need.group, need.contact_days)
        for need in facts.needs
        if need.contact_days is not None
    )


def _in_time(days: int) -> Callable[[FigureFacts], Iterable[FigureRow]]:
    def rows(facts: FigureFacts) -> Iterable[FigureRow]:
        return (
            FigureRow(need.id, need.number, need.made_on, need.town, need.trade, need.group, int(need.contact_days <= days))
            for need in facts.needs
            if need.contact_days is not None
        )

    return rows


def _introduced(state: IntroductionState | None) -> Callable[[FigureFacts], Iterable[FigureRow]]:
    def rows(facts: FigureFacts) -> Iterable[FigureRow]:
        for each in facts.introductions:
            on = each.agreed_on if state is IntroductionState.AGREED else each.proposed_on
            if on is None or (state is IntroductionState.LAPSED and not each.lapsed):
                continue
            yield FigureRow(each.id, each.id, on, *_place(facts, each.need_id))

    return rows


def _answer_days(facts: FigureFacts) -> Iterable[FigureRow]:
    return (
        FigureRow(each.id, each.id, each.proposed_on, *_place(facts, each.need_id), each.answer_days)
        for each in facts.introductions
        if each.answer_days is not None
    )


def _told(kind: OutcomeKind, *, money: bool = False) -> Callable[[FigureFacts], Iterable[FigureRow]]:
    def rows(facts: FigureFacts) -> Iterable[FigureRow]:
        return (
            FigureRow(each.id, each.id, each.happened_on, *_place(facts, each.need_id), each.least_fen if money else 1)
            for each in facts.outcomes
            if each.kind == kind
        )

    return rows


def _gaps(facts: FigureFacts) -> Iterable[FigureRow]:
    return (FigureRow(gap.id, gap.id, gap.on, gap.town, gap.trade, gap.group) for gap in facts.gaps)


def _shown(facts: FigureFacts) -> Iterable[FigureRow]:
    for month, counts in facts.shown.items():
        on = date.fromisoformat(f"{month}-01")
        yield from (FigureRow(provider, provider, on, number=count) for provider, count in counts.items())


def _listed(facts: FigureFacts) -> Iterable[FigureRow]:
    return (FigureRow(provider, provider, facts.as_of, number=int(fresh)) for provider, fresh in facts.listed.items())


def _programmes(facts: FigureFacts) -> Iterable[FigureRow]:
    return (FigureRow(key, key, facts.as_of) for key in facts.programmes)


def _place(facts: FigureFacts, need_id: str) -> tuple[str, str, str]:
    return (facts.need_places or {}).get(need_id, (NOT_TOLD_CODE, NOT_TOLD_CODE, NOT_TOLD_CODE))


CONTACT_PROMISED_DAYS = 3
_OF_NEEDS = "按登记日期归入期间，并入别条的不算"
FIGURES: tuple[FigureDefinition, ...] = (
    *(
        FigureDefinition(
            f"needs_{state}",
            _WAY,
            "登记的需求" if state is NeedState.REGISTERED else f"办到“{STATE_WORDS[state]}”及以后的需求",
            f"期间内登记、到今天办到过“{STATE_WORDS[state]}”或更后一步的需求，{_OF_NEEDS}。",
            "条",
            Measure.COUNT,
            _reached(place),
        )
        for place, state in enumerate(FUNNEL)
    ),
    FigureDefinition(
        "needs_left", _WAY, "没有办成就结束的需求", f"自行解决、暂缓、无合适、预算不足、失联的需求，{_OF_NEEDS}。", "条",
        Measure.COUNT, _left,
    ),
    FigureDefinition(
        "contact_days", _RESPONSE, "第一次联系用的工作日", f"从登记到第一次联系上企业的工作日，取中位数；还没联系上的不算，{_OF_NEEDS}。",
        "个工作日", Measure.MEDIAN, _contact_days,
    ),
    FigureDefinition(
        "contact_in_time", _RESPONSE, "三个工作日内联系上的比例", f"联系上的需求里，三个工作日内联系上的占多少，{_OF_NEEDS}。", "%",
        Measure.SHARE, _in_time(CONTACT_PROMISED_DAYS),
    ),
    FigureDefinition(
        "answer_days", _RESPONSE, "服务商答复用的工作日", "从问服务商到它答复的工作日，取中位数；按发起日期归入期间。", "个工作日",
        Measure.MEDIAN, _answer_days,
    ),
    FigureDefinition(
        "introductions_made", _BROKERED, "发起的对接", "期间内发起的对接次数，一条需求可以有几次。", "次", Measure.COUNT, _introduced(None)
    ),
    FigureDefinition(
        "introductions_agreed", _BROKERED, "双方同意的对接", "双方都同意的对接次数，按后一方同意的日期归入期间。", "次", Measure.COUNT,
        _introduced(IntroductionState.AGREED),
    ),
    FigureDefinition(
        "introductions_lapsed", _BROKERED, "到期没有答复的对接", "到期没有答复而作废的对接次数，按发起日期归入期间。", "次", Measure.COUNT,
        _introduced(IntroductionState.LAPSED),
    ),
    *(
        FigureDefinition(
            f"outcomes_{kind}", _BROKERED, OUTCOME_WORDS[kind],
            f"一方填写、另一方确认的“{OUTCOME_WORDS[kind]}”次数，按发生日期归入期间。", "次", Measure.COUNT, _told(kind),
        )
        for kind in (OutcomeKind.MET, OutcomeKind.INTENT, OutcomeKind.SIGNED, OutcomeKind.ACCEPTED)
    ),
    FigureDefinition(
        "signed_least_wan", _BROKERED, "签约金额（按区间下限合计）",
        "双方确认的签约，合同额只登记区间，这里按各自区间的下限相加，所以是至少这么多。",
        "万元", Measure.WAN, _told(OutcomeKind.SIGNED, money=True),
    ),
    FigureDefinition("gaps", _SUPPLY, "供给缺口", "池内没有把握大的服务商的需求次数，不记是谁。", "次", Measure.COUNT, _gaps),
    FigureDefinition(
        "providers_listed", _SUPPLY, "公开的服务商", "今天公开名录里的服务商，两个池都在的只算一家。", "家", Measure.COUNT, _listed,
        about_firms=False, by_day=False,
    ),
    FigureDefinition(
        "providers_fresh", _SUPPLY, "半年内确认过资料的服务商比例",
        "公开的服务商里，半年内有人确认过资料仍有效的占多少。", "%", Measure.SHARE,
        _listed, about_firms=False, by_day=False,
    ),
    FigureDefinition(
        "programmes_in_force", _SUPPLY, "现行的政策项目", "今天在有效期内的政策项目。", "项", Measure.COUNT, _programmes,
        about_firms=False, by_day=False,
    ),
    FigureDefinition(
        "shown_median", _FAIRNESS, "居中的服务商列出的次数", "列出过的服务商在一个月里列出的次数，取中位数。", "次", Measure.MEDIAN, _shown,
        about_firms=False,
    ),
)  # fmt: skip
FIGURE_BY_ID: Mapping[str, FigureDefinition] = {figure.id: figure for figure in FIGURES}
