"""应用水平: what lifts a factory to the next level, what comparable factories did, and whose cases did so."""

from collections import Counter
from dataclasses import dataclass

from service.copies.kept_directory import read_kept
from service.domain.codes import CodeTables
from service.domain.directory import narrow
from service.domain.levels import Level
from service.domain.standards import StandardEntry, hinted, next_level
from service.domain.taxonomy import Scenario
from service.runtime import Runtime
from service.store.queries.standards import read_standard
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class LiftingScenario:
    """A scenario that counts toward the next level. `entry`: the bureau's; None: only our hint. Cases and providers of the trade."""

    scenario: Scenario
    entry: StandardEntry | None
    cases: int
    providers: int


@dataclass(frozen=True, slots=True)
class LevelSteps:
    """`levels` from the lowest; `next`: the one above what was asked; `entries`: of the bureau, all of them."""

    levels: tuple[Level, ...]
    level: str
    industry: str
    next: Level | None
    lifting: tuple[LiftingScenario, ...]
    entries: tuple[StandardEntry, ...]
    codes: CodeTables


def browse_levels(runtime: Runtime, level: str, industry: str) -> LevelSteps:
    """For a factory of this level and trade; an unknown code is taken as not told."""
    kept = read_kept(runtime, runtime.clock.now())
    taxonomy, levels = kept.codes.taxonomy, list(kept.codes.levels.values())
    industry = industry if industry in taxonomy.industry_by_code else ""
    above = next_level(levels, level)
    with reading(runtime.database) as session:
        entries = read_standard(session)
    of_next = {entry.scenario: entry for entry in entries if above and entry.level == above.code}
    wanted = {"industry": industry} if industry else {}
    cases = narrow(kept.directory.cases, wanted)
    told = Counter(code for case in cases for code in case.facets["scenario"])
    doing: dict[str, set[str]] = {}
    for case in cases:
        for code in case.facets["scenario"]:
            doing.setdefault(code, set()).add(case.provider_id)
    known = taxonomy.scenario_by_code
    scenarios = [known[code] for code in of_next if code in known] or (list(hinted(taxonomy.scenarios, above)) if above else [])
    lifting = [LiftingScenario(each, of_next.get(each.code), told[each.code], len(doing.get(each.code, ()))) for each in scenarios]
    return LevelSteps(
        levels=tuple(levels),
        level=level if level in {each.code for each in levels} else "",
        industry=industry,
        next=above,
        lifting=tuple(sorted(lifting, key=lambda each: -each.cases)),
        entries=entries,
        codes=kept.codes,
    )
