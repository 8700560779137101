"""能力地图: which public provider does which scenario, group by group, and where nobody does."""

from dataclasses import dataclass
from datetime import datetime

from service.copies.kept_directory import read_kept
from service.domain.directory import ListedProvider, count_by_scenario, narrow
from service.domain.providers import TagOrigin
from service.domain.taxonomy import Scenario, ScenarioGroup
from service.runtime import Runtime

ROWS_SHOWN = 60
"""Providers of one group that stand in its table; the rest is a link away."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One provider in one scenario: where the claim comes from, and how many of its cases belong to it."""

    origin: TagOrigin
    cases: int


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One provider; `cells` parallel to the group's scenarios, None where it claims nothing."""

    provider_id: str
    name: str
    full_name: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class CoverageColumn:
    """One scenario with all its public providers and cases, also those whose rows are not shown."""

    scenario: Scenario
    providers: int
    cases: int


@dataclass(frozen=True, slots=True)
class CoverageGroup:
    """One group. `providers`: all that have at least one of its scenarios; `rows`: the first `ROWS_SHOWN` of them, most cells first."""

    group: ScenarioGroup
    columns: tuple[CoverageColumn, ...]
    providers: int
    rows: tuple[CoverageRow, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole map. `nobody`: scenarios without any public provider; `pairs`: cells that hold something."""

    groups: tuple[CoverageGroup, ...]
    listed: int
    pairs: int
    nobody: tuple[Scenario, ...]
    at: datetime


def browse_coverage(runtime: Runtime) -> Coverage:
    """The map as of now."""
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    directory, taxonomy = kept.directory, kept.codes.taxonomy
    providers, cases = count_by_scenario(directory.providers), count_by_scenario(directory.cases)
    groups = []
    for group in taxonomy.groups:
        columns = tuple(
            CoverageColumn(scenario, providers[scenario.code], cases[scenario.code])
            for scenario in taxonomy.scenarios
            if scenario.group == group.code
        )
        found = narrow(directory.providers, {"group": group.code})
        rows = [_row(provider, columns) for provider in found]
        rows.sort(key=lambda row: -sum(cell is not None for cell in row.cells))
        groups.append(CoverageGroup(group, columns, len(found), tuple(rows[:ROWS_SHOWN])))
    return Coverage(
        groups=tuple(groups),
        listed=len(directory.providers),
        pairs=sum(providers.values()),
        nobody=tuple(scenario for scenario in taxonomy.scenarios if not providers[scenario.code]),
        at=now,
    )


def _row(provider: ListedProvider, columns: tuple[CoverageColumn, ...]) -> CoverageRow:
    origins = {tag.code: tag.origin for tag in provider.scenarios}
    told = count_by_scenario(provider.cases)
    cells = tuple(
        Cell(origins[column.scenario.code], told[column.scenario.code]) if column.scenario.code in origins else None for column in columns
    )
    return CoverageRow(provider.id, provider.display_name, provider.name, cells)
