"""Learn the span tagger from marked sentences, and tell how well it does on authors it has not seen."""

import json
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from service.search.segment import fold_text

_TAG = re.compile(r"<(/?)([wnocax])>")
_MARKED_KINDS = frozenset({"vague", "only_refuse"})
"""Kinds whose sentences may have no tag; a sentence of another kind without one was not marked."""
_SETTINGS = {"c1": 0.05, "c2": 1.0, "max_iterations": 100, "feature.minfreq": 2, "feature.possible_transitions": True}


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A folded sentence with one label a character."""

    author: str
    text: str
    labels: tuple[str, ...]


def read_marked(path: Path) -> list[MarkedSentence]:
    """All marked sentences of a file: JSON lines with `marked`."""
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [sentence_of(line["marked"], path.stem) for line in lines if line.get("kind", "vague") in _MARKED_KINDS or "<" in line["marked"]]


def sentence_of(marked: str, author: str) -> MarkedSentence:
    """`<n>不要ERP</n>，<w>上MES</w>` with its labels; each part is folded by itself."""
    text, kind, last = "", "", 0
    labels: list[str] = []
    for tag in [*_TAG.finditer(marked), None]:
        part = marked[last : tag.start() if tag else len(marked)]
        if not kind and not labels:
            part = part.lstrip()
        folded = fold_text(part) if part.strip() else part
        text += folded
        labels.extend((f"{'B' if not place else 'I'}-{kind}" if kind else "O") for place in range(len(folded)))
        if tag:
            kind, last = ("" if tag[1] else tag[2]), tag.end()
    return MarkedSentence(author, text, tuple(labels))


def train(sentences: Sequence[MarkedSentence], features: Callable[[str], list[list[str]]]) -> bytes:
    """A CRFsuite model. Cost: about a minute for 4,300 sentences."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=_SETTINGS, verbose=False)
    for each in sentences:
        trainer.append(pycrfsuite.ItemSequence(features(each.text)), each.labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()
