"""Cut a need into words for the span tagger, with the kind of thing that a word names."""

from collections.abc import Iterable

from service.domain.taxonomy import Taxonomy
from service.search.segment import Segmenter, fold_text
from service.search.word_list import WordList


class SpanWords:
    """Cuts a folded text. Names of scenarios, brands, trades and towns stay whole and get their kind, such as `<brand>`.

    Args:
        taxonomy: gives the names of towns, trades and brands.
        segmenter: cuts the text between these names.
        scenario_words: words that name a scenario.
    """

    def __init__(self, taxonomy: Taxonomy, segmenter: Segmenter, scenario_words: Iterable[str]) -> None:
        self._segmenter = segmenter
        kinds: dict[str, str] = {}
        for kind, words in (
            ("<town>", (word for town in taxonomy.towns for word in (town.name, town.short, *town.aliases))),
            ("<trade>", (word for trade in taxonomy.industries for word in (trade.name, *trade.slang))),
            ("<brand>", (word for brand in taxonomy.brands for word in (brand.name, *brand.aliases))),
            ("<thing>", scenario_words),
        ):
            kinds |= {fold_text(word): kind for word in words if len(word) > 1}
        self._kinds = kinds
        self._list = WordList((word, kind) for word, kind in kinds.items())

    def __call__(self, folded: str) -> tuple[list[str], dict[str, str]]:
        """(words in order, word → kind where it has one)."""
        kinds: dict[str, str] = {}
        marked = folded
        places: list[tuple[int, int]] = []
        for word, kind in self._list.in_text(folded):
            at = marked.find(word)
            while at >= 0:
                places.append((at, at + len(word)))
                marked = marked[:at] + "\x00" * len(word) + marked[at + len(word) :]
                kinds[word] = kind
                at = marked.find(word)
        words: list[str] = []
        last = 0
        for start, end in sorted(places):
            words.extend(self._segmenter.cut(folded[last:start]) if start > last else ())
            words.append(folded[start:end])
            last = end
        words.extend(self._segmenter.cut(folded[last:]) if last < len(folded) else ())
        return words, kinds
