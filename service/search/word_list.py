"""Known words and what they stand for, found in a text without trying every one of them. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from service.search.segment import fold_text


class WordList:
    """(folded word, code) pairs, longest word first; single characters are left out, they would be found everywhere.

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
