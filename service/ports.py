"""The three places where two real implementations live: search engine, text encoder, clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.domain.finding import CandidateSet, Filters, ProviderDoc, WishQuery


class TextEncoder(Protocol):
    """Texts to vectors of length 1."""

    @property
    def fingerprint(self) -> str:
        """Names model, prefix and precision: vectors of different fingerprints are never compared."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode all texts.

        Shape: (len(texts), dimensions); an empty list gives (0, dimensions).
        """


class SearchEngine(Protocol):
    """Holds a copy of the listed providers' passages and finds candidates. Ranking is not its business."""

    @property
    def name(self) -> str:
        """`embedded` or `elasticsearch`."""

    def position(self) -> int:
        """The last change-feed sequence this index has taken in; −1 when it is empty and must be rebuilt."""

    def put(self, docs: Sequence[ProviderDoc], *, position: int) -> None:
        """Replace these providers; one that is not listed is removed. A repeat or an older version changes nothing.

        Raises:
            Unavailable: the engine does not answer; nothing is lost, the caller tries the same docs again.
        """

    def candidates(self, wishes: Sequence[WishQuery], filters: Filters, *, per_leg: int) -> CandidateSet:
        """For every wish the best `per_leg` passages of each leg (words, bigrams, vector, scenario), with raw scores.

        Raises:
            Unavailable: the engine does not answer within its time-out.
        """

    def versions(self) -> dict[str, int]:
        """Provider id → version as indexed, for `indexer verify`."""


class Clock(Protocol):
    """The present, as an argument."""

    def now(self) -> datetime:
        """The present instant, UTC, aware."""
