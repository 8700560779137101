"""Compute scores and features of every provider from the candidates and the reading. Pure.

Score of a passage: a weighted sum of industry agreement and four z-scores: word BM25, bigram BM25, cosine, scenario agreement.
Score of a provider: its best claim (a capability or the summary) and its best case, added. The weaker of the two counts half.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.domain.finding import CandidateSet
from service.domain.taxonomy import Taxonomy
from service.search.fit import FitFeatures
from service.search.interpret import Interpretation
from service.search.knowledge import Knowledge
from service.search.weights import Weights

SIGNALS = ("words", "bigrams", "cosine", "scenario", "industry")
COVERED = 0.3
"""From this agreement with a wish's scenarios on, a provider covers the wish."""
_PASSAGES_KEPT = 6
_SURE_ENOUGH = 7.0
"""Scenario agreement above this many standard deviations does not raise the fit: it only shows how few passages have the scenario.
The order still uses it. Measured on the second development pool: 19 of 28 unserved needs are refused instead of 14, and no more needs
are refused wrongly."""
_SPEAKS = 3.0
"""From this score on a passage speaks to the need: it can be a reason. An average candidate has 0. The best passage always speaks."""
_UNSEEN_GAP = 1.5
"""When a provider has only a claim or only a case, the other counts as this many standard deviations weaker."""
_LEAST_FOREIGN = -1.5


@dataclass(frozen=True, slots=True)
class Scored:
    """All providers among the candidates, unordered.

    Shape: `totals` (providers,), `coverage` (wishes, providers), each of `parts` and of `features` (providers,).
    """

    owners: tuple[str, ...]
    totals: NDArray[np.float32]
    features: FitFeatures
    coverage: NDArray[np.float32]
    parts: dict[str, NDArray[np.float32]]
    best_passages: tuple[tuple[str, ...], ...]
    speaking: tuple[int, ...]


def score(candidates: CandidateSet, interpretation: Interpretation, knowledge: Knowledge, weights: Weights) -> Scored:
    """Score every provider by the whole need; see the module's docstring for the formula."""
    owners = sorted({passage.provider_id for passage in candidates.passages})
    owning = _Owning(candidates, owners)
    agreement = scenario_agreement(candidates, interpretation.shares, knowledge.bank.codes)
    signals = {
        "words": _z(np.nan_to_num(candidates.words[0])),
        "bigrams": _z(np.nan_to_num(candidates.bigrams[0])),
        "cosine": _z(_imputed(candidates.cosine[0])),
        "scenario": _z(agreement[0]),
        "industry": industry_agreement(candidates, interpretation, knowledge.taxonomy),
    }
    weighted = {name: getattr(weights, name) * signals[name] for name in SIGNALS}
    passage_totals = np.sum(list(weighted.values()), axis=0)
    rows = owning.rows_best_first(passage_totals)
    best = np.array([of_owner[0] for of_owner in rows])
    beyond = weights.scenario * np.maximum(signals["scenario"] - _SURE_ENOUGH, 0)
    own_best = (passage_totals - beyond)[best]
    speaks = (passage_totals >= _SPEAKS).tolist()
    words = np.nan_to_num(candidates.words[0])
    everybody = np.ones(len(owners), np.float32)
    features = FitFeatures(
        agreement=owning.best(agreement[0]),
        words=owning.best(words / max(float(words.max(initial=0.0)), 1e-6)),
        cosine=owning.best(_imputed(candidates.cosine[0])),
        strength=interpretation.strength * everybody,
        foreign=max(interpretation.foreign, _LEAST_FOREIGN) * everybody,
        total=own_best,
        behind=own_best.max() - own_best,
        industry=owning.best(signals["industry"]),
    )
    return Scored(
        owners=tuple(owners),
        totals=owning.claim_and_case(passage_totals, weights.second_evidence),
        features=features,
        coverage=np.stack([owning.best(row) for row in agreement]),
        parts={name: values[best] for name, values in weighted.items()},
        best_passages=tuple(tuple(candidates.passages[row].id for row in of_owner[:_PASSAGES_KEPT]) for of_owner in rows),
        speaking=tuple(max(1, sum(speaks[row] for row in of_owner[:_PASSAGES_KEPT])) for of_owner in rows),
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


def industry_agreement(candidates: CandidateSet, interpretation: Interpretation, taxonomy: Taxonomy) -> NDArray[np.float32]:
    """1 for the need's trade, ½ for a related one, −½ for another, 0 where either names none. Shape: (passages,)."""
    wanted = {mention.code for mention in interpretation.reading.text.industries}
    result = np.zeros(len(candidates.passages), np.float32)
    if not wanted:
        return result
    related = {code for trade in wanted for code in taxonomy.related_industries(trade)}
    for row, passage in enumerate(candidates.passages):
        trades = set(passage.industries)
        if trades:
            result[row] = 1.0 if trades & wanted else 0.5 if trades & related else -0.5
    return result


class _Owning:
    """Knows which provider owns which passage, and turns values of passages into values of providers."""

    def __init__(self, candidates: CandidateSet, owners: Sequence[str]) -> None:
        place = {owner: row for row, owner in enumerate(owners)}
        self._count = len(owners)
        self._owner_of = np.array([place[passage.provider_id] for passage in candidates.passages])
        self._is_case = np.array([passage.kind == "case" for passage in candidates.passages])

    def best(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """The largest value of each provider. Shape: (passages,) → (providers,)."""
        result = np.full(self._count, -np.inf, np.float32)
        np.maximum.at(result, self._owner_of, values)
        return result

    def claim_and_case(self, totals: NDArray[np.float32], second: float) -> NDArray[np.float32]:
        """Best claim and best case of each provider, the weaker of the two at `second` weight. Shape: (passages,) → (providers,)."""
        claim = self.best(np.where(self._is_case, -np.inf, totals))
        case = self.best(np.where(self._is_case, totals, -np.inf))
        stronger, weaker = np.maximum(claim, case), np.minimum(claim, case)
        result: NDArray[np.float32] = stronger + second * np.where(np.isfinite(weaker), weaker, stronger - _UNSEEN_GAP).astype(np.float32)
        return result

    def rows_best_first(self, totals: NDArray[np.float32]) -> list[list[int]]:
        """The passages of each provider, best first."""
        order = np.argsort(-totals, kind="stable")
        by_owner = order[np.argsort(self._owner_of[order], kind="stable")].tolist()
        ends = np.cumsum(np.bincount(self._owner_of, minlength=self._count)).tolist()
        return [by_owner[start:end] for start, end in pairwise((0, *ends))]


def _z(values: NDArray[np.float32]) -> NDArray[np.float32]:
    spread = float(values.std())
    result: NDArray[np.float32] = (values - values.mean()) / spread if spread > 1e-6 else np.zeros_like(values)
    return result


def _imputed(cosine: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give a passage that the vector search did not return the smallest cosine that it did return."""
    seen = cosine[~np.isnan(cosine)]
    return np.nan_to_num(cosine, nan=float(seen.min()) if len(seen) else 0.0)
