"""Candidates + reading → ranked providers with score parts. Pure and fast (≤ 3 ms for 400 candidates).

Per passage: the z-scores of word BM25, bigram BM25, cosine and scenario agreement, and industry agreement, weighted and added.
Per provider: its best claim and its best case, the weaker of the two at half weight. Equal providers are ordered by a hash of
provider and need. There is no feature of fame, size, place or payment.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from service.domain.finding import CandidateSet
from service.domain.matching import Fit, Ranked
from service.domain.taxonomy import Taxonomy
from service.search.interpret import Interpretation

SIGNALS = ("words", "bigrams", "cosine", "scenario", "industry")
FIT_FEATURES = ("fit_agreement", "fit_words", "fit_cosine", "fit_strength", "fit_foreign", "fit_total", "fit_behind")
_PASSAGES_KEPT = 6
_SURE_ENOUGH = 7.0
"""Scenario agreement above this many standard deviations makes nobody fit better: it only tells how few passages have the scenario.
The order keeps it. Measured: 19 instead of 14 of 28 unserved needs of the second development pool are refused, none more wrongly."""
_SPEAKS = 3.0
"""Score from which a passage speaks to the need; an average candidate has 0. A provider's best passage always does."""
_FIRST_PLACES, _WISH_PLACE = 5, 3
_TOUCHED, _COVERED = 0.3, 0.5
"""Agreement with a wish's scenarios from which a provider touches it, and from which it moves up for it."""
_UNSEEN_GAP = 1.5
"""A provider with only a claim, or only a case, is as if its other evidence were this many standard deviations weaker."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of `ranking_weights.json`. The first five are the order; `fit_…` are the calibration of 很合适 / 可能合适 (docs/ranking.md)."""

    words: float
    bigrams: float
    cosine: float
    scenario: float
    industry: float
    second_evidence: float
    fit_bias: float
    fit_agreement: float
    fit_words: float
    fit_cosine: float
    fit_strength: float
    fit_foreign: float
    fit_total: float
    fit_behind: float
    fit_strong: float
    fit_possible: float
    fit_confident: float
    """When even the best provider's chance is under this, nobody is called possible: the honest empty answer."""


@cache
def load_weights() -> Weights:
    """The running weights."""
    content = json.loads(files("service.search").joinpath("ranking_weights.json").read_text("utf-8"))
    return Weights(**{knob.name: float(content[knob.name]) for knob in fields(Weights)})


@dataclass(frozen=True, slots=True)
class Scored:
    """All providers among the candidates, unordered.

    Shape: `totals` (providers,), `features` (providers, 7), `coverage` (wishes, providers), each of `parts` (providers,).
    """

    owners: tuple[str, ...]
    totals: NDArray[np.float32]
    features: NDArray[np.float32]
    coverage: NDArray[np.float32]
    parts: dict[str, NDArray[np.float32]]
    best_passages: tuple[tuple[str, ...], ...]
    speaking: tuple[int, ...]


def rank(candidates: CandidateSet, found: Interpretation, taxonomy: Taxonomy, codes: Sequence[str], weights: Weights) -> list[Ranked]:
    """Order all providers among the candidates, best first.

    Args:
        codes: the bank's scenario codes, in the order of `found.shares`.
    """
    if not candidates.passages:
        return []
    scored = score(candidates, found, taxonomy, codes, weights)
    chances = fit_chances(scored.features, weights)
    sure = bool(chances.max() >= weights.fit_confident)
    tie = [hashlib.sha256(f"{owner}\n{found.reading.text.folded}".encode()).digest() for owner in scored.owners]
    order = sorted(range(len(scored.owners)), key=lambda row: (-round(float(scored.totals[row]), 5), tie[row]))
    order = diversify(order, scored.coverage)
    parts = {name: np.round(values.astype(float), 3).tolist() for name, values in scored.parts.items()}
    by_wish = np.round(scored.coverage.T.astype(float), 3).tolist()
    return [
        Ranked(
            provider_id=scored.owners[row],
            score=round(100 * float(chances[row]), 1),
            fit=_fit(float(chances[row]), weights) if sure else Fit.WEAK,
            parts={name: values[row] for name, values in parts.items()},
            passages=scored.best_passages[row],
            speaking=scored.speaking[row],
            by_wish=tuple(by_wish[row]),
        )
        for row in order
    ]


