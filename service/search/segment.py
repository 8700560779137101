"""One Chinese segmentation for every engine: words (rjieba and the taxonomy's words) and character bigrams.

Both leave out the words of a stop list. Measured: the list alone improves the results more than any weight does.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import cast

import opencc
import rjieba

from service.domain.text import clean_text

VERSION = 1
"""Raise it when a change cuts the same text differently. It is a part of every index's identity."""

_TOKEN = re.compile(r"[a-z0-9][a-z0-9+#./-]*|[\u3400-\u4dbf\u4e00-\u9fff]+")
_ASCII = re.compile(r"[a-z0-9][a-z0-9+#]*")
_unused = [cast(rjieba.Jieba, rjieba)]
"""The library makes an instance when it is imported; the module has its methods. The first segmenter takes it: one more costs 90 ms."""


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _stop_words() -> frozenset[str]:
    lines = files("service.search").joinpath("stop_words.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def fold_text(text: str) -> str:
    """Clean, lower-case and write in simplified characters: the form in which texts are compared."""
    return str(_converter().convert(clean_text(text).lower()))


class Segmenter:
    """Cuts texts; knows the taxonomy's own words, so that 锣机 or 菲票 stay whole.

    Args:
        vocabulary: words of two to eight Han characters that must stay whole.
    """

    def __init__(self, vocabulary: Iterable[str] = ()) -> None:
        try:
            self._jieba = _unused.pop()
        except IndexError:
            self._jieba = rjieba.Jieba()
        for word in sorted({fold_text(word) for word in vocabulary}):
            if 2 <= len(word) <= 8 and not self._jieba.has_word(word):
                self._jieba.add_word(word, None, None)

    def cuts_at(self, text: str, at: int) -> bool:
        """Tell whether a word may end at `at`: the characters before and behind it form no word of the dictionary."""
        return at in {0, len(text)} or not self._jieba.has_word(text[at - 1 : at + 1])

    def is_word(self, text: str) -> bool:
        """Tell whether the dictionary knows the text as one word."""
        return bool(self._jieba.has_word(text))

    def stands_apart(self, text: str, word: str) -> list[int]:
        """Where `word` stands in folded `text` without cutting into its neighbours: 高步 is not in 提高步骤, 常平 not in 非常平稳.

        A place may be followed by the rest of its own long name, 镇, 街 or 区.
        """
        places = [found.start() for found in re.finditer(re.escape(word), text)]
        if not places:
            return []
        ends = set(accumulate((len(part) for part in self._jieba.cut(text, hmm=False)), initial=0))
        return [at for at in places if at in ends and (at + len(word) in ends or text[at + len(word)] in "镇街区")]

    def cut(self, text: str) -> list[str]:
        """All words of the folded text, in order. Joined, they are the text."""
        return list(self._jieba.cut(text, hmm=False))

    def words(self, text: str) -> list[str]:
        """Words of `text` in order, without stop words and single Han characters. Long words come with their parts."""
        stop = _stop_words()
        tokens: list[str] = []
        for part in _TOKEN.findall(fold_text(text)):
            if part[0].isascii():
                tokens.extend(_ASCII.findall(part))
            else:
                tokens.extend(word for word in self._jieba.cut_for_search(part) if len(word) > 1)
        return [token for token in tokens if token not in stop]

    def bigrams(self, text: str) -> list[str]:
        """Character bigrams of the Han runs left when stop words are taken out, and ASCII words whole."""
        stop = _stop_words()
        tokens: list[str] = []
        for part in _TOKEN.findall(fold_text(text)):
            if part[0].isascii():
                tokens.extend(_ASCII.findall(part))
                continue
            run = ""
            for word in [*self._jieba.cut(part), None]:
                if word is not None and word not in stop:
                    run += word
                    continue
                tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
                run = ""
        return tokens

    def tokens(self, text: str) -> frozenset[str]:
        """Words and bigrams together, each once: how the scenario bank compares wording."""
        return frozenset(self.words(text)) | frozenset(self.bigrams(text))
