"""Plans of talks: the problem, a checker that knows nothing of how a plan was made, a greedy plan, and tables.

A talk between two venues takes a table at both and is held by video. Nobody has two talks in one slot.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Plan = Mapping[str, int]
"""Talk → slot. Talks without a slot are left out."""


@dataclass(frozen=True, slots=True)
class WishedTalk:
    """One accepted talk. `open_slots`: in which both can; `liked`: which of them suit; `fixed`: its slot, when it has one already.

    `factory`, `provider`: who talks; `venues`: where they sit, one or two.
    """

    id: str
    factory: str
    provider: str
    venues: frozenset[str]
    open_slots: frozenset[int]
    liked: frozenset[int] = frozenset()
    fixed: int | None = None

    @property
    def sides(self) -> tuple[str, str]:
        """Both who talk."""
        return self.factory, self.provider

    @property
    def slots(self) -> tuple[int, ...]:
        """Where it may stand: its own slot when that is fixed."""
        return (self.fixed,) if self.fixed is not None else tuple(sorted(self.open_slots))


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """`slots`: how many; `tables`: venue → tables at a time."""

    slots: int
    tables: Mapping[str, int]
    talks: tuple[WishedTalk, ...]


@dataclass(frozen=True, slots=True)
class PlanWorth:
    """What a plan is worth, in this order: sides with a talk at all, talks, talks in a slot that was wished."""

    firsts: int
    talks: int
    liked: int


def plan_faults(problem: PlanProblem, plan: Plan) -> list[str]:
    """What is wrong with a plan, by the rules alone; empty when it can be held."""
    known = {talk.id: talk for talk in problem.talks}
    faults = [f"{talk_id}: no such talk" for talk_id in plan if talk_id not in known]
    sides: Counter[tuple[str, int]] = Counter()
    tables: Counter[tuple[str, int]] = Counter()
    for talk_id, slot in plan.items():
        talk = known.get(talk_id)
        if talk is None:
            continue
        if not 0 <= slot < problem.slots or (talk.fixed is None and slot not in talk.open_slots):
            faults.append(f"{talk_id}: slot {slot} is not open to both")
        sides.update((side, slot) for side in talk.sides)
        tables.update((venue, slot) for venue in talk.venues)
    faults += [f"{side}: {count} talks in slot {slot}" for (side, slot), count in sides.items() if count > 1]
    faults += [f"{venue}: {count} tables in slot {slot}" for (venue, slot), count in tables.items() if count > problem.tables.get(venue, 0)]
    faults += [f"{talk.id}: was moved" for talk in problem.talks if talk.fixed is not None and plan.get(talk.id) != talk.fixed]
    return faults


def plan_worth(problem: PlanProblem, plan: Plan) -> PlanWorth:
    """Count what it gives."""
    placed = [talk for talk in problem.talks if talk.id in plan]
    return PlanWorth(
        firsts=len({side for talk in placed for side in talk.sides}),
        talks=len(placed),
        liked=sum(plan[talk.id] in talk.liked for talk in placed),
    )


def greedy_plan(problem: PlanProblem) -> dict[str, int]:
    """A plan without a solver: who has least comes first, in the slot that was wished. It is never wrong and seldom the best."""
    plan: dict[str, int] = {}
    busy: set[tuple[str, int]] = set()
    used: Counter[tuple[str, int]] = Counter()

    def put(talk: WishedTalk, slot: int) -> None:
        plan[talk.id] = slot
        busy.update((side, slot) for side in talk.sides)
        used.update((venue, slot) for venue in talk.venues)

    for talk in problem.talks:
        if talk.fixed is not None:
            put(talk, talk.fixed)
    waiting = [talk for talk in problem.talks if talk.fixed is None]
    has: Counter[str] = Counter(side for talk in problem.talks if talk.id in plan for side in talk.sides)
    while waiting:
        talk = min(waiting, key=lambda each: (sum(has[side] > 0 for side in each.sides), len(each.open_slots), each.id))
        waiting.remove(talk)
        free = [
            slot
            for slot in sorted(talk.open_slots, key=lambda one: (one not in talk.liked, one))
            if not any((side, slot) in busy for side in talk.sides)
            and all(used[venue, slot] < problem.tables.get(venue, 0) for venue in talk.venues)
        ]
        if free:
            put(talk, free[0])
            has.update(talk.sides)
    return plan


def give_tables(talks: Sequence[tuple[str, str, str, int]], kept: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """(talk, venue) → number of a table. Whoever sat at a table in the slot before stays there when it is free.

    Args:
        talks: (talk, venue, who stays at the table, slot); a talk between venues stands there twice.
        kept: tables that were told already and are not changed.
    """
    given = dict(kept)
    last: dict[tuple[str, str], int] = {}
    taken: dict[tuple[str, int], set[int]] = {}
    for talk, venue, _, slot in talks:
        if (talk, venue) in kept:
            taken.setdefault((venue, slot), set()).add(kept[talk, venue])
    for talk, venue, who, slot in sorted(talks, key=lambda each: (each[3], each[1], each[2])):
        if (talk, venue) not in given:
            used = taken.setdefault((venue, slot), set())
            usual = last.get((venue, who), 0)
            number = usual if usual and usual not in used else next(each for each in range(1, len(used) + 2) if each not in used)
            given[talk, venue] = number
            used.add(number)
        last[venue, who] = given[talk, venue]
    return given