def name_first(ranked: Sequence[Ranked], named: Sequence[str]) -> list[Ranked]:
    """Providers that the need calls by name come first, as what was asked for; one not among the candidates is added."""
    if not named:
        return list(ranked)
    known = {line.provider_id: line for line in ranked}
    first = [known.get(provider_id, Ranked(provider_id, 0.0, Fit.STRONG, {}, ())) for provider_id in named]
    return [*(replace(line, fit=Fit.STRONG, named=True) for line in first), *(line for line in ranked if line.provider_id not in named)]


def diversify(order: list[int], coverage: NDArray[np.float32]) -> list[int]:
    """Give every further wish one of the first places: the best-ranked provider that covers it moves up when none there does.

    Shape: `coverage` (wishes, providers), 0..1. The first place and the order of all others stay.
    """
    result = list(order)
    for place, wish in enumerate(coverage[1:], start=_WISH_PLACE):
        if any(wish[row] >= _TOUCHED for row in result[:_FIRST_PLACES]):
            continue
        able = next((row for row in result[_FIRST_PLACES:] if wish[row] >= _COVERED), None)
        if able is not None:
            result.remove(able)
            result.insert(min(place, _FIRST_PLACES - 1), able)
    return result


def score(candidates: CandidateSet, found: Interpretation, taxonomy: Taxonomy, codes: Sequence[str], weights: Weights) -> Scored:
    """Score every provider by the whole need; see the module's docstring for the formula."""
    owners = sorted({passage.provider_id for passage in candidates.passages})
    place = {owner: row for row, owner in enumerate(owners)}
    owner_of = np.array([place[passage.provider_id] for passage in candidates.passages])
    is_case = np.array([passage.kind == "case" for passage in candidates.passages])
    agreement = scenario_agreement(candidates, found.shares, codes)
    signals = {
        "words": _z(np.nan_to_num(candidates.words[0])),
        "bigrams": _z(np.nan_to_num(candidates.bigrams[0])),
        "cosine": _z(_imputed(candidates.cosine[0])),
        "scenario": _z(agreement[0]),
        "industry": industry_agreement(candidates, found, taxonomy),
    }
    weighted = {name: getattr(weights, name) * signals[name] for name in SIGNALS}
    passage_totals = np.sum(list(weighted.values()), axis=0)
    totals = _provider_totals(passage_totals, owner_of, is_case, len(owners), weights.second_evidence)
    order = np.lexsort((np.arange(len(passage_totals)), -passage_totals))
    rows: list[list[int]] = [[] for _ in owners]
    for row in order:
        rows[owner_of[row]].append(int(row))
    best = np.array([of_owner[0] for of_owner in rows])
    beyond = weights.scenario * np.maximum(signals["scenario"] - _SURE_ENOUGH, 0)
    own_best = (passage_totals - beyond)[best]
    features = np.concatenate(
        [_text_features(candidates, found, agreement[0], owner_of, len(owners)), np.stack([own_best, own_best.max() - own_best], axis=1)],
        axis=1,
    )
    return Scored(
        owners=tuple(owners),
        totals=totals,
        features=features,
        coverage=np.stack([_max_by_owner(row, owner_of, len(owners)) for row in agreement]),
        parts={name: values[best] for name, values in weighted.items()},
        best_passages=tuple(tuple(candidates.passages[row].id for row in of_owner[:_PASSAGES_KEPT]) for of_owner in rows),
        speaking=tuple(max(1, int((passage_totals[of_owner[:_PASSAGES_KEPT]] >= _SPEAKS).sum())) for of_owner in rows),
    )


