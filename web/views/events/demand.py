"""按需求办活动."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from service.domain.exposure import FEWEST_TOLD
from service.flows.events.group_demand import Demand


@dataclass(frozen=True, slots=True)
class DemandLine:
    """One group. `branches`: how many branch venues are proposed."""

    key: str
    title: str
    needs: int
    firms: int
    towns: tuple[tuple[str, int], ...]
    branches: int
    providers: int
    is_small: bool


@dataclass(frozen=True, slots=True)
class DemandPage:
    """`least`: a group of fewer firms is shown to staff alone."""

    template: ClassVar[str] = "pages/events/demand.html"
    title: str
    lines: tuple[DemandLine, ...]
    least: int


def demand_page(found: Sequence[Demand]) -> DemandPage:
    """All groups."""
    return DemandPage("按需求办活动", tuple(_line(each) for each in found), FEWEST_TOLD)


def _line(demand: Demand) -> DemandLine:
    group = demand.group
    return DemandLine(
        key=group.key,
        title=demand.title,
        needs=len(group.needs),
        firms=group.firms,
        towns=demand.towns[:6],
        branches=len(group.branch_towns),
        providers=demand.providers,
        is_small=group.firms < FEWEST_TOLD,
    )
