"""首页: can I just say it?"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from service.domain.gains import Gain
from service.flows.directory.browse_cases import CaseList
from service.flows.upkeep.read_site_state import SiteState
from service.settings import Settings
from web.parts.cards import case_card
from web.parts.examples import EXAMPLES, Example

_PLACEHOLDERS = (
    "例如：车间 30 台冲床，不知道每台一天实际开了多久",
    "例如：客户要追溯到原料批次，现在全靠翻纸质单",
    "例如：订单一多就乱，跟单天天跑车间问做到哪一步",
    "例如：老板想在手机上看到每天产量和不良，不想换掉现在的金蝶",
    "例如：注塑机夜班没人看，停了也不知道，想先装几台试试",
)
_DEEDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class PoolFigure:
    """One number of the first page with the address of its rows."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Deed:
    """What came of one case: its figure before and after, whose factory, and the case itself."""

    gain: Gain
    customer: str
    facts: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """`as_of`: the instant of the counts. `deeds`: a few cases, others each day; `cases`: how many there are."""

    template: ClassVar[str] = "pages/site/home.html"
    title: str
    placeholder: str
    examples: tuple[Example, ...]
    figures: tuple[PoolFigure, ...]
    deeds: tuple[Deed, ...]
    cases: int
    as_of: datetime | None


def home_page(settings: Settings, state: SiteState, told: CaseList, turn: int) -> HomePage:
    """The first page; `turn` (the minute of the day, say) chooses the placeholder, so the page rotates without a script."""
    figures = [PoolFigure(f"{line.pool.short_name}资源池", line.members, f"/pools/{line.pool.code}") for line in state.pools]
    if len(figures) > 1:
        figures.append(PoolFigure("去重合计", state.members, "/pools"))
    figures.append(PoolFigure("现在能搜到", state.listed, "/providers"))
    return HomePage(
        title=settings.site_name,
        placeholder=_PLACEHOLDERS[turn % len(_PLACEHOLDERS)],
        examples=EXAMPLES,
        figures=tuple(figures),
        deeds=_deeds(told),
        cases=told.all_cases,
        as_of=state.at,
    )


def _deeds(told: CaseList) -> tuple[Deed, ...]:
    """Of each trade and of each provider one, so that no firm and no trade fills the row."""
    deeds: dict[str, Deed] = {}
    firms: set[str] = set()
    for row in told.page.items:
        card = case_card(row, told.codes)
        gain = next((gain for gain in card.gains if gain.before), None)
        trade = row.case.content.industry or ""
        if gain is not None and trade not in deeds and row.provider.id not in firms:
            deeds[trade] = Deed(gain, card.customer, card.facts, card.provider_href)
            firms.add(row.provider.id)
    return tuple(deeds.values())[:_DEEDS_SHOWN]
