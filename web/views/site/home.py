"""首页: can I just say it?"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.flows.upkeep.read_site_state import SiteState
from service.settings import Settings

_PLACEHOLDERS = (
    "例如：车间 30 台冲床，不知道每台一天实际开了多久",
    "例如：客户要追溯到原料批次，现在全靠翻纸质单",
    "例如：订单一多就乱，跟单天天跑车间问做到哪一步",
    "例如：老板想在手机上看到每天产量和不良，不想换掉现在的金蝶",
    "例如：注塑机夜班没人看，停了也不知道，想先装几台试试",
)
_EXAMPLES = (
    "注塑车间 20 台机，停机了没人知道，想手机上看到，预算 10 万以内",
    "客户要求一件一码能追溯，现在全靠纸质单",
    "排产靠老师傅的脑袋，插单一多就交不了货",
)


@dataclass(frozen=True, slots=True)
class PoolFigure:
    """One number of the first page with the address of its rows."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence to tap."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """`as_of`: the instant of the counts."""

    template: ClassVar[str] = "pages/site/home.html"
    title: str
    placeholder: str
    examples: tuple[Example, ...]
    figures: tuple[PoolFigure, ...]
    as_of: datetime | None


def home_page(settings: Settings, state: SiteState, turn: int) -> HomePage:
    """The first page; `turn` (the minute of the day, say) chooses the placeholder, so the page rotates without a script."""
    figures = [PoolFigure(f"{line.pool.short_name}资源池", line.members, f"/pools/{line.pool.code}") for line in state.pools]
    if len(figures) > 1:
        figures.append(PoolFigure("去重合计", state.members, "/pools"))
    figures.append(PoolFigure("现在能搜到", state.listed, "/providers"))
    return HomePage(
        title=settings.site_name,
        placeholder=_PLACEHOLDERS[turn % len(_PLACEHOLDERS)],
        examples=tuple(Example(text, "/search?" + urlencode({"q": text})) for text in _EXAMPLES),
        figures=tuple(figures),
        as_of=state.at,
    )
