"""应用场景: what is there to ask for?"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.calendar import day_in_shanghai
from service.flows.directory.browse_scenarios import GroupLine, ScenarioDetail, ScenarioLine, ScenarioTree
from web.addresses.list_address import Narrowed
from web.parts.cards import CaseCard, ProviderCard, case_card, provider_card
from web.parts.case_chart import CaseChart, case_chart

NATIONAL_GROUPS = {"P": "产品生命周期数字化", "E": "生产执行数字化", "S": "供应链数字化", "M": "管理决策数字化"}
"""Groups of the national pilot's scenes. Source: 中小企业数字化转型试点 (as in the project's domain notes)."""


@dataclass(frozen=True, slots=True)
class ScenarioEntry:
    """A scenario in a list. `level` is a hint that the bureau has not confirmed; empty when it counts toward none."""

    code: str
    name: str
    href: str
    plain: str
    says: str
    layer: str
    level: str
    providers: int
    providers_href: str
    cases: int
    cases_href: str


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group with its scenarios; `is_open`: unfolded."""

    code: str
    name: str
    plain: str
    scenarios: tuple[ScenarioEntry, ...]
    providers: int
    providers_href: str
    cases: int
    cases_href: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ScenariosPage:
    """The tree. `text`: what was looked for, `by_likeness`: no scenario has these words, the likeliest stand here; `shown`: how many."""

    template: ClassVar[str] = "pages/directory/scenarios.html"
    title: str
    groups: tuple[GroupEntry, ...]
    text: str
    by_likeness: bool
    shown: int
    all_groups: int
    scenarios: int
    listed: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """One scenario. `says`: how factories put it, each with the address that searches for it; `chart` None without cases."""

    template: ClassVar[str] = "pages/directory/scenario.html"
    title: str
    entry: ScenarioEntry
    definition: str
    group_code: str
    group_name: str
    says: tuple[tuple[str, str], ...]
    synonyms: tuple[str, ...]
    layer_plain: str
    layer_source: str
    level_meaning: str
    level_source: str
    national_group: str
    providers: tuple[ProviderCard, ...]
    cases: tuple[CaseCard, ...]
    chart: CaseChart | None
    adjacent: tuple[ScenarioEntry, ...]
    at: datetime


def scenarios_page(tree: ScenarioTree, asked: Narrowed) -> ScenariosPage:
    """The page of the tree; `asked` holds the words to look for and the group to be open."""
    groups = tuple(_group(line, tree.fitting, asked.wanted.get("group", "")) for line in tree.groups)
    groups = tuple(group for group in groups if group.scenarios)
    return ScenariosPage(
        title="应用场景",
        groups=groups,
        text=asked.text,
        by_likeness=tree.by_likeness,
        shown=sum(len(group.scenarios) for group in groups),
        all_groups=len(tree.groups),
        scenarios=sum(len(line.scenarios) for line in tree.groups),
        listed=tree.listed,
        at=tree.at,
    )


def scenario_page(detail: ScenarioDetail) -> ScenarioPage:
    """The page of one scenario."""
    scenario, layer, level = detail.line.scenario, detail.line.layer, detail.line.level
    day = day_in_shanghai(detail.at)
    trades = {industry.code: industry.name for industry in detail.codes.taxonomy.industries}
    return ScenarioPage(
        title=scenario.name,
        entry=scenario_entry(detail.line),
        definition=scenario.definition,
        group_code=detail.group.code,
        group_name=detail.group.name,
        says=tuple((sentence, "/search?" + urlencode({"q": sentence})) for sentence in scenario.says),
        synonyms=scenario.synonyms,
        layer_plain=layer.plain if layer else "",
        layer_source=(layer.source or "") if layer else "",
        level_meaning=level.meaning if level else "",
        level_source=(level.source or "") if level else "",
        national_group=NATIONAL_GROUPS.get(scenario.national_group or "", ""),
        providers=tuple(provider_card(provider, detail.codes, day, scenario=scenario.code) for provider in detail.providers),
        cases=tuple(case_card(told, detail.codes) for told in detail.cases),
        chart=case_chart(detail.cases_by_trade, trades, (scenario.code, scenario.name)),
        adjacent=tuple(scenario_entry(line) for line in detail.adjacent),
        at=detail.at,
    )


def scenario_entry(line: ScenarioLine) -> ScenarioEntry:
    """One line of a list of scenarios."""
    scenario = line.scenario
    return ScenarioEntry(
        code=scenario.code,
        name=scenario.name,
        href=f"/scenarios/{scenario.code}",
        plain=scenario.plain,
        says=scenario.says[0] if scenario.says else "",
        layer=line.layer.name if line.layer else "",
        level=scenario.level_hint or "",
        providers=line.providers,
        providers_href=f"/providers?scenario={scenario.code}",
        cases=line.cases,
        cases_href=f"/cases?scenario={scenario.code}",
    )


def _group(line: GroupLine, fitting: frozenset[str] | None, opened: str) -> GroupEntry:
    code = line.group.code
    return GroupEntry(
        code=code,
        name=line.group.name,
        plain=line.group.plain,
        scenarios=tuple(scenario_entry(each) for each in line.scenarios if fitting is None or each.scenario.code in fitting),
        providers=line.providers,
        providers_href=f"/providers?group={code}",
        cases=line.cases,
        cases_href=f"/cases?group={code}",
        is_open=fitting is not None or code == opened.upper(),
    )
