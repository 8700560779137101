"""产业集群: my neighbours, what they did, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.codes import CodeTables
from service.domain.exposure import FEWEST_TOLD
from service.flows.directory.browse_clusters import ClusterDetail, ClusterLine
from web.parts.cards import CaseCard, case_card

_GAPS_NAMED = 12


@dataclass(frozen=True, slots=True)
class ClusterEntry:
    """One cluster in a list. `trades`: (name, address); `needs`: open needs in words."""

    name: str
    href: str
    towns: str
    trades: tuple[tuple[str, str], ...]
    providers: int
    cases: int
    needs: str
    source: str


@dataclass(frozen=True, slots=True)
class ClustersPage:
    """All of them."""

    template: ClassVar[str] = "pages/directory/clusters.html"
    title: str
    clusters: tuple[ClusterEntry, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """`scenarios`: (name, address, cases, their address). `recognised`: (card, what it was recognised as, with documents)."""

    template: ClassVar[str] = "pages/directory/cluster.html"
    title: str
    entry: ClusterEntry
    scenarios: tuple[tuple[str, str, int, str], ...]
    gaps: tuple[tuple[str, str], ...]
    gaps_left_out: int
    recognised: tuple[tuple[CaseCard, tuple[str, ...]], ...]
    cases: tuple[CaseCard, ...]
    at: datetime


def clusters_page(lines: Sequence[ClusterLine], codes: CodeTables, at: datetime) -> ClustersPage:
    """The list."""
    return ClustersPage("产业集群", tuple(_entry(line, codes) for line in lines), at)


def cluster_page(found: ClusterDetail) -> ClusterPage:
    """One of them."""
    entry = _entry(found.line, found.codes)
    trade = found.line.cluster.industries[0] if found.line.cluster.industries else ""
    return ClusterPage(
        title=entry.name,
        entry=entry,
        scenarios=tuple(
            (
                scenario.name,
                f"/scenarios/{scenario.code}",
                count,
                "/cases?" + urlencode({"scenario": scenario.code} | ({"industry": trade} if trade else {})),
            )
            for scenario, count in found.scenarios
        ),
        gaps=tuple((scenario.name, f"/scenarios/{scenario.code}") for scenario in found.gaps[:_GAPS_NAMED]),
        gaps_left_out=max(0, len(found.gaps) - _GAPS_NAMED),
        recognised=tuple(
            (case_card(told, found.codes), tuple(f"{each.name}（{each.document_no}）" for each in recognitions))
            for told, recognitions in found.recognised
        ),
        cases=tuple(case_card(told, found.codes) for told in found.cases),
        at=found.at,
    )


def _entry(line: ClusterLine, codes: CodeTables) -> ClusterEntry:
    towns = {town.code: town.name for town in codes.taxonomy.towns}
    known = codes.taxonomy.industry_by_code
    return ClusterEntry(
        name=line.cluster.name,
        href=f"/clusters/{line.cluster.code}",
        towns="、".join(towns.get(code, code) for code in line.cluster.towns) or "全市",
        trades=tuple((known[code].name, f"/industries/{code}") for code in line.cluster.industries if code in known),
        providers=line.providers,
        cases=line.cases,
        needs=f"少于 {FEWEST_TOLD} 条或不公布" if line.open_needs is None else f"{line.open_needs:,} 条" if line.open_needs else "没有",
        source=line.cluster.source or "",
    )
