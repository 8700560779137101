"""Reproduce the ranking's numbers: weights chosen on other pools, the calibration of fit, and what each signal is worth.

Nothing is chosen on a pool it is measured on: each pool, by another author, is measured with the weights that are best for the worse of
the other two. Weights chosen on the needs of one author flatter (docs/ranking.md).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from indexer.development import open_development_pools
from indexer.judged import JudgedNeed
from indexer.metrics import bootstrap_interval, ndcg
from service.flows.matching.measure_matching import (
    FIT_FEATURES,
    SIGNALS,
    MeasuredNeed,
    Weights,
    load_weights,
    measure_need,
    provider_names,
    write_weights,
)
from service.settings import Settings

_MOST_PROVIDERS = 25
"""Providers of a need that teach the calibration: the tail is all alike."""
_SERVES = 2
_GRID = {
    "words": (0.5, 1.0),
    "bigrams": (0.5, 1.0),
    "cosine": (1.0, 2.0, 3.0),
    "scenario": (2.0, 2.5, 3.0, 4.0),
    "industry": (2.0, 3.0),
}
_BINS = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.01)


@dataclass(frozen=True)
class TunedNeed:
    """A need retrieved once, with its grades by provider id."""

    judged: JudgedNeed
    measured: MeasuredNeed
    grades: dict[str, int]
    pool: str


def tune_development(settings: Settings, *, tell: Callable[[str], None], write: bool) -> None:
    """Tell cross-validated weights, calibration and ablation; with `write`, store the calibration in the weights file."""
    needs = list(_needs(settings, tell))
    running = load_weights()
    tell(f"== {len(needs)} needs, pools of three authors")
    _tell_pools_left_out(needs, running, tell)
    _tell_ablation(needs, running, tell)
    calibrated = _calibrate(needs, running)
    tell("== calibration (weights of the logistic function)")
    tell("   ".join(f"{name} {getattr(calibrated, name):.3f}" for name in ("fit_bias", *FIT_FEATURES)))
    _tell_reliability(needs, running, tell)
    if write:
        tell(f"written: {write_weights(calibrated)}")


def _needs(settings: Settings, tell: Callable[[str], None]) -> Iterator[TunedNeed]:
    for pool in open_development_pools(settings, tell=tell):
        ids = {name: provider_id for provider_id, names in provider_names(pool.runtime).items() for name in names}
        for need in pool.needs:
            grades = {ids[name]: grade for name, grade in need.grades.items() if name in ids}
            yield TunedNeed(need, measure_need(pool.runtime, need.text), grades, pool.name)


def _value(need: TunedNeed, weights: Weights) -> float:
    scored = need.measured.scored(weights)
    order = sorted(range(len(scored.owners)), key=lambda row: (-float(scored.totals[row]), scored.owners[row]))
    return ndcg([scored.owners[row] for row in order], need.grades)


def _values(needs: Sequence[TunedNeed], weights: Weights) -> NDArray[np.float64]:
    return np.array([_value(need, weights) for need in needs])


def _tell_pools_left_out(needs: Sequence[TunedNeed], running: Weights, tell: Callable[[str], None]) -> None:
    """For each pool: the weights best for the worse of the others, and what they and the running ones do on it."""
    graded = [need for need in needs if need.grades]
    pools = np.array([need.pool for need in graded])
    names = list(dict.fromkeys(pools.tolist()))
    choices = [dict(zip(_GRID, values, strict=True)) for values in product(*_GRID.values())]
    table = np.stack([_values(graded, replace(running, **choice)) for choice in choices])
    now = _values(graded, running)
    means = np.stack([table[:, pools == name].mean(axis=1) for name in names])
    for row, left_out in enumerate(names):
        best = int(np.delete(means, row, axis=0).min(axis=0).argmax())
        here = now[pools == left_out].mean()
        tell(f"without the {left_out} pool best {choices[best]} → {means[row, best]:.4f} on it, running weights {here:.4f}")
    best = int(means.min(axis=0).argmax())
    tell(f"best for the worst of all pools {choices[best]} → " + "  ".join(f"{value:.4f}" for value in means[:, best]))


def _tell_ablation(needs: Sequence[TunedNeed], running: Weights, tell: Callable[[str], None]) -> None:
    graded = [need for need in needs if need.grades]
    full = _values(graded, running)
    parts = {name: np.array([need.pool == name for need in graded]) for name in dict.fromkeys(need.pool for need in graded)}
    parts["pains"] = np.array([need.judged.style.startswith("pain") for need in graded])
    tell(f"== ablation: nDCG@10 without one signal (difference with 95 % interval; {', '.join(parts)})")
    tell("all signals     " + "   ".join(f"{value:.4f}" for value in (full.mean(), *(full[rows].mean() for rows in parts.values()))))
    for name in (*SIGNALS, "second_evidence"):
        less = _values(graded, replace(running, **{name: 0.0})) - full
        low, high = bootstrap_interval(less.tolist())
        each = "   ".join(f"{less[rows].mean():+.4f}" for rows in parts.values())
        tell(f"{name:<16}{less.mean():+.4f} [{low:+.4f}, {high:+.4f}]   {each}")


def _examples(needs: Sequence[TunedNeed], running: Weights) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    features, labels = [], []
    for need in needs:
        scored = need.measured.scored(running)
        order = np.argsort(-scored.totals, kind="stable")[:_MOST_PROVIDERS]
        features.append(scored.features.matrix()[order])
        labels.append([float(need.grades.get(scored.owners[row], 0) >= _SERVES) for row in order])
    return np.concatenate(features).astype(np.float64), np.concatenate([np.array(label) for label in labels])


def _calibrate(needs: Sequence[TunedNeed], running: Weights) -> Weights:
    factors = fit_logistic(*_examples(needs, running))
    return replace(running, **dict(zip(("fit_bias", *FIT_FEATURES), map(float, factors), strict=True)))


def fit_logistic(
    features: NDArray[np.float64], labels: NDArray[np.float64], *, ridge: float = 0.01, rounds: int = 50
) -> NDArray[np.float64]:
    """Logistic regression by Newton's method; bias first. Shape: (n, k), (n,) → (k + 1,)."""
    design = np.concatenate([np.ones((len(features), 1)), features], axis=1)
    factors = np.zeros(design.shape[1])
    penalty = ridge * np.eye(len(factors))
    penalty[0, 0] = 1e-6
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-design @ factors))
        gradient = design.T @ (chance - labels) + penalty @ factors
        curvature = (design * (chance * (1 - chance) + 1e-6)[:, None]).T @ design + penalty
        factors -= np.linalg.solve(curvature, gradient)
    return factors


