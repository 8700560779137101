"""Learn the weights of `service/search/scope.py`: a multinomial logistic regression over the evidence of labelled sentences."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.domain.verdicts import Verdict
from service.ports import TextEncoder
from service.search.interpret import text_evidence
from service.search.knowledge import Knowledge
from service.search.scope import EVIDENCE, SCOPES

_PENALTY = 3.0
_NEWTON_STEPS = 30
_SMALLEST_STEP = 1e-4
_FOUND = frozenset({"ask_firm", "condition", "refuse", "not_refusal", "several", "story", "need"})
_QUESTIONS = {"policy": Verdict.POLICY, "pool": Verdict.POOLS, "desk": Verdict.DESK}


@dataclass(frozen=True, slots=True)
class ScopeCase:
    """A sentence's evidence and its right scope. `source`: who wrote it. `weight`: how much it counts.

    `read`: what the network says of the scopes, logarithms of chances.
    """

    evidence: NDArray[np.float64]
    scope: Verdict
    source: str
    kind: str
    text: str
    weight: float = 1.0
    read: tuple[float, ...] = ()


def scope_of(case: Mapping[str, Any]) -> Verdict | None:
    """The right scope of a labelled sentence; None where the label does not tell it."""
    kind = case.get("as") or case["kind"]
    if case.get("doubt"):
        return None
    if kind in _FOUND:
        return Verdict.FOUND
    if kind == "policy":
        return _QUESTIONS[case["answer"]]
    if kind == "gap":
        return Verdict.GAP if case.get("lacks") == "taxonomy" else None
    return {"foreign": Verdict.FOREIGN, "vague": Verdict.TOO_LITTLE, "only_refuse": Verdict.REFUSAL}.get(kind)


def scope_cases(
    cases: Iterable[Mapping[str, Any]], source: str, knowledge: Knowledge, encoder: TextEncoder, weight: float = 1.0
) -> list[ScopeCase]:
    """The evidence of every sentence whose scope is known."""
    found = []
    for case in cases:
        scope = scope_of(case)
        if scope is not None:
            need = knowledge.reader.read(case["text"])
            evidence = text_evidence(need, knowledge, encoder)
            found.append(ScopeCase(evidence, scope, source, case.get("as") or case["kind"], case["text"], weight, need.scopes))
    return found


def fit_scope(cases: Sequence[ScopeCase], *, penalty: float = _PENALTY) -> NDArray[np.float64]:
    """The table of weights, by Newton's method. Rare scopes count more, by the root of their rarity. Shape: (evidence, scopes)."""
    evidence = np.array([case.evidence for case in cases])
    scopes = np.array([SCOPES.index(case.scope) for case in cases])
    counts = np.bincount(scopes, minlength=len(SCOPES))
    weights = np.sqrt(counts.max() / np.maximum(counts, 1))[scopes] * np.array([case.weight for case in cases])
    rows, columns = evidence.shape[1], len(SCOPES)
    target = np.eye(columns)[scopes]
    penalties = np.full((rows, columns), penalty)
    penalties[0] = 0.01
    table = np.zeros((rows, columns))

    def loss(table: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        powers = evidence @ table
        powers = np.exp(powers - powers.max(axis=1, keepdims=True))
        chances = powers / powers.sum(axis=1, keepdims=True)
        likelihood = -(weights[:, None] * target * np.log(chances + 1e-12)).sum()
        return float(likelihood + 0.5 * (penalties * table * table).sum()), chances

    for _ in range(_NEWTON_STEPS):
        before, chances = loss(table)
        slope = (evidence.T @ (weights[:, None] * (chances - target)) + penalties * table).ravel()
        curvature = np.zeros((rows, columns, rows, columns))
        for i in range(columns):
            for j in range(columns):
                spread = weights * chances[:, i] * (float(i == j) - chances[:, j])
                curvature[:, i, :, j] = (evidence * spread[:, None]).T @ evidence
        square = curvature.reshape(rows * columns, rows * columns) + np.diag(penalties.ravel()) + 1e-6 * np.eye(rows * columns)
        step = np.linalg.solve(square, slope).reshape(rows, columns)
        length = 1.0
        while loss(table - length * step)[0] > before and length > _SMALLEST_STEP:
            length /= 2
        table = table - length * step
    return table


def scope_file(table: NDArray[np.float64], sure: float) -> str:
    """The content of `scope_weights.json`."""
    rows = {
        name: {scope.value: round(float(table[row, column]), 3) for column, scope in enumerate(SCOPES)} for row, name in enumerate(EVIDENCE)
    }
    return json.dumps({"sure": sure, "evidence": rows}, indent=1) + "\n"
