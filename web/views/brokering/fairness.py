"""公平季报: figures with their definition, and every hand with its reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from service.domain.fairness import CONCENTRATED_FROM, CONCENTRATION_DEFINITION, HIGHLY_FROM, HandKind, ProviderShare, Quarter
from service.flows.brokering.report_fairness import HANDS_MOST, FairnessReport

_HAND_WORDS = {HandKind.PINNED: "加入", HandKind.REMOVED: "移出"}


@dataclass(frozen=True, slots=True)
class HandLine:
    """One pin or removal. `by`: who, or the platform."""

    at: datetime
    what: str
    provider: str
    need_href: str
    number: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class FairnessPage:
    """`says`: the measure in a word. `is_over`: the quarter has ended, so its figures stand."""

    template: ClassVar[str] = "pages/brokering/fairness.html"
    title: str
    quarter: str
    today: date
    is_over: bool
    previous_href: str
    next_href: str
    figures: tuple[tuple[str, str], ...]
    says: str
    definition: str
    shares: tuple[ProviderShare, ...]
    hands: tuple[HandLine, ...]
    hands_most: int
    can_open: bool


def fairness_page(report: FairnessReport, today: date, *, can_open: bool) -> FairnessPage:
    """One quarter. `can_open`: whoever looks may open needs, so their numbers are links."""
    found, quarter = report.concentration, report.quarter
    return FairnessPage(
        title=f"{quarter.year} 年第 {quarter.number} 季度推荐公平性",
        quarter=str(quarter),
        today=today,
        is_over=report.is_over,
        previous_href=f"/workbench/fairness?quarter={quarter.previous}",
        next_href="" if quarter >= Quarter.of(today) else f"/workbench/fairness?quarter={quarter.next}",
        figures=(
            ("推荐", f"{found.recommendations:,} 家次，{found.providers} 家；公开的共 {found.listed} 家"),
            ("集中度（HHI）", f"{found.hhi:,}，完全平均时是 {found.even_hhi:,}"),
            ("前三家占比", f"{found.top_ratio:.0%}"),
            ("手工加入", f"{sum(share.pinned for share in report.shares)} 家次"),
            ("登记在册的利益关系", f"{report.ties} 条"),
        ),
        says=_says(found.hhi) if found.recommendations else "这个季度还没有发出名单",
        definition=CONCENTRATION_DEFINITION,
        shares=report.shares,
        hands=tuple(
            HandLine(
                hand.at, _HAND_WORDS[hand.kind], hand.provider_name, f"/workbench/needs/{hand.need_id}", hand.need_number,
                hand.by or "系统", hand.reason,
            )
            for hand in report.hands
        ),
        hands_most=HANDS_MOST,
        can_open=can_open,
    )  # fmt: skip


def _says(hhi: int) -> str:
    if hhi < CONCENTRATED_FROM:
        return "分散"
    return "比较集中" if hhi < HIGHLY_FROM else "集中，请看看为什么"
