"""The taxonomy of scenarios with who does them."""

from datetime import datetime

from pydantic import Field

from service.api.schemas.base import Answer
from service.flows.directory.browse_scenarios import GroupLine, ScenarioLine, ScenarioTree


class ScenarioOut(Answer):
    """One scenario 应用场景."""

    code: str
    name: str
    definition: str
    plain: str = Field(description="The same in a factory's words.")
    layer: str = Field(description="Pyramid layer: `foundation`, `core` or `showcase`.")
    national_group: str | None
    level_hint: str | None = Field(description="Level it usually counts toward (乙级, 甲级); a hint, not a ruling.")
    adjacent: list[str] = Field(description="Codes of neighbouring scenarios.")
    providers: int = Field(description="Listed providers who do it.")
    cases: int = Field(description="Their cases of it.")


class ScenarioGroupOut(Answer):
    """One group with its scenarios. Providers and cases are counted once each, so these are not the sums of the scenarios."""

    code: str
    name: str
    plain: str
    providers: int
    cases: int
    scenarios: list[ScenarioOut]


class ScenariosOut(Answer):
    """All groups."""

    groups: list[ScenarioGroupOut]
    listed: int = Field(description="All listed providers.")
    at: datetime = Field(description="Instant of the counts, UTC.")


def scenarios_out(tree: ScenarioTree) -> ScenariosOut:
    """Build the answer."""
    return ScenariosOut(groups=[_group(line) for line in tree.groups], listed=tree.listed, at=tree.at)


def _group(line: GroupLine) -> ScenarioGroupOut:
    group = line.group
    return ScenarioGroupOut(
        code=group.code,
        name=group.name,
        plain=group.plain,
        providers=line.providers,
        cases=line.cases,
        scenarios=[_scenario(scenario) for scenario in line.scenarios],
    )


def _scenario(line: ScenarioLine) -> ScenarioOut:
    scenario = line.scenario
    return ScenarioOut(
        code=scenario.code,
        name=scenario.name,
        definition=scenario.definition,
        plain=scenario.plain,
        layer=scenario.layer,
        national_group=scenario.national_group,
        level_hint=scenario.level_hint,
        adjacent=list(scenario.adjacent),
        providers=line.providers,
        cases=line.cases,
    )
