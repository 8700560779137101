"""排序说明: the rules the running system orders by, for the page that anybody may read."""

from dataclasses import dataclass

from service.search.scoring import SIGNALS
from service.search.weights import load_weights


@dataclass(frozen=True, slots=True)
class SignalWeight:
    """One signal of the order. `share`: 0..1 of all weights together."""

    name: str
    weight: float
    share: float


@dataclass(frozen=True, slots=True)
class RankingRules:
    """`second_evidence`: what the weaker of claim and case counts; the others: least calibrated chances, 0..1.

    `strong_from` and `possible_from` of one provider; `confident_from` of the best one, under which nobody is called possible.
    """

    signals: tuple[SignalWeight, ...]
    second_evidence: float
    strong_from: float
    possible_from: float
    confident_from: float


def explain_ranking() -> RankingRules:
    """The rules as they run now, heaviest signal first."""
    weights = load_weights()
    values = {name: float(getattr(weights, name)) for name in SIGNALS}
    total = sum(values.values()) or 1.0
    ordered = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
    return RankingRules(
        signals=tuple(SignalWeight(name, value, value / total) for name, value in ordered),
        second_evidence=weights.second_evidence,
        strong_from=weights.fit_strong,
        possible_from=weights.fit_possible,
        confident_from=weights.fit_confident,
    )
