"""The best plan of talks, by the mixed-integer solver HiGHS through SciPy. It lets other threads run while it works.

First it finds how many sides can have a talk at all. Then, with that many, the plan with most talks and most wished slots.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from service.domain.talk_plans import PlanProblem, PlanWorth, greedy_plan, plan_faults, plan_worth

WORTH_OF_TALK = 20
"""A talk counts as much as this many wished slots: no talk is given up for wishes."""


@dataclass(frozen=True, slots=True)
class SolvedPlan:
    """`plan`: talk → slot. `share`: of the worth that no plan can exceed, 0..1.

    `by`: `highs`; `greedy` when the solver found nothing better.
    """

    plan: dict[str, int]
    share: float
    by: str


def best_plan(problem: PlanProblem, seconds: float) -> SolvedPlan:
    """A plan without faults within about this many seconds of the wall clock; by greed when the solver finds none in time.

    The same problem gives the same plan.
    """
    greedy = greedy_plan(problem)
    model = _Model(problem)
    if not model.places:
        return SolvedPlan(greedy, 1.0, "greedy")
    solved = model.solve(seconds)
    if solved is None:
        return SolvedPlan(greedy, 0.0, "greedy")
    plan, bound = solved
    worth, usual = plan_worth(problem, plan), plan_worth(problem, greedy)
    better = (worth.firsts, worth.talks, worth.liked) >= (usual.firsts, usual.talks, usual.liked)
    if plan_faults(problem, plan) or not better:
        return SolvedPlan(greedy, _share(usual, bound), "greedy")
    return SolvedPlan(plan, _share(worth, bound), "highs")


def _share(worth: PlanWorth, bound: float) -> float:
    return min(1.0, (WORTH_OF_TALK * worth.talks + worth.liked) / bound) if bound > 0 else 0.0


class _Model:
    """One variable for each talk and slot, and one for each side: whether it has a talk."""

    def __init__(self, problem: PlanProblem) -> None:
        self.problem = problem
        self.places = [(talk, slot) for talk in problem.talks for slot in talk.slots]
        self._sides = sorted({side for talk in problem.talks for side in talk.sides})

    def solve(self, seconds: float) -> tuple[dict[str, int], float] | None:
        """(plan, worth that no plan exceeds: 0 when that is not known); None when no plan was found."""
        from scipy.optimize import milp

        most, one = len(self.places), len(self._sides)
        whole = np.concatenate([np.ones(most), np.zeros(one)])
        bounds = self._bounds()
        rules = self._rules()
        wanted = np.concatenate([np.zeros(most), -np.ones(one)])
        first = milp(wanted, constraints=rules, integrality=whole, bounds=bounds, options={"time_limit": seconds / 3})
        if first.x is None:
            return None
        firsts = int(np.round(-first.fun))
        worth = [float(WORTH_OF_TALK + (slot in talk.liked)) for talk, slot in self.places]
        second = milp(
            np.concatenate([-np.array(worth), np.zeros(one)]),
            constraints=[*rules, self._keep(firsts)],
            integrality=whole,
            bounds=bounds,
            options={"time_limit": seconds * 2 / 3, "mip_rel_gap": 1e-4},
        )
        chosen = second if second.x is not None else first
        plan = {talk.id: slot for (talk, slot), value in zip(self.places, chosen.x[:most], strict=True) if value > 0.5}
        return plan, 0.0 if second.mip_dual_bound is None else max(0.0, -float(second.mip_dual_bound))

    def _bounds(self) -> Any:  # noqa: ANN401  SciPy tells no types
        from scipy.optimize import Bounds

        fixed = [float(talk.fixed is not None) for talk, _ in self.places]
        return Bounds(np.array([*fixed, *([0.0] * len(self._sides))]), np.ones(len(fixed) + len(self._sides)))

    def _rules(self) -> list[Any]:
        from scipy.optimize import LinearConstraint

        limits: dict[tuple[str, str, int], float] = {}
        entries: list[tuple[tuple[str, str, int], int]] = []
        for column, (talk, slot) in enumerate(self.places):
            rows = {("talk", talk.id, 0): 1.0} | {("side", side, slot): 1.0 for side in talk.sides}
            rows |= {("venue", venue, slot): float(self.problem.tables.get(venue, 0)) for venue in talk.venues}
            limits |= rows
            entries += [(row, column) for row in rows]
        number = {row: place for place, row in enumerate(limits)}
        clashes = self._matrix([(number[row], column, 1.0) for row, column in entries], len(limits))
        side_of = {side: place for place, side in enumerate(self._sides)}
        has = [(side_of[side], column, -1.0) for column, (talk, _) in enumerate(self.places) for side in talk.sides]
        has += [(place, len(self.places) + place, 1.0) for place in side_of.values()]
        return [
            LinearConstraint(clashes, -np.inf, np.array(list(limits.values()))),
            LinearConstraint(self._matrix(has, len(side_of)), -np.inf, 0.0),
        ]

    def _keep(self, firsts: int) -> Any:  # noqa: ANN401  likewise
        from scipy.optimize import LinearConstraint

        row = [(0, len(self.places) + place, 1.0) for place in range(len(self._sides))]
        return LinearConstraint(self._matrix(row, 1), float(firsts), np.inf)

    def _matrix(self, entries: list[tuple[int, int, float]], rows: int) -> Any:  # noqa: ANN401  likewise
        from scipy.sparse import coo_matrix

        at, columns, values = zip(*entries, strict=True)
        return coo_matrix((values, (at, columns)), shape=(rows, len(self.places) + len(self._sides))).tocsr()
