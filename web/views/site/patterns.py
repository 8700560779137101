"""Every part of the design system once in each state: what the people who keep the pages, and the tests, look at."""

from dataclasses import dataclass
from typing import ClassVar

from service.domain.paging import Page
from web.parts.match_card import MatchCard
from web.parts.paging import Paging, paging_of
from web.parts.proof import Amount, GainLine, Quote
from web.views.matching.facets import Facet, FacetLink
from web.views.matching.understood import Addition, Chip, ChipChange, Option, Understood

_LONG_FIRM_NAME = "东莞市望牛墩高埗道滘智能装备与工业互联网一体化解决方案技术服务有限责任公司分公司"
_ICONS = (
    *("search", "arrow", "back", "check", "cross", "plus", "desk", "quote", "warn"),
    *("note", "print", "link", "place", "clock", "money", "case", "download"),
)
_HOSTILE = "<script>alert(1)</script>\"'&lt;"


@dataclass(frozen=True, slots=True)
class PatternsPage:
    """Samples; none of them is a real firm."""

    template: ClassVar[str] = "pages/site/patterns.html"
    title: str
    understood: Understood
    cards: tuple[MatchCard, ...]
    facet: Facet
    pagings: tuple[Paging, ...]
    problems: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]
    icons: tuple[str, ...]
    badges: tuple[tuple[str, str], ...]
    hostile: str


def patterns_page() -> PatternsPage:
    """All samples."""
    return PatternsPage(
        title="页面部件",
        understood=_understood(),
        cards=(_card(1), _long_card(2)),
        facet=Facet(
            "行业",
            (FacetLink("注塑/塑胶制品", 12, "#facet", chosen=True), FacetLink("五金制品", 7, "#facet", chosen=False)),
            (FacetLink("毛织", 1, "#facet", chosen=False),),
        ),
        pagings=tuple(paging_of(Page((), 500, number), "/patterns") for number in (1, 12, 25)),
        problems=(("pattern-name", "请填写企业全称"), ("pattern-words", "请写一句话，至少 5 个字")),
        choices=(("municipal", "市级"), ("provincial", "省级")),
        icons=_ICONS,
        badges=(("普通", "plain"), ("很合适", "accent"), ("有效", "good"), ("快到期", "warn"), ("已停用", "bad"), ("沾边", "quiet")),
        hostile=_HOSTILE,
    )


def _understood() -> Understood:
    towns = (Option("道滘镇", "道滘镇"), Option("高埗镇", "高埗镇"))
    near = (Option("工单报工", "#chips", "扫码报工"), Option("生产看板", "#chips", "大屏看产量", chosen=True))
    return Understood(
        chips=(
            Chip("场景", "设备状态采集", "#chips", ChipChange("scenario", links=near)),
            Chip("镇街", "道滘镇", "#chips", ChipChange("town", "道滘", towns)),
            Chip("预算", "10 万元以内", "#chips", ChipChange("budget", "10万", unit="万元以内", number=10)),
            Chip("已有", f"企业资源计划（您说的“{_HOSTILE}”）", "#chips"),
        ),
        more_wishes=("手机能看产量",),
        not_understood=("老板说先搞起来再讲",),
        mended=(("排缠", "排产"),),
        dropped=("预算",),
        restore_href="#chips",
        which_one=(Option("设备状态采集", "#chips", "机器开没开、停了多久，坐在办公室能看"), *near),
        additions=(Addition("industry", "行业", towns), Addition("budget", "预算", unit="万元以内")),
    )


def _card(rank: int) -> MatchCard:
    quote = "在曲轴侧装接近开关，停机超过设定时间自动推送到班长手机。"
    return MatchCard(
        anchor=f"sample-{rank}",
        rank=rank,
        name="演示服务商",
        full_name="东莞市演示服务商有限公司",
        href="#cards",
        fit="很合适",
        fit_badge="accent",
        covers_all=True,
        named=False,
        category="数采与网关服务商",
        what="做冲压、端子车间的设备计数",
        pools=("市级",),
        gain=GainLine("夜班每台偷停", Amount("约", "96", "分钟"), Amount("", "35", "分钟"), "案例 2024 石排某玩具厂"),
        no_peer="",
        quote=Quote("同行做过", quote, "案例 2023 虎门某端子厂", ((10, 12), (21, 23))),
        price="4–18 万元",
        weeks="约 3 周",
        place="东莞虎门镇",
        excludes=(f"整厂 MES，{_HOSTILE}",),
        missing=("未见 20 台以上的案例",),
        grade="自报",
        short_of="未见 20 台以上的案例",
        compare_href="#cards",
        compare_words="加入对比",
        compared=False,
        desk_href="/desk",
    )


def _long_card(rank: int) -> MatchCard:
    return MatchCard(
        anchor=f"sample-{rank}",
        rank=rank,
        name=_LONG_FIRM_NAME,
        full_name=_LONG_FIRM_NAME,
        href="#cards",
        fit="沾边",
        fit_badge="quiet",
        covers_all=False,
        named=True,
        category="",
        what="",
        pools=("市级", "省级"),
        gain=None,
        no_peer="没有同行案例，最近的一件是家具",
        quote=None,
        price="价格面议",
        weeks="周期面议",
        place="东莞高埗镇",
        excludes=(),
        missing=("未见注塑行业案例", "没有写明价格"),
        grade="自报",
        short_of="能力「板式家具拆单」；未见注塑行业案例",
        compare_href="",
        compare_words="最多对比 4 家",
        compared=False,
        desk_href="/desk",
    )
