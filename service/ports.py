"""The places where two real implementations live: search engine, text encoder, mailer, clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from service.domain.finding import CandidateSet, Filters, ProviderDoc, WishQuery
from service.domain.letters import Letter


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

    @property
    def in_process(self) -> bool:
        """True when the index lives in this process and must follow the change feed itself."""

    def clear(self) -> None:
        """Forget everything; only an engine inside the process does."""

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


class IndexGeneration(SearchEngine, Protocol):
    """A new copy of the passages, filled and tried beside the one that serves."""

    @property
    def generation(self) -> str:
        """Its name, for people."""

    def publish(self) -> None:
        """Let every process search this generation from now on, in one step, and drop the older ones.

        Raises:
            Unavailable: not all of it is there; the old one goes on serving.
        """

    def discard(self) -> None:
        """Remove it; the serving one is not touched."""


@runtime_checkable
class GenerationalEngine(SearchEngine, Protocol):
    """An engine whose index outlives the process, so that it is rebuilt beside the one that serves."""

    def begin_generation(self, now: datetime) -> IndexGeneration:
        """Make an empty generation; `now` goes into its name."""


class Mailer(Protocol):
    """Takes letters to their addresses."""

    def send(self, letter: Letter) -> None:
        """Hand one letter over; afterwards it is on its way.

        Raises:
            Unavailable: not now; the same letter may be tried again.
            Refused: this letter will never be taken, such as one to an address that does not exist.
        """


class Clock(Protocol):
    """The present, as an argument."""

    def now(self) -> datetime:
        """The present instant, UTC, aware."""
