"""Turn scores into a ranked list of providers. Pure and fast (≤ 3 ms for 400 candidates).

Equal providers are ordered by a hash of provider and need. There is no feature of fame, size, place or payment.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from service.domain.finding import CandidateSet
from service.domain.matching import Fit, Ranked
from service.search.fit import fit_chances, fit_of
from service.search.interpret import Interpretation
from service.search.knowledge import Knowledge
from service.search.scoring import COVERED, score
from service.search.weights import Weights

_FIRST_PLACES, _WISH_PLACE = 5, 3
_SURELY_COVERED = 0.5
"""From this agreement with a further wish on, a provider can move up for it."""


def rank(candidates: CandidateSet, interpretation: Interpretation, knowledge: Knowledge, weights: Weights) -> list[Ranked]:
    """Order all providers among the candidates, best first."""
    if not candidates.passages:
        return []
    scored = score(candidates, interpretation, knowledge, weights)
    chances: NDArray[np.float32] = fit_chances(scored.features, weights)
    sure = bool(chances.max() >= weights.fit_confident)
    tie = [hashlib.sha256(f"{owner}\n{interpretation.reading.text.folded}".encode()).digest() for owner in scored.owners]
    order = sorted(range(len(scored.owners)), key=lambda row: (-round(float(scored.totals[row]), 5), tie[row]))
    order = diversify(order, scored.coverage)
    chances[order] = falling(chances[order])
    parts = {name: np.round(values.astype(float), 3).tolist() for name, values in scored.parts.items()}
    by_wish = np.round(scored.coverage.T.astype(float), 3).tolist()
    return [
        Ranked(
            provider_id=scored.owners[row],
            score=round(100 * float(chances[row]), 1),
            fit=fit_of(float(chances[row]), weights) if sure else Fit.WEAK,
            parts={name: values[row] for name, values in parts.items()},
            passages=scored.best_passages[row],
            speaking=scored.speaking[row],
            by_wish=tuple(by_wish[row]),
        )
        for row in order
    ]


def falling(chances: NDArray[np.float32]) -> NDArray[np.float32]:
    """Change the chances so that none is above the one before.

    Each becomes the mean of two values: the smallest chance up to its place, and the largest from its place on.

    Shape: (n,) → (n,).
    """
    before = np.minimum.accumulate(chances)
    behind = np.maximum.accumulate(chances[::-1])[::-1]
    return np.asarray((before + behind) / 2, np.float32)


def name_first(ranked: Sequence[Ranked], named: Sequence[str]) -> list[Ranked]:
    """Put the providers that the need names first, as 很合适. A named provider that is no candidate is added."""
    if not named:
        return list(ranked)
    known = {line.provider_id: line for line in ranked}
    first = [known.get(provider_id, Ranked(provider_id, 0.0, Fit.STRONG, {}, ())) for provider_id in named]
    return [*(replace(line, fit=Fit.STRONG, named=True) for line in first), *(line for line in ranked if line.provider_id not in named)]


def diversify(order: list[int], coverage: NDArray[np.float32]) -> list[int]:
    """Give every further wish one of the first places. When nobody there covers it, the best-ranked provider that surely does moves up.

    Shape: `coverage` (wishes, providers), 0..1. The first place and the order of all others stay.
    """
    result = list(order)
    for place, wish in enumerate(coverage[1:], start=_WISH_PLACE):
        if any(wish[row] >= COVERED for row in result[:_FIRST_PLACES]):
            continue
        able = next((row for row in result[_FIRST_PLACES:] if wish[row] >= _SURELY_COVERED), None)
        if able is not None:
            result.remove(able)
            result.insert(min(place, _FIRST_PLACES - 1), able)
    return result
