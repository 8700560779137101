"""Which scenarios a short phrase names: the object of a refusal or of an exclusion, such as `整厂MES` or `备份容灾项目`. Pure."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from service.domain.taxonomy import Taxonomy
from service.search.segment import fold_text
from service.search.word_list import WordList, stands_alone

_NAME_PARTS = re.compile(r"[/（）()、与和及]|\s")
_SHORTEST_PART = 3
_SYSTEM_SCENARIOS = {"erp": "BIZ01", "mes": "PLN02", "oa": "BIZ03", "plm": "RND02", "wms": "SCM02", "crm": "BIZ04"}
"""Kind of a brand's system → its scenario: a brand of kind `erp` names BIZ01."""


class ScenarioNamer:
    """Finds names of scenarios, longest first: `erp上云` names 核心上云 and not ERP."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        codes: dict[str, set[str]] = defaultdict(set)
        plain: dict[str, set[str]] = defaultdict(set)
        known = {scenario.code for scenario in taxonomy.scenarios}
        for scenario in taxonomy.scenarios:
            for word in (*scenario.synonyms, *_parts(scenario.name)):
                codes[fold_text(word)].add(scenario.code)
        for brand in taxonomy.brands:
            if _SYSTEM_SCENARIOS.get(brand.kind) in known:
                for word in (brand.name, *brand.aliases):
                    codes[fold_text(word)].add(_SYSTEM_SCENARIOS[brand.kind])
        for code, words in _more_names().items():
            for word in words if code in known else ():
                plain[fold_text(word)].add(code)
        self._codes = {**codes, **plain}  # a name from `_more_names` replaces a word that several scenarios share
        self._words = WordList((word, word) for word in self._codes)

    @property
    def words(self) -> Iterable[str]:
        """All folded words that name a scenario."""
        return self._codes.keys()

    def names(self, text: str) -> dict[str, str]:
        """Code → the word that names it in a folded text. A word inside a longer word that was found does not count."""
        found: dict[str, str] = {}
        rest = text
        for word, _ in self._words.in_text(text):
            if word in rest and stands_alone(word, rest):
                rest = rest.replace(word, "□" * len(word))
                for code in sorted(self._codes[word]):
                    found.setdefault(code, word)
        return found

    def plain_names(self, text: str) -> set[str]:
        """Codes that a folded text names by a word that no other scenario shares."""
        return {code for code, word in self.names(text).items() if len(self._codes[word]) == 1}


def _parts(name: str) -> list[str]:
    return [part for part in _NAME_PARTS.split(fold_text(name)) if len(part) >= _SHORTEST_PART]


@cache
def _more_names() -> dict[str, list[str]]:
    """More names, from `words/scenario_names.json`: what people call a scenario in two or three characters."""
    content: dict[str, list[str]] = json.loads(files("service.search").joinpath("words/scenario_names.json").read_text("utf-8"))
    return content
