"""The weights in use for order and fit, read once from `ranking_weights.json`."""

import json
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Weights:
    """The first five weigh the signals of the order. `fit_…` are the calibration of 很合适 / 可能合适 (docs/ranking.md)."""

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
    fit_industry: float
    fit_strong: float
    fit_possible: float
    fit_confident: float
    """When even the best provider's chance is lower, every provider is 沾边: the list says honestly that nobody fits."""


@cache
def load_weights() -> Weights:
    """The weights in use."""
    content = json.loads(files("service.search").joinpath("ranking_weights.json").read_text("utf-8"))
    return Weights(**{knob.name: float(content[knob.name]) for knob in fields(Weights)})
