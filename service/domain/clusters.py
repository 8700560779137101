"""产业集群 counted: who serves it, which needs are open, what is missing. Open needs are told from five on and never by subtraction."""

from collections.abc import Mapping, Sequence

from service.domain.suppression import Cell, Sum, hidden_cells
from service.domain.taxonomy import Cluster

Places = Mapping[tuple[str, str], int]
"""(trade, town) → open needs."""


def is_within(cluster: Cluster, trade: str, town: str) -> bool:
    """Whether a factory of this trade and town belongs to it; a cluster without towns is of the whole city."""
    return trade in cluster.industries and (not cluster.towns or town in cluster.towns)


def open_needs_told(clusters: Sequence[Cluster], places: Places) -> dict[str, int | None]:
    """Cluster → open needs; None where that could tell of single factories, also by taking one cluster from another."""
    members = {cluster.code: frozenset(place for place in places if is_within(cluster, *place)) for cluster in clusters}
    counts: dict[Cell, int] = {code: sum(places[place] for place in inside) for code, inside in members.items()}
    sums: list[Sum] = []
    for whole, inside in members.items():
        parts = [code for code, other in members.items() if code != whole and other and other < inside]
        for part in parts:
            rest = ("rest", whole, part)
            counts[rest] = counts[whole] - counts[part]
            sums.append((whole, (part, rest)))
        if len(parts) > 1 and sum(len(members[part]) for part in parts) == len(frozenset().union(*(members[part] for part in parts))):
            rest = ("rest", whole, "")
            counts[rest] = counts[whole] - sum(counts[part] for part in parts)
            sums.append((whole, (*parts, rest)))
    twins = [
        (one.code, (other.code,))
        for place, one in enumerate(clusters)
        for other in clusters[place + 1 :]
        if members[one.code] and members[one.code] == members[other.code]
    ]
    hidden = hidden_cells(counts, [*sums, *twins])
    return {cluster.code: None if cluster.code in hidden else counts[cluster.code] for cluster in clusters}
