"""Look inside a match, for evaluation and tuning: the same retrieval, ranked under any weights, beside the plain baselines."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.copies.follow_changes import refresh
from service.domain.finding import Filters
from service.domain.matching import Ranked
from service.runtime import Runtime
from service.search import weights as running
from service.search.exclusions import excluded_codes
from service.search.fit import FIT_FEATURES, fit_chances
from service.search.knowledge import Knowledge
from service.search.ranking import rank
from service.search.retrieve import Reach, Retrieved, retrieve
from service.search.scoring import SIGNALS, Scored, score
from service.search.weights import Weights, load_weights
from service.store import unit_of_work
from service.store.queries.providers import all_ids, listed_ids, read_providers

_RRF_RANK = 10
"""Measured beforehand as the best constant of reciprocal rank fusion for pools of this size."""
__all__ = [
    "BASELINES",
    "FIT_FEATURES",
    "SIGNALS",
    "MeasuredNeed",
    "Weights",
    "listed_names",
    "load_weights",
    "measure_need",
    "provider_names",
    "write_weights",
]

BASELINES = ("bm25", "dense", "rrf")


@dataclass(frozen=True)
class MeasuredNeed:
    """A need retrieved once; rank it as often as you like."""

    retrieved: Retrieved
    knowledge: Knowledge

    def ranked(self, weights: Weights | None = None) -> list[Ranked]:
        """The order and fits under `weights`, the running ones by default."""
        return rank(self.retrieved.candidates, self.retrieved.interpretation, self.knowledge, weights or load_weights())

    def scored(self, weights: Weights | None = None) -> Scored:
        """Totals and calibration features of every provider."""
        return score(self.retrieved.candidates, self.retrieved.interpretation, self.knowledge, weights or load_weights())

    def chances(self, weights: Weights) -> dict[str, float]:
        """Provider id → calibrated chance that it really serves the need."""
        scored = self.scored(weights)
        return dict(zip(scored.owners, map(float, fit_chances(scored.features, weights)), strict=True))

    @property
    def out_of_scope(self) -> bool:
        """Whether the reading says that the pools do not offer this."""
        return self.retrieved.interpretation.reading.out_of_scope is not None

    def baseline(self, name: str) -> list[str]:
        """Provider ids by a plain system: word BM25, cosine, or both by reciprocal rank fusion; best passage of each provider."""
        candidates = self.retrieved.candidates
        owners = [passage.provider_id for passage in candidates.passages]
        words = _best_of(owners, np.nan_to_num(candidates.words[0]))
        dense = _best_of(owners, np.nan_to_num(candidates.cosine[0], nan=-1.0))
        if name == "bm25":
            return _ordered(words)
        if name == "dense":
            return _ordered(dense)
        fused: dict[str, float] = dict.fromkeys(words, 0.0)
        for leg in (words, dense):
            for place, owner in enumerate(_ordered(leg), 1):
                fused[owner] += 1 / (_RRF_RANK + place)
        return _ordered(fused)


def measure_need(runtime: Runtime, text: str, *, pool: str | None = None) -> MeasuredNeed:
    """Read and retrieve one need as a match does."""
    refresh(runtime)
    knowledge = runtime.knowledge()
    reach = Reach(runtime.settings.candidates_per_leg, runtime.settings.wishes_max)
    need = knowledge.reader.read(text)
    filters = Filters(pool=pool)
    return MeasuredNeed(retrieve(runtime.encoder, runtime.engine, knowledge, need, reach=reach, filters=filters), knowledge)


def provider_names(runtime: Runtime) -> dict[str, tuple[str, ...]]:
    """Provider id → the names a judgement may use for it: source id and USCC."""
    with unit_of_work.reading(runtime.database) as session:
        providers = read_providers(session, all_ids(session))
    return {provider.id: tuple(name for name in (provider.source_id, provider.uscc) if name) for provider in providers}


def listed_names(runtime: Runtime) -> frozenset[str]:
    """All names of the providers that are public today."""
    with unit_of_work.reading(runtime.database) as session:
        providers = read_providers(session, listed_ids(session, runtime.today))
    return frozenset(name for provider in providers for name in (provider.source_id, provider.uscc) if name)


def write_weights(weights: Weights) -> str:
    """Store the running weights in the package; returns the file's name."""
    path = Path(running.__file__).with_name("ranking_weights.json")
    path.write_text(json.dumps({name: round(value, 4) for name, value in asdict(weights).items()}, indent=2) + "\n", "utf-8")
    return path.name


def _best_of(owners: list[str], values: NDArray[np.float32]) -> dict[str, float]:
    best: dict[str, float] = {}
    for owner, value in zip(owners, values.tolist(), strict=True):
        best[owner] = max(value, best.get(owner, -np.inf))
    return best


def _ordered(scores: dict[str, float]) -> list[str]:
    return sorted(scores, key=lambda owner: (-scores[owner], owner))


def excluded_scenarios(runtime: Runtime, text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """What a provider's text says it does not do: its clauses, and the codes of their scenarios."""
    found = runtime.knowledge().exclusions.read(text)
    return tuple(each.text for each in found), excluded_codes(found)
