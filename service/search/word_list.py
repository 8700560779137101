"""Find known words, and what they stand for, in a text without trying every word of the list. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from service.search.segment import fold_text


class WordList:
    """(folded word, code) pairs, the longest word first. Single characters are left out, because they would be found everywhere.

    Args:
        pairs: words as written, with what each stands for.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        folded = {(fold_text(word), code) for word, code in pairs}
        self._words = sorted(((word, code) for word, code in folded if len(word) > 1), key=lambda pair: (-len(pair[0]), pair))
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, (word, _) in enumerate(self._words):
            self._places[word[:2]].append(place)

    def in_text(self, folded: str) -> list[tuple[str, str]]:
        """The pairs whose word stands in `folded`, in the list's order. Cost: by the length of the text, not of the list."""
        starts = {first + second for first, second in pairwise(folded)}
        places = sorted(place for start in starts & self._places.keys() for place in self._places[start])
        return [self._words[place] for place in places if self._words[place][0] in folded]

    def around(self, part: str) -> list[tuple[str, str]]:
        """The pairs whose word holds `part` and is longer, in the list's order; none for less than two characters."""
        return [pair for pair in self._words if part in pair[0] and part != pair[0]] if len(part) > 1 else []


def stands_alone(word: str, text: str) -> bool:
    """Tell whether a Latin word stands in the text, not only inside a longer word: `eva` is not in `evaluate`. Others always do."""
    if not word.isascii():
        return True
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None
