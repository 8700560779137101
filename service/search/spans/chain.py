"""Mark spans of a text with a linear-chain CRF (conditional random field) over its characters.

A rule knows only the words that its author thought of. The chain learns from marked sentences how such words stand to their objects,
so it also finds forms that nobody listed.
Source: J. Lafferty, A. McCallum, F. Pereira, "Conditional Random Fields" (2001); library: CRFsuite (N. Okazaki, 2007).
"""

import threading
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import pycrfsuite
from numpy.typing import NDArray


class Chain:
    """Tells the chances of spans with a learned model.

    Args:
        model: a CRFsuite model's bytes.
    """

    def __init__(self, model: bytes) -> None:
        self._model = model
        self._local = threading.local()  # a tagger keeps the text it works on, so each thread has one

    def chances(self, features: Sequence[Sequence[str]], tag: str) -> NDArray[np.float64]:
        """The chances of each character to have the tag, and to begin a span of it. Shape: (characters, 2).

        `features` has one list for each character of the text.
        """
        if not features:
            return np.zeros((0, 2))
        tagger = self._tagger()
        tagger.set(pycrfsuite.ItemSequence(features))
        begins = np.array([tagger.marginal(f"B-{tag}", place) for place in range(len(features))])
        return np.stack([begins + [tagger.marginal(f"I-{tag}", place) for place in range(len(features))], begins], axis=1)

    def _tagger(self) -> pycrfsuite.Tagger:
        tagger = getattr(self._local, "tagger", None)
        if tagger is None:
            tagger = pycrfsuite.Tagger()
            tagger.open_inmemory(self._model)
            self._local.tagger = tagger
        return tagger


def shipped(name: str) -> bytes:
    """A model that comes with the product, by its file's name."""
    return files("service.search").joinpath(f"words/{name}").read_bytes()
