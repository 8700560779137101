"""Keep the vectors of recent texts in memory. The same need asked again, or its next page, then needs no encoding."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.edge.measures import KEPT, STEPS
from service.ports import TextEncoder

_REMEMBERED_VECTORS = 2048
_TEXTS_AT_ONCE = 16
"""A call with more texts loads passages. Their vectors are kept in the database. Here they would only push out the vectors of needs."""


class RememberingEncoder:
    """Remembers the vectors of the last 2,048 texts that came in calls of at most 16 texts.

    This is safe because a text's vector depends on the text alone (decision 0010).

    Args:
        encoder: the encoder that makes the vectors.
        remembered_texts: how many texts are remembered.
    """

    def __init__(self, encoder: TextEncoder, *, remembered_texts: int = _REMEMBERED_VECTORS) -> None:
        self._encoder = encoder
        self._most = remembered_texts
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the encoder that makes the vectors."""
        return self._encoder.fingerprint

    @property
    def dimensions(self) -> int:
        """The dimensions of the encoder that makes the vectors."""
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of `texts`, in the same order. Only texts that are not remembered are encoded.

        Shape: (len(texts), dimensions).
        """
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
