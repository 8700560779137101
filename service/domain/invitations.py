"""邀请: whom an event is for. Events can be built from demand: open needs that are alike, with a topic, venues and a list of firms.

Groups under five firms are for staff alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.domain.bookings import GuestSide, firm_key
from service.domain.exposure import FEWEST_TOLD

VENUE_LEAST = 5
"""A town with as many firms gets a branch venue of its own."""
BRANCHES_MOST = 3
DEMANDS_MOST = 40
INVITED_MOST = 400
REASON_MOST_CHARACTERS = 200


class InvitationState(StrEnum):
    """How far an invitation is; that somebody signed up is read from the bookings."""

    PROPOSED = "proposed"
    SENT = "sent"
    DECLINED = "declined"
    DROPPED = "dropped"


INVITATION_WORDS: Mapping[InvitationState, str] = {
    InvitationState.PROPOSED: "待发",
    InvitationState.SENT: "已发",
    InvitationState.DECLINED: "说不来",
    InvitationState.DROPPED: "不请了",
}


@dataclass(frozen=True, slots=True)
class EventInvitation:
    """One firm invited. `reason`: why this one, in one line; it is told with the invitation. `venue_id`: the venue that is nearest."""

    id: str
    event_id: str
    side: GuestSide
    firm_id: str
    firm_name: str
    need_id: str
    venue_id: str
    reason: str
    state: InvitationState
    made_by: str
    made_at: datetime
    sent_at: datetime | None = None

    @property
    def firm_key(self) -> str:
        """Equal for the same firm."""
        return firm_key(self.firm_name)


@dataclass(frozen=True, slots=True)
class AskedNeed:
    """What the clustering sees of an open need: codes, and whose it is."""

    id: str
    number: str
    firm_name: str
    firm_id: str
    scenario: str
    industry: str
    town: str


@dataclass(frozen=True, slots=True)
class DemandGroup:
    """Open needs that are alike: one scenario, and one trade where enough firms share it. `firms`: 家, each counted once.

    `towns`: town → firms, most first; towns that nobody told are left out.
    """

    scenario: str
    industry: str
    needs: tuple[AskedNeed, ...]
    firms: int
    towns: tuple[tuple[str, int], ...]

    @property
    def key(self) -> str:
        """DEV02 or DEV02:plastics."""
        return f"{self.scenario}:{self.industry}".rstrip(":")

    @property
    def branch_towns(self) -> tuple[str, ...]:
        """Towns for branch venues: enough firms, after the first town, which has the main venue."""
        return tuple(town for town, firms in self.towns[1:] if firms >= VENUE_LEAST)[:BRANCHES_MOST]


def demand_groups(needs: Iterable[AskedNeed]) -> list[DemandGroup]:
    """Group open needs, the largest first. A need stands in one group only; those without a scenario in none."""
    by_scenario: dict[str, list[AskedNeed]] = {}
    for need in needs:
        if need.scenario:
            by_scenario.setdefault(need.scenario, []).append(need)
    groups = []
    for scenario, alike in sorted(by_scenario.items()):
        firms_of: dict[str, set[str]] = {}
        for need in alike:
            firms_of.setdefault(need.industry, set()).add(firm_key(need.firm_name))
        own = {industry for industry, firms in firms_of.items() if industry and len(firms) >= FEWEST_TOLD}
        rest = [need for need in alike if need.industry not in own]
        groups += [_group(scenario, industry, [need for need in alike if need.industry == industry]) for industry in sorted(own)]
        if rest:
            groups.append(_group(scenario, "", rest))
    return sorted(groups, key=lambda group: (-group.firms, group.key))[:DEMANDS_MOST]


def _group(scenario: str, industry: str, needs: Sequence[AskedNeed]) -> DemandGroup:
    firm_towns = {(firm_key(need.firm_name), need.town) for need in needs if need.town}
    towns = Counter(town for _, town in firm_towns)
    ordered = tuple(sorted(towns.items(), key=lambda each: (-each[1], each[0])))
    return DemandGroup(scenario, industry, tuple(needs), len({firm_key(need.firm_name) for need in needs}), ordered)
