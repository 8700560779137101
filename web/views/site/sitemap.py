"""站点地图: generated from the registry of pages, so that no page is missing from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from service.flows.directory.browse_pools import PoolsOverview
from service.flows.directory.browse_scenarios import ScenarioTree

SECTIONS: dict[str, dict[str, str]] = {
    "找服务商": {"/": "首页：用一句话说需求", "/search": "匹配结果", "/compare": "对比服务商", "/desk": "供需对接服务台"},
    "看池里有什么": {
        "/providers": "服务商名录",
        "/cases": "同行案例",
        "/industries": "按行业看",
        "/scenarios": "应用场景",
        "/clusters": "产业集群",
        "/pools": "资源池",
        "/coverage": "能力地图",
        "/events": "活动",
    },
    "政策": {"/programmes": "政策项目", "/levels": "应用水平"},
    "账户": {"/sign-in": "登录", "/sign-up": "注册", "/recover": "忘记密码"},
    "关于本站": {
        "/help": "帮助",
        "/ranking": "排序说明",
        "/privacy": "个人信息说明",
        "/exposure": "曝光统计",
        "/accessibility": "无障碍声明",
        "/sitemap": "站点地图",
        "/patterns": "页面部件样张",
    },
}
"""Section → path → words. A path that stands nowhere here is listed under 其他, and a test asks for its words."""

_OTHERS = "其他"


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A page, and the pages below it."""

    label: str
    href: str
    below: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SiteSection:
    """Links under a heading."""

    title: str
    links: tuple[SiteLink, ...]


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """The map."""

    template: ClassVar[str] = "pages/site/sitemap.html"
    title: str
    sections: tuple[SiteSection, ...]


def sitemap_page(paths: Iterable[str], tree: ScenarioTree, overview: PoolsOverview) -> SitemapPage:
    """The map of the registered `paths` that need nothing filled in."""
    registered = set(paths)
    below = {
        "/scenarios": tuple((line.group.name, f"/scenarios#{line.group.code}") for line in tree.groups),
        "/pools": tuple((line.pool.name, f"/pools/{line.pool.code}") for line in overview.pools),
    }
    sections = [
        SiteSection(title, tuple(SiteLink(label, path, below.get(path, ())) for path, label in pages.items() if path in registered))
        for title, pages in SECTIONS.items()
    ]
    told = {path for pages in SECTIONS.values() for path in pages}
    others = tuple(SiteLink(path, path) for path in sorted(registered - told))
    return SitemapPage("站点地图", (*sections, *([SiteSection(_OTHERS, others)] if others else [])))
