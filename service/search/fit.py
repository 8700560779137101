"""Compute the chance that a provider really serves a need, and name it 很合适 / 可能合适 / 沾边. Pure."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from service.domain.matching import Fit
from service.search.weights import Weights


@dataclass(frozen=True, slots=True)
class FitFeatures:
    """The features of the chance. Each field has the shape (providers,); the weight of `agreement` is named `fit_agreement`.

    `agreement`: best agreement with the need's scenarios, 0..1.
    `words`: the provider's best word score, divided by the best of all providers, 0..1.
    `cosine`: cosine of the provider's nearest passage.
    `strength`: how surely the need has a scenario; the same for all providers.
    `foreign`: how much nearer the need is to what is not offered; the same for all providers.
    `total`: the provider's own score. `behind`: how far this score is behind the best provider's.
    `industry`: 1 for the need's trade, ½ for a related one, −½ for another, 0 when the need or the provider names none.
    """

    agreement: NDArray[np.float32]
    words: NDArray[np.float32]
    cosine: NDArray[np.float32]
    strength: NDArray[np.float32]
    foreign: NDArray[np.float32]
    total: NDArray[np.float32]
    behind: NDArray[np.float32]
    industry: NDArray[np.float32]

    def matrix(self) -> NDArray[np.float32]:
        """All features side by side, in the order of `FIT_FEATURES`. Shape: (providers, features)."""
        return np.stack([getattr(self, knob.name) for knob in fields(self)], axis=1).astype(np.float32)


FIT_FEATURES = tuple(f"fit_{knob.name}" for knob in fields(FitFeatures))
"""Names of the features' weights, in the order of the fields."""


def fit_chances(features: FitFeatures, weights: Weights) -> NDArray[np.float32]:
    """The calibrated chance, 0..1, that a provider really serves the need (a grade of 2 or 3). Shape: (providers,)."""
    factors = np.array([getattr(weights, name) for name in FIT_FEATURES], np.float32)
    result: NDArray[np.float32] = 1 / (1 + np.exp(-(weights.fit_bias + features.matrix() @ factors)))
    return result


def fit_of(chance: float, weights: Weights) -> Fit:
    """The word for a chance."""
    if chance >= weights.fit_strong:
        return Fit.STRONG
    return Fit.POSSIBLE if chance >= weights.fit_possible else Fit.WEAK
