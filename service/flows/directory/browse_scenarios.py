"""应用场景 with who does them: the tree of groups, and one scenario with its providers and cases."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from service.copies.kept_directory import read_kept
from service.copies.read_cards import read_cards
from service.copies.read_cases import read_cases
from service.domain.codes import CodeTables
from service.domain.directory import CaseOf, Directory, count_by_scenario, narrow
from service.domain.levels import Layer, Level
from service.domain.providers import Provider
from service.domain.taxonomy import Scenario, ScenarioGroup, Taxonomy
from service.errors import NotFound
from service.runtime import Runtime
from service.search.likely_scenarios import likely_scenarios
from service.search.segment import fold_text

ROWS_SHOWN = 6
"""Providers, and cases, that stand on a scenario's own page; the rest is a link away."""
_LIKELY_MOST = 8


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A scenario with the number of public providers and of their cases. `layer`, `level`: None when it counts toward none."""

    scenario: Scenario
    layer: Layer | None
    level: Level | None
    providers: int
    cases: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with its scenarios; `providers` and `cases` are counted once each, so they are not the sums of the lines."""

    group: ScenarioGroup
    scenarios: tuple[ScenarioLine, ...]
    providers: int
    cases: int


@dataclass(frozen=True, slots=True)
class ScenarioTree:
    """The groups, and the public providers in all.

    `fitting`: codes of the scenarios that the words asked for name, None when nothing was asked; `by_likeness`: no scenario has the
    words, these are the likeliest by what they mean.
    """

    groups: tuple[GroupLine, ...]
    fitting: frozenset[str] | None
    by_likeness: bool
    listed: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ScenarioDetail:
    """One scenario. `providers` and `cases`: the first `ROWS_SHOWN`; the counts in `line` are of all.

    `cases_by_trade`: (industry code, year) → cases, by the same rule as the filter of the cases: a case counts in each of its trades
    and in the one above; "" and None stand for not told.
    """

    line: ScenarioLine
    group: ScenarioGroup
    providers: tuple[Provider, ...]
    cases: tuple[CaseOf, ...]
    cases_by_trade: Counter[tuple[str, int | None]]
    adjacent: tuple[ScenarioLine, ...]
    codes: CodeTables
    at: datetime


def browse_scenarios(runtime: Runtime, text: str = "") -> ScenarioTree:
    """The tree with counts. `text`: words to look for in names, sayings and definitions; else what they mean decides."""
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    lines = _lines(kept.directory, kept.codes)
    by_group = {name: Counter[str]() for name in ("providers", "cases")}
    for provider in kept.directory.providers:
        by_group["providers"].update(provider.facets["group"])
    for case in kept.directory.cases:
        by_group["cases"].update(case.facets["group"])
    groups = tuple(
        GroupLine(
            group,
            tuple(line for line in lines if line.scenario.group == group.code),
            by_group["providers"][group.code],
            by_group["cases"][group.code],
        )
        for group in kept.codes.taxonomy.groups
    )
    fitting = _naming(kept.codes.taxonomy, text) if text else None
    by_likeness = fitting is not None and not fitting
    if by_likeness:
        likely = likely_scenarios(runtime.knowledge(), runtime.encoder, text, most=_LIKELY_MOST)
        fitting = frozenset(scenario.code for scenario in likely)
    return ScenarioTree(groups, fitting, by_likeness and bool(fitting), len(kept.directory.providers), now)


def get_scenario(runtime: Runtime, code: str) -> ScenarioDetail:
    """One scenario with its first rows.

    Raises:
        NotFound: the taxonomy has no such code.
    """
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    lines = {line.scenario.code: line for line in _lines(kept.directory, kept.codes)}
    if code not in lines:
        raise NotFound("没有这个场景，编号可能写错了。")
    line = lines[code]
    wanted = {"scenario": code}
    doers = narrow(kept.directory.providers, wanted)[:ROWS_SHOWN]
    cases = narrow(kept.directory.cases, wanted)
    providers = read_cards(runtime, [provider.id for provider in doers], position=kept.position)
    told = read_cases(runtime, cases[:ROWS_SHOWN], position=kept.position)
    return ScenarioDetail(
        line=line,
        group=next(group for group in kept.codes.taxonomy.groups if group.code == line.scenario.group),
        providers=tuple(providers),
        cases=tuple(told),
        cases_by_trade=Counter((trade, case.year) for case in cases for trade in case.facets["industry"] or ("",)),
        adjacent=tuple(lines[other] for other in line.scenario.adjacent if other in lines),
        codes=kept.codes,
        at=now,
    )


def _naming(taxonomy: Taxonomy, text: str) -> frozenset[str]:
    """Scenarios that hold every word of the text somewhere in their own words."""
    sought = fold_text(text).split()
    found = []
    for scenario in taxonomy.scenarios:
        own = fold_text("\n".join((scenario.code, scenario.name, scenario.plain, scenario.definition, *scenario.synonyms, *scenario.says)))
        if all(word in own for word in sought):
            found.append(scenario.code)
    return frozenset(found)


def _lines(directory: Directory, codes: CodeTables) -> tuple[ScenarioLine, ...]:
    providers, cases = count_by_scenario(directory.providers), count_by_scenario(directory.cases)
    return tuple(
        ScenarioLine(
            scenario,
            codes.layers.get(scenario.layer),
            codes.levels.get(scenario.level_hint or ""),
            providers[scenario.code],
            cases[scenario.code],
        )
        for scenario in codes.taxonomy.scenarios
    )
