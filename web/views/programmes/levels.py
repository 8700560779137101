"""应用水平: 未评 → 乙级 → 甲级 → 创新示范."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.programme_words import UNRATED, UNRATED_WORD
from service.flows.programmes.browse_levels import LevelSteps


@dataclass(frozen=True, slots=True)
class LiftingLine:
    """A scenario on the way up. `entry`: the bureau's words with its document, empty where there is only our hint."""

    name: str
    href: str
    plain: str
    entry: str
    document: str
    is_demo: bool
    cases: int
    cases_href: str
    providers: int
    providers_href: str


@dataclass(frozen=True, slots=True)
class LevelsPage:
    """`rungs`: (name, meaning, source, whether one stands here). `has_entries`: the bureau has entered any of the standard."""

    template: ClassVar[str] = "pages/programmes/levels.html"
    title: str
    rungs: tuple[tuple[str, str, str, bool], ...]
    level: str
    industry: str
    levels: tuple[tuple[str, str], ...]
    industries: tuple[tuple[str, str], ...]
    next: str
    trade: str
    lifting: tuple[LiftingLine, ...]
    has_entries: bool


def levels_page(found: LevelSteps) -> LevelsPage:
    """The page for a level and a trade."""
    taxonomy = found.codes.taxonomy
    trade = taxonomy.industry_by_code.get(found.industry)
    asked = {"industry": found.industry} if found.industry else {}
    return LevelsPage(
        title="应用水平",
        rungs=(
            (UNRATED_WORD, "还没有参加过评估", "", not found.level),
            *((level.name, level.meaning, level.source or "", level.code == found.level) for level in found.levels),
        ),
        level=found.level,
        industry=found.industry,
        levels=((UNRATED, UNRATED_WORD), *((level.code, level.name) for level in found.levels)),
        industries=tuple((industry.code, industry.name) for industry in taxonomy.industries),
        next=found.next.name if found.next else "",
        trade=trade.name if trade else "",
        lifting=tuple(
            LiftingLine(
                name=each.scenario.name,
                href=f"/scenarios/{each.scenario.code}",
                plain=each.scenario.plain,
                entry=each.entry.words if each.entry else "",
                document=each.entry.document_no if each.entry else "",
                is_demo=bool(each.entry and each.entry.is_demo),
                cases=each.cases,
                cases_href="/cases?" + urlencode({"scenario": each.scenario.code} | asked),
                providers=each.providers,
                providers_href="/providers?" + urlencode({"scenario": each.scenario.code} | asked),
            )
            for each in found.lifting
        ),
        has_entries=bool(found.entries),
    )
