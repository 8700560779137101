"""Mark the words that refuse, own, set conditions or ask, at each character: the rules as evidence for the span tagger.

Here a rule is one piece of evidence and never decides alone: 不要紧 contains 不要, but the chain learned that it refuses nothing.
"""

import re
from collections.abc import Iterator

from service.search.reading_asking import ASKING_PHRASES
from service.search.reading_conditions import CONDITIONS
from service.search.reading_refusals import CUES, clause_cues

_MARKS = re.compile(r"[，,。；;：:、！!？?\n]")


def cue_features(folded: str) -> list[list[str]]:
    """Names of the cues at each character. `-name`: the cue ended just before; `+name`: it begins just behind.

    Shape: one list for each character.
    """
    at: list[list[str]] = [[] for _ in folded]
    for start, end, name in _cues(folded):
        for place in range(start, end):
            at[place].append(name)
    beside = [list(names) for names in at]
    for place in range(len(at)):
        if place:
            beside[place].extend(f"-{name}" for name in at[place - 1] if name not in at[place])
        if place + 1 < len(at):
            beside[place].extend(f"+{name}" for name in at[place + 1] if name not in at[place])
    return beside


def _cues(folded: str) -> Iterator[tuple[int, int, str]]:
    for name, matches in CUES.items():
        yield from ((*found, name) for found in matches(folded))
    for _, _, pattern in CONDITIONS:
        for found in pattern.finditer(folded):
            yield found.start(), found.end(), "rC"
            yield found.start(), found.start() + 1, "rCs"
    for phrase in ASKING_PHRASES:
        for found in phrase.finditer(folded):
            yield found.start(), found.end(), "rA"
    last = 0
    for mark in [*_MARKS.finditer(folded), None]:
        end = mark.start() if mark else len(folded)
        yield from ((last, end, name) for name in clause_cues(folded[last:end]))
        last = mark.end() if mark else end
