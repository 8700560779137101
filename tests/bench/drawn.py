"""Pools of any size drawn from the fixture pool's own passages: words of two of them mixed, a vector near one of them.

The wishes are those of the development needs, read and encoded beforehand, so encoding is not in any time.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter

import numpy as np

from service.domain.finding import PassageDoc, ProviderDoc
from service.ports import SearchEngine
from service.runtime import Runtime
from service.search.interpret import Interpretation, interpret, texts_to_encode
from service.settings import ROOT

_AT_ONCE = 500
_NOISE = 0.35


def read_needs(runtime: Runtime) -> list[Interpretation]:
    """Every second development need."""
    knowledge = runtime.knowledge()
    lines = (ROOT / "fixtures" / "needs" / "development.jsonl").read_text("utf-8").splitlines()[::2]
    found = []
    for line in lines:
        need = knowledge.reader.read(json.loads(line)["text"])
        texts = texts_to_encode(need, knowledge)
        found.append(interpret(need, texts, runtime.encoder.encode(texts), knowledge))
    return found


def drawn(real: Sequence[ProviderDoc], size: int) -> Iterator[ProviderDoc]:
    """`size` providers with five to ten passages each; the same size gives the same ones."""
    random = np.random.default_rng(20261123)
    passages = [passage for doc in real for passage in doc.passages if passage.vector is not None]
    for number in range(size):
        like = real[number % len(real)]
        own = tuple(_passage(passages, number, place, random) for place in range(5 + number % 6))
        yield replace(like, id=f"prv_{number}", version=1, listed=True, passages=own)


def _passage(passages: Sequence[PassageDoc], number: int, place: int, random: np.random.Generator) -> PassageDoc:
    first, second = (passages[at] for at in random.integers(len(passages), size=2))
    assert first.vector is not None
    noisy = first.vector + _NOISE * random.normal(size=len(first.vector)).astype(np.float32) / len(first.vector) ** 0.5
    return replace(
        first,
        id=f"cap_{number}_{place}",
        provider_id=f"prv_{number}",
        words=_mixed(first.words, second.words, random),
        bigrams=_mixed(first.bigrams, second.bigrams, random),
        vector=(noisy / np.linalg.norm(noisy)).astype(np.float32),
    )


def _mixed(one: str, other: str, random: np.random.Generator) -> str:
    tokens = [*one.split(), *other.split()]
    return " ".join(token for token, kept in zip(tokens, random.random(len(tokens)) < 0.6, strict=True) if kept)


def fill(engine: SearchEngine, docs: Iterable[ProviderDoc]) -> float:
    """Seconds that the engine took; drawing the documents is not counted."""
    seconds, remaining = 0.0, iter(docs)
    while batch := list(islice(remaining, _AT_ONCE)):
        started = perf_counter()
        engine.put(batch, position=1)
        seconds += perf_counter() - started
    return seconds
