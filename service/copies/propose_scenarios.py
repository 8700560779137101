"""Which scenarios the bank proposes for passages."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.search.bank import PASSAGE_SHARPNESS, shares
from service.search.knowledge import Knowledge

_PROPOSED_MOST = 5
_PROPOSED_LEAST_SHARE = 0.01


def propose_scenarios(knowledge: Knowledge, texts: Sequence[str], vectors: NDArray[np.float32]) -> list[tuple[tuple[str, float], ...]]:
    """For each text (code, confidence), the strongest first.

    Shape: `vectors` (len(texts), dimensions), raw.
    """
    bank = knowledge.bank
    tokens = [knowledge.segmenter.tokens(text) for text in texts]
    found = []
    for row in shares(bank.scores(bank.centre(vectors), tokens)[:, : len(bank.codes)], PASSAGE_SHARPNESS):
        best = row.argsort()[::-1][:_PROPOSED_MOST]
        likely = [column for column in best if row[column] >= _PROPOSED_LEAST_SHARE] or [best[0]]
        found.append(tuple((bank.codes[column], round(float(row[column]), 4)) for column in likely))
    return found
