"""Mark spans of a text with a linear-chain CRF (conditional random field) over its characters.

A rule knows only the words that its author thought of. The chain learns from marked sentences how such words stand to their objects,
so it also finds forms that nobody listed.
Source: J. Lafferty, A. McCallum, F. Pereira, "Conditional Random Fields" (2001); library: CRFsuite (N. Okazaki, 2007).
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

import numpy as np
import pycrfsuite

_BEGINS = 0.5


@dataclass(frozen=True, slots=True)
class Marked:
    """A run of characters `start`..`end` of a text under one `tag`. `sure`: the mean chance of the tag, 0..1."""

    tag: str
    start: int
    end: int
    sure: float = 1.0


class Chain:
    """Marks spans with a learned model.

    Args:
        model: a CRFsuite model's bytes.
    """

    def __init__(self, model: bytes) -> None:
        self._model = model
        self._local = threading.local()  # a tagger keeps the text it works on, so each thread has one

    def spans(self, features: Sequence[Sequence[str]]) -> tuple[Marked, ...]:
        """The marked spans in order. `features` has one list for each character of the text.

        Each character takes its likeliest tag, by the chances of the chain. A new span begins where the chance of a beginning is over ½.
        """
        if not features:
            return ()
        tagger = self._tagger()
        tagger.set(pycrfsuite.ItemSequence(features))
        labels = tagger.labels()
        tags = sorted({label.partition("-")[2] for label in labels} - {""})
        begins = np.array([[tagger.marginal(f"B-{tag}", place) for tag in tags] for place in range(len(features))])
        chances = begins + np.array([[tagger.marginal(f"I-{tag}", place) for tag in tags] for place in range(len(features))])
        outside = 1.0 - chances.sum(axis=1)
        best = chances.argmax(axis=1)
        marked = chances.max(axis=1) > outside
        found = spans_of(
            [
                f"{'B' if begins[place, tag] > _BEGINS else 'I'}-{tags[tag]}" if marked[place] else "O"
                for place, tag in enumerate(best.tolist())
            ]
        )
        return tuple(replace(span, sure=float(chances[span.start : span.end, tags.index(span.tag)].mean())) for span in found)

    def _tagger(self) -> pycrfsuite.Tagger:
        tagger = getattr(self._local, "tagger", None)
        if tagger is None:
            tagger = pycrfsuite.Tagger()
            tagger.open_inmemory(self._model)
            self._local.tagger = tagger
        return tagger


def spans_of(labels: Sequence[str]) -> tuple[Marked, ...]:
    """Spans from labels, one for each character: `B-w` begins a span of tag w, `I-w` goes on, `O` is outside."""
    spans: list[Marked] = []
    start, open_tag = 0, ""
    for place, label in enumerate([*labels, "O"]):
        head, _, tag = label.partition("-")
        if open_tag and (head == "B" or tag != open_tag):
            spans.append(Marked(open_tag, start, place))
            open_tag = ""
        if tag and not open_tag:
            start, open_tag = place, tag
    return tuple(spans)


def shipped(name: str) -> bytes:
    """A model that comes with the product, by its file's name."""
    return files("service.search").joinpath(f"words/{name}").read_bytes()
