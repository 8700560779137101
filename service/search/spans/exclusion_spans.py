"""From chances to spans: which characters of a provider's text exclude something, as a chain and a network together tell it. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.search.spans.network import WordReader

Spans = tuple[tuple[int, int], ...]

_SENTENCES = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]*")
_READ_AT_ONCE = 240
"""Characters that the network reads at once, so that no text is longer than what it takes in."""
_MARKS = frozenset("，,。；;：:、！!？?\n ")
_LEAST = 0.3
_NETWORK_SHARE = 0.3
"""The network's part of the mean; the rest is the chain's. Both chosen on two authors and checked on two others (docs/ranking.md)."""
_DOUBT = 0.01
"""Where the chain gives no character this chance, nothing is excluded, and the network is not asked."""
_BEGINS = 0.5
_SHORT_REST = 4
"""A span reaches to the mark when at most this many characters of its clause are left: 机械手由伙伴交 is all of 机械手由伙伴交付."""
_SHORTEST = 2
_NEXT = re.compile(r"[，,、；;](?=(?:也|亦|且|更)?(?:不|未|没|无))")
_NEGATIVE = re.compile(r"[不未没无非]")


def network_chances(folded: str, words: WordReader, chain: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the network tells of each character: the chance that it excludes, and that an exclusion begins there.

    Where the chain has no doubt, the network reads nothing and the chances are 0.

    Shape: `chain` and the result (characters, 2).
    """
    chances = np.zeros((len(folded), 2))
    for start, end in _read_together(folded):
        if chain[start:end, 0].max() > _DOUBT:
            read = words(folded[start:end])
            for (first, last), (excludes, begins) in zip(read.tokens + start, read.excludes, strict=True):
                chances[first:last, 0] = excludes
                chances[first, 1] = begins
    return chances


def _read_together(folded: str) -> Iterator[tuple[int, int]]:
    """(start, end) of neighbouring sentences that are short enough to be read at once. A sentence that is too long is cut."""
    start = last = 0
    for sentence in _SENTENCES.finditer(folded):
        if sentence.end() - start > _READ_AT_ONCE and last > start:
            yield start, last
            start = last
        last = sentence.end()
        while last - start > _READ_AT_ONCE:
            yield start, start + _READ_AT_ONCE
            start += _READ_AT_ONCE
    if last > start:
        yield start, last


def spans_of_chances(folded: str, chain: NDArray[np.float64], network: NDArray[np.float64]) -> Spans:
    """The spans in order, none over another. Shape: `chain`, `network` (characters, 2) as `network_chances` has them."""
    together = _NETWORK_SHARE * network + (1 - _NETWORK_SHARE) * chain
    inside, begins = together[:, 0] > _LEAST, together[:, 1] > _BEGINS
    edges = [place for place in range(1, len(folded)) if inside[place] != inside[place - 1] or (inside[place] and begins[place])]
    runs = [(start, end) for start, end in pairwise([0, *edges, len(folded)]) if start < end and inside[start]]
    found: list[tuple[int, int]] = []
    for start, end in (_to_marks(folded, *run) for run in runs):
        if end - start < _SHORTEST:
            continue
        before = found.pop() if found and start < found[-1][1] else (start, end)
        found.append((before[0], max(end, before[1])))
    return tuple(part for span in found for part in _apart(folded, *span))


def _to_marks(folded: str, start: int, end: int) -> tuple[int, int]:
    """Without marks at the edges, and over a short rest of the clause on both sides."""
    while start < end and folded[start] in _MARKS:
        start += 1
    while end > start and folded[end - 1] in _MARKS:
        end -= 1
    before = next((place for place in range(start, 0, -1) if folded[place - 1] in _MARKS), 0)
    behind = next((place for place in range(end, len(folded)) if folded[place] in _MARKS), len(folded))
    short_before, short_behind = start - before <= _SHORT_REST, behind - end <= _SHORT_REST
    return before if short_before and end > start else start, behind if short_behind and end > start else end


def _apart(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """One span for each thing that is excluded: 不做ERP，不接两千公里以外的活 gives two."""
    cuts = [start, *(start + mark.end() for mark in _NEXT.finditer(folded[start:end])), end]
    parts = list(pairwise(cuts))
    if not all(_NEGATIVE.search(folded[first:last]) for first, last in parts):
        return [(start, end)]
    return [(first, last - (folded[last - 1] in "，,、；;")) for first, last in parts]
