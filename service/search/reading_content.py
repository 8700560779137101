"""Tell whether a text names anything to search for: `我们是做塑胶的，想搞数字化` does not. Pure."""

import re
from functools import cache
from importlib.resources import files

from service.search.segment import Segmenter

_TRIM = re.compile(r"[^a-z0-9\u4e00-\u9fff]+")
_NUMBER = re.compile(r"^[\d零一二三四五六七八九十百千两几多]+$")
_PARTICLES = frozenset("的了吗呢吧啊呀嘛咩么着过得地都也就还又很太再才和与及或跟同对把被给让叫到从向用以为于个家套台间块些点次")


def says_nothing(text: str, segmenter: Segmenter) -> bool:
    """Tell whether a folded text has only words that name no job.

    A single character, a number and a trade name no job either. The caller takes the trades out before.
    """
    return not any(_says(word) for part in _TRIM.split(text) for word in segmenter.cut(part))


def _says(word: str) -> bool:
    return len(word) > 1 and word not in _generic() and not _NUMBER.match(word) and not all(character in _PARTICLES for character in word)


@cache
def _generic() -> frozenset[str]:
    lines = files("service.search").joinpath("words/generic_words.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
