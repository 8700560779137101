"""相近的需求: what the same firm stated already, in nearly the same words."""

from dataclasses import dataclass

import numpy as np

from service.brokerage.standing import NeedKey, open_need
from service.domain.alike import SAID_AGAIN, shared_pairs
from service.domain.needs import Need
from service.runtime import Runtime
from service.store.queries.needs import needs_of_firm
from service.store.unit_of_work import reading

_COMPARED = 12
"""The newest needs of one firm that are compared."""
_SAME_MEANING = 0.92
"""Cosine of the bundled encoder, in whose space unrelated sentences of factories lie near 0.83 (29 November 2026, 60 needs)."""


@dataclass(frozen=True, slots=True)
class AlikeNeed:
    """Another need of the same firm. `alike`: whether it says nearly the same."""

    need: Need
    alike: bool


def recall_alike(runtime: Runtime, key: NeedKey) -> list[AlikeNeed]:
    """The other needs of the firm, the alike ones first, then the newest.

    Raises:
        NotFound: the key opens no need.

    Cost: one encoding of at most 13 sentences, which the process remembers; nothing when the firm has stated one need only.
    """
    with reading(runtime.database) as session:
        need, _ = open_need(runtime, session, key)
        others = [each for each in needs_of_firm(session, need.firm, _COMPARED + 1) if each.id != need.id]
    if not others:
        return []
    vectors = runtime.encoder.encode([need.text, *(each.text for each in others)])
    cosines = np.asarray(vectors[1:] @ vectors[0])
    found = [
        AlikeNeed(each, bool(cosine >= _SAME_MEANING or shared_pairs(need.text, each.text) >= SAID_AGAIN))
        for each, cosine in zip(others, cosines, strict=True)
    ]
    return sorted(found, key=lambda each: not each.alike)
