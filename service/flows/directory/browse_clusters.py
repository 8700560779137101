"""产业集群: trades, scenarios, cases and providers of a cluster, its open needs from five on, and its gaps."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from service.copies.kept_directory import read_kept
from service.copies.read_cases import read_cases
from service.domain.clusters import is_within, open_needs_told
from service.domain.codes import CodeTables
from service.domain.directory import CaseOf, ListedCase
from service.domain.standards import Recognition
from service.domain.taxonomy import Cluster, Scenario
from service.errors import NotFound
from service.runtime import DirectoryState, Runtime
from service.store.queries.needs import open_need_places
from service.store.queries.standards import read_recognitions
from service.store.unit_of_work import reading

CASES_SHOWN = 6
SCENARIOS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """One cluster. `open_needs` None: hidden."""

    cluster: Cluster
    providers: int
    cases: int
    open_needs: int | None


@dataclass(frozen=True, slots=True)
class ClusterDetail:
    """`scenarios`: (scenario, cases here), the most first. `gaps`: scenarios that cases elsewhere have and nobody does for these trades.

    `recognised`: cases with the recognition they received; `cases`: others.
    """

    line: ClusterLine
    scenarios: tuple[tuple[Scenario, int], ...]
    gaps: tuple[Scenario, ...]
    cases: tuple[CaseOf, ...]
    recognised: tuple[tuple[CaseOf, tuple[Recognition, ...]], ...]
    codes: CodeTables
    at: datetime


def browse_clusters(runtime: Runtime) -> tuple[tuple[ClusterLine, ...], CodeTables, datetime]:
    """All of them."""
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    told = _open_needs(runtime, kept)
    return tuple(_line(kept, cluster, told) for cluster in kept.codes.taxonomy.clusters), kept.codes, now


def get_cluster(runtime: Runtime, code: str) -> ClusterDetail:
    """One of them.

    Raises:
        NotFound: there is no such code.
    """
    now = runtime.clock.now()
    kept = read_kept(runtime, now)
    taxonomy = kept.codes.taxonomy
    cluster = next((each for each in taxonomy.clusters if each.code == code), None)
    if cluster is None:
        raise NotFound("没有这个产业集群，编号可能写错了。")
    with reading(runtime.database) as session:
        recognitions = read_recognitions(session)
    by_case: dict[str, list[Recognition]] = {}
    for each in recognitions:
        by_case.setdefault(each.case_id, []).append(each)
    own = _cases(kept, cluster)
    counts = Counter(scenario for case in own for scenario in case.facets["scenario"])
    doing = {
        scenario
        for provider in kept.directory.providers
        if _serves(provider.facets["industry"], cluster)
        for scenario in provider.facets["scenario"]
    }
    done = Counter(scenario for case in kept.directory.cases for scenario in case.facets["scenario"])
    honoured = [case for case in own if case.id in by_case]
    others = [case for case in own if case.id not in by_case][:CASES_SHOWN]
    shown = {told.case.id: told for told in read_cases(runtime, [*honoured, *others], position=kept.position)}
    return ClusterDetail(
        line=_line(kept, cluster, _open_needs(runtime, kept)),
        scenarios=tuple(
            (taxonomy.scenario_by_code[scenario], count)
            for scenario, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:SCENARIOS_SHOWN]
            if scenario in taxonomy.scenario_by_code
        ),
        gaps=tuple(scenario for scenario in taxonomy.scenarios if done[scenario.code] and scenario.code not in doing),
        cases=tuple(shown[case.id] for case in others if case.id in shown),
        recognised=tuple((shown[case.id], tuple(by_case[case.id])) for case in honoured if case.id in shown),
        codes=kept.codes,
        at=now,
    )


def _serves(industries: frozenset[str], cluster: Cluster) -> bool:
    return bool(industries & set(cluster.industries))


def _cases(kept: DirectoryState, cluster: Cluster) -> list[ListedCase]:
    return [
        case
        for case in kept.directory.cases
        if any(is_within(cluster, trade, town) for trade in case.facets["industry"] for town in (case.facets["town"] or {""}))
    ]


def _line(kept: DirectoryState, cluster: Cluster, told: dict[str, int | None]) -> ClusterLine:
    providers = sum(_serves(provider.facets["industry"], cluster) for provider in kept.directory.providers)
    return ClusterLine(cluster, providers, len(_cases(kept, cluster)), told[cluster.code])


def _open_needs(runtime: Runtime, kept: DirectoryState) -> dict[str, int | None]:
    with reading(runtime.database) as session:
        places = open_need_places(session)
    return open_needs_told(kept.codes.taxonomy.clusters, places)
