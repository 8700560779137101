"""Provider documents for engine tests: drawn, so that every engine gets the same ones."""

import hashlib
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from service.domain.finding import PassageDoc, ProviderDoc, WishQuery

DIMENSIONS = 24
VOCABULARY = [f"词{number}" for number in range(60)] + ["mes", "c++", "a/b", "erp", "5g", "(", '"引', "AND", "词*"]


def unit(seed: str) -> NDArray[np.float32]:
    """A direction that depends on `seed` alone."""
    number = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest(), "big")
    vector = np.random.default_rng(number).normal(size=DIMENSIONS).astype(np.float32)
    return vector / np.linalg.norm(vector)


def passage(passage_id: str, provider_id: str, words: str = "注塑 排产", **changes: object) -> PassageDoc:
    """A capability passage; its bigrams are its words' characters."""
    made = PassageDoc(
        id=passage_id,
        provider_id=provider_id,
        kind="capability",
        words=words,
        bigrams=" ".join(word[:2] for word in words.split()),
        tags=(("DEV02", 1.0), ("PRO01", 0.25)),
        industries=("injection", "mould"),
        vector=unit(passage_id),
    )
    return replace(made, **changes)


def provider(provider_id: str, version: int = 1, *passages: PassageDoc, **changes: object) -> ProviderDoc:
    """A listed provider of the municipal pool with one passage unless others are given."""
    made = ProviderDoc(
        id=provider_id,
        version=version,
        listed=True,
        pools=("municipal",),
        town="长安镇",
        groups=("制造",),
        industries=("injection",),
        deliveries=("本地部署",),
        price_min_fen=5_000_000,
        passages=passages or (passage(f"cap_{provider_id}", provider_id),),
    )
    return replace(made, **changes)


def drawn_pool(providers: int, *, seed: int = 7, version: int = 1) -> list[ProviderDoc]:
    """Providers with one to eight drawn passages each."""
    random = np.random.default_rng(seed)
    docs = []
    for number in range(providers):
        provider_id = f"prv_{number:05d}"
        made = []
        for part in range(int(random.integers(1, 9))):
            # Few words are frequent and many are rare, as in a language.
            ranks = np.minimum(random.zipf(1.4, size=int(random.integers(5, 40))), len(VOCABULARY)) - 1
            words = [VOCABULARY[rank] for rank in ranks]
            made.append(passage(f"cap_{number:05d}_{part}", provider_id, " ".join(words), vector=unit(f"{seed}/{number}/{part}")))
        docs.append(
            provider(
                provider_id,
                version,
                *made,
                pools=("municipal",) if number % 3 else ("municipal", "provincial"),
                town=f"镇{number % 5}" if number % 7 else None,
                price_min_fen=None if number % 4 == 0 else number * 100_000,
            )
        )
    return docs


def wish(words: str = "", seed: str = "need", *, bigrams: str | None = None) -> WishQuery:
    """A wish with these words, their bigrams, and the direction of `seed`."""
    tokens = tuple(words.split())
    pairs = tuple(word[:2] for word in tokens) if bigrams is None else tuple(bigrams.split())
    return WishQuery(words=tokens, bigrams=pairs, vector=unit(seed))