def _tell_reliability(needs: Sequence[TunedNeed], running: Weights, tell: Callable[[str], None]) -> None:
    """Chances on a pool that the calibration never saw against what its judge said."""
    rows: list[tuple[float, int]] = []
    for left_out in dict.fromkeys(need.pool for need in needs):
        weights = _calibrate([need for need in needs if need.pool != left_out], running)
        shown: list[int] = []
        own: list[tuple[float, int]] = []
        for need in (need for need in needs if need.pool == left_out):
            chances = need.measured.chances(weights)
            own.extend((chance, need.grades.get(owner, 0)) for owner, chance in chances.items())
            if need.judged.served:
                shown.append(sum(chance >= running.fit_possible for chance in chances.values()))
        strong = [grade >= _SERVES for chance, grade in own if chance >= running.fit_strong]
        possible = [grade >= _SERVES for chance, grade in own if running.fit_possible <= chance < running.fit_strong]
        tell(
            f"{left_out} pool left out: 很合适 right {fmean(strong):.2f} of {len(strong)}, "
            f"可能合适 {fmean(possible):.2f} of {len(possible)}, "
            f"firms shown for a served need {np.median(shown):.0f} (95 % have at most {np.quantile(shown, 0.95):.0f})"
        )
        rows.extend(own)
    tell("== reliability on pools left out: predicted chance, how many, mean predicted, really serves (grade ≥ 2), touches (grade ≥ 1)")
    for low, high in pairwise(_BINS):
        inside = [(chance, grade) for chance, grade in rows if low <= chance < high]
        if inside:
            tell(
                f"{low:.2f}–{min(high, 1):.2f}   {len(inside):6d}   {fmean(chance for chance, _ in inside):.3f}"
                f"   {fmean(float(grade >= _SERVES) for _, grade in inside):.3f}   {fmean(float(grade >= 1) for _, grade in inside):.3f}"
            )
