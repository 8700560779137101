"""What an index holds and what it gives back: documents in, candidate passages with raw scores out."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

PASSAGE_KINDS = ("capability", "case", "summary")


@dataclass(frozen=True, slots=True)
class PassageDoc:
    """One passage of a provider: a capability, a case, or its summary.

    `words` and `bigrams` are segmented on our side, tokens joined by spaces, so every engine sees the same tokens.
    `tags`: (scenario code, weight 0..1), strongest first. `industries`: codes; empty means any trade. `vector` None: not embedded yet.
    """

    id: str
    provider_id: str
    kind: str
    words: str
    bigrams: str
    tags: tuple[tuple[str, float], ...]
    industries: tuple[str, ...]
    vector: NDArray[np.float32] | None = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ProviderDoc:
    """A provider as an index holds it: the fields that filters ask for, and its passages."""

    id: str
    version: int
    listed: bool
    pools: tuple[str, ...] = ()
    town: str | None = None
    groups: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    deliveries: tuple[str, ...] = ()
    price_min_fen: int | None = None
    passages: tuple[PassageDoc, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person narrowed the search to; None means no narrowing.

    `price_max_fen` keeps providers with an offer at or under it, and those that named no price.
    """

    pool: str | None = None
    group: str | None = None
    industry: str | None = None
    town: str | None = None
    delivery: str | None = None
    price_max_fen: int | None = None

    @property
    def active(self) -> dict[str, str | int]:
        """Name → value of those that are set."""
        names = ("pool", "group", "industry", "town", "delivery", "price_max_fen")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class WishQuery:
    """One wish of a need as the engines are asked for it. Tokens may repeat; `scenarios`: the likeliest, with shares."""

    words: tuple[str, ...]
    bigrams: tuple[str, ...]
    vector: NDArray[np.float32] = field(compare=False, repr=False)
    scenarios: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class CandidatePassage:
    """A passage found, without its text."""

    id: str
    provider_id: str
    kind: str
    tags: tuple[tuple[str, float], ...]
    industries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """The union of all legs of all wishes.

    Shape: each score array is float32 (wishes, passages); NaN where that leg did not return the passage.
    """

    passages: tuple[CandidatePassage, ...]
    words: NDArray[np.float32] = field(compare=False)
    bigrams: NDArray[np.float32] = field(compare=False)
    cosine: NDArray[np.float32] = field(compare=False)
