"""The scenario bank: sample sentences of every scenario, from which a model learns to score any text.

The model is a kernel ridge regression over the sentences. It has one output for each scenario, and one for each kind of text that
no provider answers (`ASIDES`). Its kernel is a radial one over the centred vectors, plus a small share of word overlap. The
solution is one linear system, so it is the same on every machine.
On the development needs it names the right scenario first in 90 %. The mean of the three nearest sentences does so in 84 %
(docs/decisions/0011-scenarios-by-kernel-ridge.md).
Source of the form: C. Saunders, A. Gammerman, V. Vovk, "Ridge Regression Learning Algorithm in Dual Variables" (1998).
"""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_GAMMA = 2.0
_LEXICAL = 0.1
_RIDGE = 0.5
_NEAR_TOPIC = 0.3
"""The least centred cosine at which a text counts as about a topic. Below it, naming a topic would only puzzle the reader."""
_FEW_TEXTS = 6
_BLOCK = 512
"""Sentences of one block: 0.8 MB."""
NEED_SHARPNESS = 10.0
"""Turns a difference of scores of a need's text into a ratio of shares: exp(10 × difference). Chosen on the development folds."""
PASSAGE_SHARPNESS = 16.0
"""The same for a passage: a provider's text says plainly what it is about."""


ASIDES = ("foreign", "policy", "pools", "desk", "unserved", "too_little", "refusal")
"""Kinds of text beside the scenarios, in the order of their columns.

A sentence without a scenario belongs to the kind that its topic names. Any other topic, such as `recruitment`, belongs to `foreign`.
`unserved`: a factory's digital matter that the taxonomy does not hold. `refusal`: the text says only what is not wanted."""


@dataclass(frozen=True)
class LabelledText:
    """A sentence of the bank with its tokens. Without a scenario it belongs to one of the `ASIDES`, under `topic`."""

    scenario: str | None
    topic: str | None
    tokens: frozenset[str]


