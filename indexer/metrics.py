"""Retrieval metrics. Pure.

Source: K. Järvelin, J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), with the gain 2^grade − 1.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

Grades = Mapping[str, int]


def ndcg(order: Sequence[str], grades: Grades, *, depth: int = 10) -> float:
    """Normalised discounted cumulated gain at `depth`, 0..1. `grades`: provider → 1..3; others count 0. Needs at least one grade."""
    gained: float = sum((2 ** grades.get(name, 0) - 1) / math.log2(place + 2) for place, name in enumerate(order[:depth]))
    ideal = sorted(grades.values(), reverse=True)[:depth]
    best: float = sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ideal))
    return gained / best


def success(order: Sequence[str], grades: Grades) -> float:
    """1 when the first answer has the best grade that anybody has."""
    return float(bool(order) and grades.get(order[0], 0) == max(grades.values()))


def recall(order: Sequence[str], grades: Grades, *, depth: int = 5, least: int = 2) -> float | None:
    """Share of the providers graded `least` or better among the first `depth`; None when there is none."""
    wanted = {name for name, grade in grades.items() if grade >= least}
    return len(wanted & set(order[:depth])) / min(len(wanted), depth) if wanted else None


def bootstrap_interval(differences: Sequence[float], *, rounds: int = 2000, seed: int = 20261123) -> tuple[float, float]:
    """95 % interval of the mean of paired differences, by resampling needs."""
    chance = np.random.default_rng(seed)
    values = np.asarray(differences, np.float64)
    means = values[chance.integers(0, len(values), (rounds, len(values)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
