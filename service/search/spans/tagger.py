"""Find the words of a need that want, refuse, own, set a condition or only ask, from what the network tells of each token."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from service.search.spans.network import TAGS, WordsRead


class SpanKind(StrEnum):
    """What a span of a need says; the value is its tag in the marked sentences."""

    WANTED = "w"
    REFUSED = "n"
    OWNED = "o"
    CONDITION = "c"
    ASKING = "a"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters `start`..`end` of the folded text."""

    kind: SpanKind
    start: int
    end: int
    text: str


_MARKS = re.compile(r"[，,。；;：:、！!？?\n ]")
_CHANGE = 2.0
"""What a change of kind inside a clause costs, in the logarithm of chances: one unsure token does not cut a span."""
_CHANGE_AT_MARK = 0.3
_BEGINS = 0.5
_BONUSES = (0.0, -0.5, -1.0, -1.5)
"""Added to the logarithm of a refusal's or possession's chance, in turn, while a text that asks for something seems to want nothing."""
_ASIDE = [TAGS.index(SpanKind.REFUSED), TAGS.index(SpanKind.OWNED)]
_SHORTEST_WISH = 2
_STORY, _IN_A_STORY = 48, -1.0
"""A longer text tells a story: there 已分别建有财务系统 and 完全不会 are mostly the scene, and a wrong refusal hides what is wanted."""


def spans_in(folded: str, read: WordsRead, *, asks: bool) -> tuple[Span, ...]:
    """The spans in order. Text outside them is story, greeting or self-description.

    Args:
        asks: the text as a whole wants something, so one of its spans must be wanted.
    """
    if not len(read.tokens):
        return ()
    changes = np.array([_CHANGE_AT_MARK if _MARKS.search(folded[a:b]) else _CHANGE for a, b in read.tokens])
    changes = np.minimum(changes, np.concatenate([[np.inf], changes[:-1]]))
    chances = np.log(read.tags + 1e-6)
    found: tuple[Span, ...] = ()
    story = _IN_A_STORY if len(folded) > _STORY else 0.0
    for bonus in _BONUSES if asks else _BONUSES[:1]:
        weighed = chances.copy()
        weighed[:, _ASIDE] += bonus + story
        found = _runs(folded, read, _likeliest(weighed, changes))
        if any(span.kind is SpanKind.WANTED and len(span.text) >= _SHORTEST_WISH for span in found):
            break
    return found


def _runs(folded: str, read: WordsRead, kinds: Sequence[int]) -> tuple[Span, ...]:
    found: list[Span] = []
    start, open_kind = 0, 0
    for place, kind in enumerate([*kinds, 0]):
        begins = place < len(kinds) and read.begins[place] > _BEGINS and place and kind == open_kind
        if open_kind and (kind != open_kind or begins):
            first, last = int(read.tokens[start, 0]), int(read.tokens[place - 1, 1])
            found.append(Span(SpanKind(TAGS[open_kind]), first, last, folded[first:last]))
            open_kind = 0
        if kind and not open_kind:
            start, open_kind = place, kind
    return tuple(found)


def _likeliest(chances: NDArray[np.float32], changes: NDArray[np.float64]) -> Sequence[int]:
    """The likeliest row of kinds, where each change of kind costs `changes` (Viterbi). Shape: (tokens, kinds) → (tokens,)."""
    best, back = chances[0].astype(np.float64), []
    for place in range(1, len(chances)):
        stay, top = best, int(best.argmax())
        moved = best[top] - changes[place]
        back.append(np.where(stay >= moved, np.arange(len(best)), top))
        best = np.maximum(stay, moved) + chances[place]
    row = [int(best.argmax())]
    for sources in reversed(back):
        row.append(int(sources[row[-1]]))
    return row[::-1]
