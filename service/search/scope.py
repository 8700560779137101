"""Decide from the text alone: search for providers, or give an answer that needs none. Pure.

A softmax over a few pieces of evidence: the bank's scores, and the words that `reading_*.py` found. No word decides alone:
`招工难，想少用人` has a word of recruiting, but the bank recognises a scenario. The weights stand in `scope_weights.json`: each row is a
piece of evidence, each column a verdict. A multinomial logistic regression found them. It used the development needs and those cases
of `fixtures/verdicts/` that may be looked at while building (fixtures/verdicts/README.md; docs/ranking.md).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from service.domain.reading import NeedText
from service.domain.verdicts import Verdict
from service.search.bank import ASIDES

SCOPES = (
    Verdict.FOUND, Verdict.FOREIGN, Verdict.POLICY, Verdict.POOLS, Verdict.DESK, Verdict.GAP, Verdict.TOO_LITTLE, Verdict.REFUSAL,
)  # fmt: skip
"""The possible verdicts, in the order of the weights' columns. `FOUND` means: search for providers."""
EVIDENCE = (
    "always", "scenario", *(f"aside_{name}" for name in ASIDES), "foreign_words", "policy_words", "pools_words", "desk_words",
    "general_words", "asks_for_firm", "names_scenario", "length",
    "share_wanted", "share_aside", "wants", "sets_aside", "names_wanted",
)  # fmt: skip
"""The rows of the weights. `scenario` and `aside_…` are scores of the bank, about −1..1; the others lie in 0..1."""
_READ_WEIGHT = 0.7
"""Chosen on two authors whom neither the network nor the weights had seen: scopes right .88 with the weights alone, .84 with the
network alone, .90 with both."""
_SERVED, _GAP = SCOPES.index(Verdict.FOUND), SCOPES.index(Verdict.GAP)
_NAMED = EVIDENCE.index("names_scenario")
_GAP_SURE = math.log(0.6)
"""Where the network finds a gap by a chance of .6 and the text names no scenario, it is a gap: the bank only sees the nearest scenario.
The nearest offers are still shown, apart."""
_MOST_LENGTH = 90
_SHORT = 24
"""Up to this many characters a sign word counts fully, in a longer text less: in a long story 超市 or 比特币 is only a scene."""


@dataclass(frozen=True)
class ScopeWeights:
    """Shape: `table` (evidence, scopes). `sure`: the least chance, 0..1, for an answer without providers."""

    table: NDArray[np.float64]
    sure: float


def scope_evidence(need: NeedText, wanted: str, scenario: float, asides: NDArray[np.float32], named: int) -> NDArray[np.float64]:
    """Collect the evidence about one need.

    Args:
        wanted: the text that is searched.
        scenario: the best scenario's score.
        named: how many scenarios the text names.

    Shape: `asides` (asides,) → (evidence,).
    """
    questions = (need.question is Verdict.POLICY, need.question is Verdict.POOLS, need.question is Verdict.DESK)
    length = math.log1p(min(len(wanted), _MOST_LENGTH)) / math.log1p(_MOST_LENGTH)
    weight = min(1.0, _SHORT / max(len(need.folded), 1))
    signs = (weight * sign for sign in (need.topic is not None, *questions))
    said = max(len(need.folded), 1)
    share_wanted = sum(len(part) for part in need.parts) / said
    aside = [clause for clause in need.clauses if clause.refused or clause.owned]
    share_aside = sum(len(clause.text) for clause in aside) / said
    spans = (share_wanted, share_aside, bool(need.parts), bool(aside), min(named, 1) if need.parts else 0.0)
    told = (need.silent, need.asks_for_firm, min(named, 2) / 2, length)
    return np.array([1.0, scenario, *asides.tolist(), *signs, *told, *spans], np.float64)


def scope_chances(evidence: NDArray[np.float64], weights: ScopeWeights, read: Sequence[float] = ()) -> NDArray[np.float64]:
    """The chance of each scope. Shape: (…, evidence) → (…, scopes), rows sum to 1."""
    powers = evidence @ weights.table + (_READ_WEIGHT * np.array(read) if len(read) else 0.0)
    powers = np.exp(powers - powers.max(axis=-1, keepdims=True))
    result: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return result


def decide_scope(evidence: NDArray[np.float64], read: Sequence[float], weights: ScopeWeights) -> Verdict:
    """The verdict of the text alone. In doubt it is `FOUND`: a person can ignore a list, but cannot get past a refusal.

    Args:
        read: logarithms of the scopes' chances as the network reads the text. They count half.
    """
    chances = scope_chances(evidence, weights, read)
    if len(read) and read[_GAP] > _GAP_SURE and not evidence[_NAMED] and int(chances.argmax()) == _SERVED:
        return Verdict.GAP
    best = int(chances.argmax())
    return SCOPES[best] if chances[best] >= weights.sure or chances[0] < 1 - weights.sure else Verdict.FOUND


@cache
def load_scope_weights() -> ScopeWeights:
    """The weights in use."""
    content = json.loads(files("service.search").joinpath("scope_weights.json").read_text("utf-8"))
    rows = content["evidence"]
    return ScopeWeights(np.array([[rows[name][scope.value] for scope in SCOPES] for name in EVIDENCE]), float(content["sure"]))