def scenario_agreement(candidates: CandidateSet, wanted: NDArray[np.float32], codes: Sequence[str]) -> NDArray[np.float32]:
    """Sum over scenarios of the need's share times the passage's tag. Shape: (wishes, passages), 0..1."""
    column = {code: place for place, code in enumerate(codes)}
    tags = np.zeros((len(candidates.passages), len(codes)), np.float32)
    for row, passage in enumerate(candidates.passages):
        for code, weight in passage.tags:
            if code in column:
                tags[row, column[code]] = weight
    result: NDArray[np.float32] = wanted @ tags.T
    return result


def industry_agreement(candidates: CandidateSet, found: Interpretation, taxonomy: Taxonomy) -> NDArray[np.float32]:
    """1 for the need's trade, ½ for a related one, −½ for another, 0 where either names none. Shape: (passages,)."""
    wanted = {mention.code for mention in found.reading.text.industries}
    result = np.zeros(len(candidates.passages), np.float32)
    if not wanted:
        return result
    related = {code for trade in wanted for code in taxonomy.related_industries(trade)}
    for row, passage in enumerate(candidates.passages):
        trades = set(passage.industries)
        if trades:
            result[row] = 1.0 if trades & wanted else 0.5 if trades & related else -0.5
    return result


def fit_chances(features: NDArray[np.float32], weights: Weights) -> NDArray[np.float32]:
    """The calibrated chance, 0..1, that a provider really serves the need (a grade of 2 or 3). Shape: (providers, 7) → (providers,)."""
    factors = np.array([getattr(weights, name) for name in FIT_FEATURES], np.float32)
    result: NDArray[np.float32] = 1 / (1 + np.exp(-(weights.fit_bias + features @ factors)))
    return result


def _text_features(
    candidates: CandidateSet, found: Interpretation, agreement: NDArray[np.float32], owner_of: NDArray[np.int64], owners: int
) -> NDArray[np.float32]:
    """Of each provider: best agreement, share of the best word score, best cosine; of the need: strength, nearness to "not offered"."""
    words = np.nan_to_num(candidates.words[0])
    best_words = max(float(words.max(initial=0.0)), 1e-6)
    columns = [agreement, words / best_words, _imputed(candidates.cosine[0])]
    best = np.stack([_max_by_owner(column, owner_of, owners) for column in columns], axis=1)
    common = np.tile(np.array([found.strength, max(found.foreign, -1.5)], np.float32), (owners, 1))
    return np.concatenate([best, common], axis=1)


def describe_weights() -> dict[str, float]:
    """Name → value, for the page that explains the order."""
    return asdict(load_weights())


def _fit(chance: float, weights: Weights) -> Fit:
    if chance >= weights.fit_strong:
        return Fit.STRONG
    return Fit.POSSIBLE if chance >= weights.fit_possible else Fit.WEAK


def _z(values: NDArray[np.float32]) -> NDArray[np.float32]:
    spread = float(values.std())
    result: NDArray[np.float32] = (values - values.mean()) / spread if spread > 1e-6 else np.zeros_like(values)
    return result


def _imputed(cosine: NDArray[np.float32]) -> NDArray[np.float32]:
    """A passage that the vector leg did not return is at most as near as the farthest it returned."""
    seen = cosine[~np.isnan(cosine)]
    return np.nan_to_num(cosine, nan=float(seen.min()) if len(seen) else 0.0)


def _provider_totals(
    totals: NDArray[np.float32], owner_of: NDArray[np.int64], is_case: NDArray[np.bool_], owners: int, second: float
) -> NDArray[np.float32]:
    """Best claim and best case of each provider, the weaker of the two at `second` weight."""
    claim = _max_by_owner(np.where(is_case, -np.inf, totals), owner_of, owners)
    case = _max_by_owner(np.where(is_case, totals, -np.inf), owner_of, owners)
    stronger, weaker = np.maximum(claim, case), np.minimum(claim, case)
    result: NDArray[np.float32] = stronger + second * np.where(np.isfinite(weaker), weaker, stronger - _UNSEEN_GAP).astype(np.float32)
    return result


def _max_by_owner(values: NDArray[np.float32], owner_of: NDArray[np.int64], owners: int) -> NDArray[np.float32]:
    result = np.full(owners, -np.inf, np.float32)
    np.maximum.at(result, owner_of, values)
    return result
