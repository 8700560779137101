"""怎样被找到: how often, at which place, for which scenarios and trades; what is missing most."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from service.domain.codes import CodeTables
from service.domain.completeness import Lack, completeness_of
from service.domain.exposure import FEWEST_TOLD, PLACE_WORDS, LackKind, grouped, told_count, told_lacks
from service.flows.figures.report_exposure import OwnExposure
from service.flows.profiles.see_profile import ProfileState

_MISSING = {
    LackKind.CASE: "没有案例",
    LackKind.PRICE: "没写价格",
    LackKind.SCENARIO: "企业要的另一件事没写",
    LackKind.INTERFACE: "没写能和企业已有的系统对接",
    LackKind.LIMIT: "预算、工期或地点对不上",
}
_MENDED = {
    LackKind.TRADE_CASE: "case:new",
    LackKind.CASE: "case:new",
    LackKind.PRICE: "",
    LackKind.SCENARIO: "capability:new",
    LackKind.INTERFACE: "",
    LackKind.LIMIT: "",
}
"""Where it is mended; empty: in one of the capabilities, from the list of all."""


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month; `median`: how often the provider in the middle of the pool was shown."""

    month: str
    shown: str
    opened: str
    compared: str
    median: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Groups: (words, how often shown); small ones stand together. `told_missing`: (words, section to mend it in, how often)."""

    template: ClassVar[str] = "pages/profiles/found.html"
    title: str
    back: str
    firm: str
    months: tuple[MonthLine, ...]
    places: tuple[tuple[str, str], ...]
    scenarios: tuple[tuple[str, str], ...]
    trades: tuple[tuple[str, str], ...]
    told_missing: tuple[tuple[str, str, int], ...]
    lacks: tuple[Lack, ...]
    edit_root: str
    fewest: int


def found_page(state: ProfileState, exposure: OwnExposure) -> FoundPage:
    """One's own firm in the latest months."""
    firm = state.provider.id
    names = _names(state.codes)
    return FoundPage(
        title="怎样被找到",
        back=f"/profile/{firm}",
        firm=state.provider.display_name,
        months=tuple(
            MonthLine(
                each.month,
                told_count(each.shown),
                told_count(each.opened),
                told_count(each.compared),
                _median(exposure.medians[each.month]),
            )
            for each in exposure.months
        ),
        places=_groups(exposure, firm, "place", {str(band): words for band, words in PLACE_WORDS.items()}),
        scenarios=_groups(exposure, firm, "scenario", names),
        trades=_groups(exposure, firm, "trade", names),
        told_missing=tuple(
            (_missing(kind, names.get(trade, "")), _MENDED[kind], count) for kind, trade, count in told_lacks(exposure.lacks)
        ),
        lacks=completeness_of(state.published).lacks[:3],
        edit_root=f"/profile/{firm}/edit/",
        fewest=FEWEST_TOLD,
    )


def _median(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"


def _missing(kind: LackKind, trade: str) -> str:
    return f"没有{trade}行业的案例" if kind is LackKind.TRADE_CASE else _MISSING[kind]


def _groups(exposure: OwnExposure, firm: str, by: str, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((names.get(value, "没说，或合在一起的"), told_count(count)) for value, count in grouped(exposure.counts, firm, by))


def _names(codes: CodeTables) -> dict[str, str]:
    taxonomy = codes.taxonomy
    scenarios = {each.code: each.name for each in taxonomy.scenarios}
    return scenarios | {each.code: each.name for each in taxonomy.industries}
