"""Vectors of recent texts, in memory only: the same need asked twice, or its next page, costs no encoding."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.edge.measures import KEPT, STEPS
from service.ports import TextEncoder

_REMEMBERED_VECTORS = 2048
_TEXTS_AT_ONCE = 16
"""More texts in one call are passages being loaded; they are kept in the database and would only push the needs out."""


class RememberingEncoder:
    """Remembers the vectors of the last 2,048 short calls, by text. A text's vector depends on the text alone (decision 0010)."""

    def __init__(self, encoder: TextEncoder, *, remembered_texts: int = _REMEMBERED_VECTORS) -> None:
        self._encoder = encoder
        self._most = remembered_texts
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    @property
    def fingerprint(self) -> str:
        """Of the encoder behind."""
        return self._encoder.fingerprint

    @property
    def dimensions(self) -> int:
        """Of the encoder behind."""
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """By the encoder behind, but for texts that it encoded lately."""
        if not 0 < len(texts) <= _TEXTS_AT_ONCE:
            return self._encoder.encode(texts)
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
            for text in known:
                self._vectors.move_to_end(text)
        unknown = [text for text in dict.fromkeys(texts) if text not in known]
        KEPT.labels("vector", "kept").inc(len(known))
        if unknown:
            KEPT.labels("vector", "made").inc(len(unknown))
            with STEPS.labels("encode").time():
                known.update(zip(unknown, self._encoder.encode(unknown), strict=True))
            with self._lock:
                self._vectors.update((text, known[text]) for text in unknown)
                while len(self._vectors) > self._most:
                    self._vectors.popitem(last=False)
        return np.stack([known[text] for text in texts])
