"""Specialities inside a scenario: 弧焊 is another work of robots than 上下料. Pure.

The taxonomy tells scenarios, not what inside of one a provider does. A firm whose texts tell only other specialities than the need's
must not be called fit: it is shown apart, with what was not found. A firm whose texts tell none at all may do everything.
"""

import json
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from service.domain.providers import Provider
from service.domain.reading import NeedReading, NeedText
from service.search.exclusions import ExclusionReader
from service.search.reading import wanted_text
from service.search.segment import fold_text

_REMEMBERED = 4096
_SHORT_SAID = 48


@dataclass(frozen=True)
class SpecialityGroup:
    """Specialities that exclude each other as a rule. `kinds`: name → folded words."""

    scenarios: frozenset[str]
    kinds: dict[str, tuple[str, ...]]

    def told(self, folded: str) -> frozenset[str]:
        """Names of the specialities that a folded text tells. The longest word counts: `生物质锅炉` is no other boiler."""
        found = set()
        for word, name in self._longest_first:
            if word in folded:
                found.add(name)
                folded = folded.replace(word, "□")
        return frozenset(found)

    @cached_property
    def _longest_first(self) -> list[tuple[str, str]]:
        return sorted(((word, name) for name, words in self.kinds.items() for word in words), key=lambda pair: (-len(pair[0]), pair))


def lacking_speciality(provider: Provider, reading: NeedReading, exclusions: ExclusionReader) -> str | None:
    """The speciality that the need asks for and the provider's texts lack, although they tell others of its group. None: nothing lacks."""
    codes = set(reading.chosen or (share.code for share in reading.scenarios[:1]))
    wanted = _wanted(reading.text)
    for place, group in enumerate(_groups()):
        if group.scenarios & codes and (asked := _told(place, wanted)):
            told = frozenset[str]().union(*(_told(place, text) for text in _texts(provider, exclusions)))
            if told and (lacking := asked - told):
                return min(lacking, key=list(group.kinds).index)
    return None


def _wanted(need: NeedText) -> str:
    """The words that tell the speciality: all wanted clauses of a short need; of a story only the things wanted, the rest is scene."""
    return wanted_text(need) if len(need.folded) <= _SHORT_SAID or not need.parts else "，".join(need.parts)


def _texts(provider: Provider, exclusions: ExclusionReader) -> list[str]:
    texts = [f"{each.content.title}。{exclusions.offered(each.content.description)}" for each in provider.capabilities]
    texts += [exclusions.offered(case.content.summary) for case in provider.cases]
    return [*texts, exclusions.offered(provider.summary or "")]


@lru_cache(maxsize=_REMEMBERED)
def _told(place: int, text: str) -> frozenset[str]:
    return _groups()[place].told(fold_text(text))


@cache
def _groups() -> tuple[SpecialityGroup, ...]:
    content = json.loads(files("service.search").joinpath("words/specialities.json").read_text("utf-8"))
    return tuple(
        SpecialityGroup(frozenset(group["scenarios"]), {name: tuple(words) for name, words in group["kinds"].items()})
        for group in content.values()
    )
