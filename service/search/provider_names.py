"""Find firms by full, short or former name or unified code, also with one wrong character. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from pypinyin import lazy_pinyin

from service.search.segment import fold_text

_SHORTEST_IN_TEXT = 3
"""Shorter names are ordinary words too often to be looked for inside a sentence."""
_SHORTEST_NEAR = 4
"""A name shorter than this is not matched with a wrong character: it would be another name."""
_SHORTEST_CORE = 3
_SHORT_FORM = 2
_PART_BEGINS = re.compile(
    r"^|(?<=[，。；、：！？,;:!?\s“”\"'（(])|(?<=找)|(?<=联系)|(?<=一下)|(?<=[跟和与看问叫由换要推提同搵到对请被])|(?<=除[了咗开])|(?<=关于)|(?<=东莞)|(?<=东莞市)|(?<=广州)|(?<=深圳)"
)
_NOT_A_NAME = re.compile(r"[\W_]+")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{4,8}")
"""Names that may be typed by sound; a shorter one sounds like too many words."""
_PLACE = re.compile(r"^(?:广东省?)?(?:(?:东莞|深圳|广州|佛山|惠州|珠海|中山)市?)?")
_FORM = re.compile(r"(?:股份|责任)*(?:有限)?(?:责任)?公司(?:.{0,8}分公司)?$")


@dataclass(frozen=True, slots=True)
class NameHit:
    """A firm that a text names. `exact`: no character is wrong."""

    provider_id: str
    exact: bool


class NameIndex:
    """Finds a firm by its whole name without trying every name.

    Args:
        pairs: (name or code, provider id) for every name and code of every firm, as written.

    Cost: built in about 10 µs a name.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._in_text: list[tuple[str, str]] = []
        for name, provider_id in pairs:
            whole = as_name(name)
            if len(fold_text(name)) >= _SHORTEST_IN_TEXT:
                self._in_text.append((fold_text(name), provider_id))
            for form in {whole, _core(whole)}:
                if form:
                    self._exact[form].add(provider_id)
        self._in_text.sort(key=lambda pair: len(pair[0]))
        self._sounds: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for name, provider_id in self._in_text:
            if _HAN_NAME.fullmatch(name):
                self._sounds[tuple(map(_sound, name))].add(provider_id)
        self._sound_lengths = sorted({len(sound) for sound in self._sounds}, reverse=True)
        self._short: dict[str, set[str]] = defaultdict(set)
        self._cores: list[str] = []
        for form, firms in self._exact.items():
            core = _PLACE.sub("", form)
            if len(core) > _SHORT_FORM:
                self._short[core[:_SHORT_FORM]] |= firms
                self._cores.append(core)
        self._starts: dict[str, list[str]] = defaultdict(list)
        self._ends: dict[str, list[str]] = defaultdict(list)
        for form in self._exact:
            if len(form) >= _SHORTEST_NEAR:
                half = len(form) // 2
                self._starts[form[:half]].append(form)
                self._ends[form[half:]].append(form)

    def in_text(self, folded: str, is_word: Callable[[str], bool] = lambda _: True) -> dict[str, str]:
        """Provider id → the word that names it somewhere in the folded text. Cost: about 1 ms for 13,000 names.

        A name may also be cut to two characters: 晷筹 means 晷筹智造. This holds when no other firm's name begins so and 晷筹 is no word
        by `is_word`. The short form counts only where a part of the sentence begins. When no name is found, names that sound so are.
        """
        found = {provider_id: name for name, provider_id in self._in_text if name in folded}
        for place in _PART_BEGINS.finditer(folded):
            start = folded[place.end() : place.end() + _SHORT_FORM]
            firms = self._short.get(start, ())
            if len(firms) == 1 and not is_word(start):
                found.setdefault(next(iter(firms)), self._written(folded[place.end() :], start))
        return found or self._by_sound(folded, is_word)

    def _written(self, rest: str, start: str) -> str:
        """As much of a firm's name as stands at the beginning of `rest`: 寰屹宸 of 寰屹宸数科."""
        written = (
            sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(core, rest, strict=False)))
            for core in self._cores
            if core.startswith(start)
        )
        return rest[: max(written, default=len(start))]

    def _by_sound(self, folded: str, is_word: Callable[[str], bool]) -> dict[str, str]:
        """Provider id → words of the text that sound like the firm's name: 帝禾智能 for 谛禾智能, typed by sound."""
        sounds = [_sound(character) for character in folded]
        found: dict[str, str] = {}
        for length in self._sound_lengths:
            for start in range(len(folded) - length + 1):
                firms = self._sounds.get(tuple(sounds[start : start + length]), ())
                if len(firms) == 1 and not is_word(folded[start : start + _SHORT_FORM]):
                    found.setdefault(next(iter(firms)), folded[start : start + length])
        return found

    def called(self, text: str) -> tuple[NameHit, ...]:
        """The firms that the whole text names, ordered by id: those with exactly this name, else those with one wrong character.

        Cost: by the length of the text; under 0.1 ms.
        """
        sought = as_name(text)
        found = set(self._exact.get(sought, ()))
        if found or len(sought) < _SHORTEST_NEAR:
            return tuple(NameHit(provider_id, exact=True) for provider_id in sorted(found))
        # One wrong character is in one half of the name only. The text begins or ends with the other half.
        near = {form for length in range(1, len(sought) + 1) for form in self._starts.get(sought[:length], ())}
        near |= {form for length in range(1, len(sought) + 1) for form in self._ends.get(sought[-length:], ())}
        firms = {provider_id for form in near if within_one(form, sought) for provider_id in self._exact[form]}
        return tuple(NameHit(provider_id, exact=False) for provider_id in sorted(firms))


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    """A character's commonest sound without its tone: 谛 → di."""
    return lazy_pinyin(character)[0]


def as_name(text: str) -> str:
    """The form in which names are compared: simplified, lower case, without spaces, brackets and stops."""
    return _NOT_A_NAME.sub("", fold_text(text))


def within_one(one: str, other: str) -> bool:
    """Whether at most one character is wrong, missing or too much."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    same = next((place for place in range(len(short)) if short[place] != long[place]), len(short))
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]


def _core(whole: str) -> str:
    """The name without place and legal form: 东莞市屿栈数据科技有限公司 → 屿栈数据科技. Empty when under three characters are left."""
    core = _FORM.sub("", _PLACE.sub("", whole))
    return core if len(core) >= _SHORTEST_CORE else ""