@dataclass(frozen=True)
class ScenarioBank:
    """The fitted bank.

    Shape: `vectors` (sentences, dimensions), centred, of length 1; `dual` (sentences, scenarios + asides);
    `word_weights` (words, scenarios + asides); `foreign_rows` the sentences that are foreign.
    """

    codes: tuple[str, ...]
    vectors: NDArray[np.float32]
    dual: NDArray[np.float32]
    words: dict[str, int]
    idf: NDArray[np.float32]
    word_weights: NDArray[np.float32]
    foreign_rows: NDArray[np.int64]
    foreign_topics: tuple[str, ...]
    mean: NDArray[np.float32]
    fingerprint: str

    def centre(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Subtract the bank's mean and bring back to length 1: e5 vectors all lie in one narrow cone. Shape: (n, dimensions)."""
        centred = vectors - self.mean
        result: NDArray[np.float32] = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
        return result

    def scores(self, centred: NDArray[np.float32], tokens: Sequence[frozenset[str]]) -> NDArray[np.float32]:
        """About 1 for a text surely of a scenario, −1 for one surely not.

        Shape: (n, dimensions) → (n, scenarios + asides).
        """
        kernel = np.exp(-_GAMMA * (1 - _similarities(centred, self.vectors)))
        result: NDArray[np.float32] = kernel @ self.dual
        for row, text_tokens in enumerate(tokens):
            known = [self.words[token] for token in text_tokens if token in self.words]
            if known:
                weights = self.idf[known]
                result[row] += _LEXICAL * (weights @ self.word_weights[known]) / np.linalg.norm(weights)
        return result

    def nearest_topic(self, centred: NDArray[np.float32]) -> str:
        """The topic of the out-of-scope sentence nearest to one text; `other` when none is near. Shape: (dimensions,)."""
        similar = self.vectors[self.foreign_rows] @ centred
        if not len(similar) or similar.max() < _NEAR_TOPIC:
            return "other"
        return self.foreign_topics[int(similar.argmax())]


def _similarities(texts: NDArray[np.float32], sentences: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosines of texts with sentences, all of length 1. Shape: (n, dimensions), (m, dimensions) → (n, m).

    A need has a few texts, and the sentences fill ten megabytes. So each block of sentences is read once and meets all texts while the
    processor's cache has it: a third less time than one product.
    """
    if len(texts) > _FEW_TEXTS:
        product: NDArray[np.float32] = (sentences @ texts.T).T
        return product
    result = np.empty((len(texts), len(sentences)), np.float32)
    for start in range(0, len(sentences), _BLOCK):
        block = sentences[start : start + _BLOCK]
        for row, text in enumerate(texts):
            np.dot(block, text, out=result[row, start : start + _BLOCK])
    return result


def shares(scores: NDArray[np.float32], sharpness: float) -> NDArray[np.float32]:
    """Turn scores into shares that sum to 1 in each row. Only the scores tell how *strongly* a text belongs to a scenario."""
    powers = np.exp(sharpness * (scores - scores.max(axis=-1, keepdims=True)))
    result: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return result


def bank_fingerprint(identity: str) -> str:
    """Name a fitted bank by what it was made from: `identity` names sentences, encoder and segmenter."""
    return hashlib.sha256(f"{identity}/{_GAMMA}/{_LEXICAL}/{_RIDGE}/{PASSAGE_SHARPNESS}/{ASIDES}".encode()).hexdigest()[:16]


def fit_bank(texts: Sequence[LabelledText], vectors: NDArray[np.float32], *, fingerprint: str) -> ScenarioBank:
    """Fit from labelled sentences and their raw vectors, in the same order.

    Raises:
        ValueError: no sentence has a scenario.

    Cost: cubic in the number of sentences: about 1.5 s for 2,600.
    """
    codes = tuple(sorted({text.scenario for text in texts if text.scenario is not None}))
    if not codes:
        raise ValueError("the scenario bank is empty")
    column = {code: place for place, code in enumerate(codes)}
    labels = np.array([column[text.scenario] if text.scenario is not None else len(codes) + _aside(text.topic) for text in texts])
    mean = vectors[labels < len(codes)].mean(axis=0)
    centred = vectors - mean
    centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    words, idf = _vocabulary(texts)
    weights = [_weights(text, words, idf) for text in texts]
    dual = _solve(centred, weights, labels, len(codes) + len(ASIDES))
    word_weights = np.zeros((len(words), len(codes) + len(ASIDES)), np.float32)
    for row, (places, values) in enumerate(weights):
        word_weights[places] += values[:, None] * dual[row]
    foreign_rows = np.flatnonzero(labels == len(codes))
    return ScenarioBank(
        codes=codes,
        vectors=np.ascontiguousarray(centred.astype(np.float32)),
        dual=dual,
        words=words,
        idf=idf,
        word_weights=word_weights,
        foreign_rows=foreign_rows,
        foreign_topics=tuple(texts[row].topic or "other" for row in foreign_rows.tolist()),
        mean=mean.astype(np.float32),
        fingerprint=fingerprint,
    )


def _aside(topic: str | None) -> int:
    return ASIDES.index(topic) if topic in ASIDES else 0


_Weights = tuple[NDArray[np.int64], NDArray[np.float32]]


def _solve(centred: NDArray[np.float32], weights: Sequence[_Weights], labels: NDArray[np.int64], columns: int) -> NDArray[np.float32]:
    kernel = np.exp(-_GAMMA * (1 - centred @ centred.T)) + _LEXICAL * _overlaps(weights, len(centred))
    kernel[np.diag_indices(len(centred))] += _RIDGE
    targets = np.full((len(centred), columns), -1.0, np.float32)
    targets[np.arange(len(centred)), labels] = 1.0
    return np.linalg.solve(kernel.astype(np.float32), targets).astype(np.float32)


def _vocabulary(texts: Sequence[LabelledText]) -> tuple[dict[str, int], NDArray[np.float32]]:
    counts = Counter(token for text in texts for token in text.tokens)
    words = {word: place for place, word in enumerate(sorted(counts))}
    idf = np.array([math.log(1 + len(texts) / counts[word]) for word in words], np.float32)
    return words, idf


def _weights(text: LabelledText, words: dict[str, int], idf: NDArray[np.float32]) -> _Weights:
    places = np.array(sorted(words[token] for token in text.tokens), np.int64)
    values = idf[places]
    return places, values / max(float(np.linalg.norm(values)), 1e-9)


def _overlaps(weights: Sequence[_Weights], count: int) -> NDArray[np.float32]:
    """Cosines of the texts' word weights, by inverted lists: most words stand in two or three texts."""
    postings: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for row, (places, values) in enumerate(weights):
        for place, value in zip(places.tolist(), values.tolist(), strict=True):
            postings[place].append((row, value))
    overlaps = np.zeros((count, count), np.float32)
    for posting in postings.values():
        rows = np.array([row for row, _ in posting])
        values = np.array([value for _, value in posting], np.float32)
        overlaps[np.ix_(rows, rows)] += np.outer(values, values)
    return overlaps
