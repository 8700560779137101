"""What a provider's text says it does not do: `专注车间MES，不做ERP` excludes ERP. Pure.

A tagger, learned from marked provider texts, finds the excluding words. A scenario that the rest of the text offers is not
excluded: 图纸加密，杀毒不做 still offers 网络安全. Three kinds of negation exclude nothing: terms of trade (不收返点), ways of working
(不停产, 不换设备) and praise (不做一锤子买卖).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from service.domain.matching import Exclusion
from service.domain.providers import Provider
from service.search.scenario_namer import ScenarioNamer
from service.search.segment import fold_text
from service.search.spans.exclusion_tagger import ExclusionTagger

_EDGES = "，,、。；;：:！!？?…~～ \n（）()“”\"'"
_CONNECTS = re.compile(r"对接|接口|打通|现有|配合|兼容")
"""A provider does not offer what it only connects to: 可与主流ERP对接 is no offer of ERP."""
_LONGEST_EXCLUSION = 40
_MOST_EXCLUSIONS = 6
_REMEMBERED_EXCLUSIONS = 8192


class ExclusionReader:
    """Reads what providers' texts exclude. It remembers the texts read last.

    Args:
        namer: names the scenarios of what is excluded.
        tagger: finds the excluding words.
    """

    def __init__(self, namer: ScenarioNamer, tagger: ExclusionTagger) -> None:
        self._namer = namer
        self._spans = tagger.spans
        self._read = lru_cache(_REMEMBERED_EXCLUSIONS)(self._read_now)
        self._offered = lru_cache(_REMEMBERED_EXCLUSIONS)(self._offered_now)
        self._named = lru_cache(_REMEMBERED_EXCLUSIONS)(lambda text: frozenset(namer.plain_names(fold_text(text))))

    def read(self, text: str) -> tuple[Exclusion, ...]:
        """The excluding phrases of a provider's text, in order. Each has the scenarios that it names and the rest does not offer."""
        return self._read(text)

    def of(self, provider: Provider) -> tuple[Exclusion, ...]:
        """What all texts of a provider exclude. A scenario that a capability declares or names in its title is not excluded."""
        named = self._named("。".join(each.content.title for each in provider.capabilities))
        titles = named | {code for each in provider.capabilities for code in each.content.scenarios}
        found = dict.fromkeys(each for text in _telling_texts(provider) for each in self.read(text))
        kept = (Exclusion(each.text, tuple(code for code in each.codes if code not in titles)) for each in found)
        return tuple(dict.fromkeys(kept))

    def offered(self, text: str) -> str:
        """The text without its excluding words: a search for ERP must not find the firm that writes 不做ERP."""
        return self._offered(text)

    def _read_now(self, text: str) -> tuple[Exclusion, ...]:
        names_of = self._namer.names
        parts = list(self._parts(text))
        offered: list[str] = []
        excluded: list[tuple[str, frozenset[str]]] = []
        for place, (part, excludes) in enumerate(parts):
            if not excludes:
                offered.append(fold_text(part))
                continue
            said, names = part, frozenset(names_of(fold_text(part)))
            if not names and place and _is_bare(part) and (before := _last_clause(parts[place - 1][0])):
                # 客户若要MES，另向第三方采购: the clause before names what is excluded.
                names = frozenset(names_of(fold_text(before)))
                if names:
                    offered[-1] = offered[-1].removesuffix(fold_text(before))
                    said = f"{before}{part}"
            excluded.append((said.strip(_EDGES), names))
        offers = self._namer.plain_names("。".join(part for part in offered if not _CONNECTS.search(part)))
        found = (Exclusion(part[:_LONGEST_EXCLUSION], tuple(sorted(names - offers))) for part, names in excluded if part)
        return tuple(dict.fromkeys(found))[:_MOST_EXCLUSIONS]

    def _offered_now(self, text: str) -> str:
        parts = list(self._parts(text))
        if len(parts) == 1:
            return text
        kept = "".join(part for part, excluding in parts if not excluding)
        return re.sub(r"[，,、：:]+(?=[。；;！!？?，,])|(?<=[。；;！!？?])[，,。；;]+|^[，,。；;]+|[，,]+$", "", kept).strip()

    def _parts(self, text: str) -> Iterator[tuple[str, bool]]:
        """(part, whether it excludes) for each part of the text, in order. Joined, the parts are the text again."""
        last = 0
        for start, end in self._spans(text):
            yield text[last:start], False
            yield text[start:end], True
            last = end
        yield text[last:], False


def excluded_codes(exclusions: Iterable[Exclusion]) -> frozenset[str]:
    """All scenarios that are excluded."""
    return frozenset(code for each in exclusions for code in each.codes)


def _is_bare(part: str) -> bool:
    """Whether excluding words have no object of their own: 我们不接, 须另向第三方采购."""
    return len(_words_without_object().sub("", fold_text(part))) <= 1


@cache
def _words_without_object() -> re.Pattern[str]:
    """Words that name nothing, longest first: subjects, verbs and particles of an exclusion (`words/exclusion_words.txt`)."""
    lines = files("service.search").joinpath("words/exclusion_words.txt").read_text("utf-8").split()
    return re.compile("|".join(sorted(lines, key=len, reverse=True)) + r"|[，,、：:；;（）()\s]")


def _last_clause(text: str) -> str:
    """The last clause of a part, with a comma after it if there is one. Empty after a full stop or a semicolon."""
    return text[max((text.rfind(mark) + 1 for mark in "，,。；;：:"), default=0) :] or _before_comma(text)


def _before_comma(text: str) -> str:
    if not text or text[-1] not in "，,：:？?":
        return ""
    return text[max((text.rfind(mark, 0, len(text) - 1) + 1 for mark in "，,。；;：:？?!！"), default=0) :]


def _telling_texts(provider: Provider) -> list[str]:
    """The texts in which a provider may say what it does not do."""
    texts = [each.content.description for each in provider.capabilities]
    texts += [provider.summary or "", *(case.content.summary for case in provider.cases)]
    return [text for text in texts if text]
