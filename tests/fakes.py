"""Stand-ins for the two ports that are slow or move by themselves. Real parts are used for everything else."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.search.spans.network import WordsRead


class HashEncoder:
    """A text encoder without a model: texts that share characters and pairs of characters point the same way.

    Deterministic in every process. Good for plumbing, not for judging whether a match is a good one.
    """

    fingerprint = "hash-256-1"
    dimensions = 256

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape: (len(texts), 256), each of length 1."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            vectors[row, 0] = 1e-3  # an empty text has a direction too
            for width in (1, 2):
                for start in range(len(text) - width + 1):
                    bucket = crc32(text[start : start + width].encode("utf-8", "replace")) % self.dimensions
                    vectors[row, bucket] += width
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True) if texts else vectors


class FixedClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move it."""
        self._now += by


def read_nothing(folded: str) -> WordsRead:
    """A reader of words that knows none: the whole text is story, and no verdict is likelier than another."""
    return WordsRead(
        tokens=np.zeros((0, 2), np.int64),
        tags=np.zeros((0, 6), np.float32),
        begins=np.zeros(0, np.float32),
        scopes=np.zeros(8, np.float32),
        excludes=np.zeros((0, 2), np.float32),
    )
