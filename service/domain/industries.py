"""From a trade's colloquial name to industry codes: 毛织, 五金, 啤塑."""

from collections.abc import Iterable
from functools import lru_cache

from service.domain.taxonomy import Industry, Taxonomy

_TAILS = ("行业", "企业", "制造", "制品", "加工", "生产", "工厂", "厂", "类", "业")
_DOUBLE_NAME = 4
"""Characters of a name made of two words of two characters."""


def resolve_industries(taxonomy: Taxonomy, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (codes, names not known). A name may be a code, a name or a trade word, with or without a tail such as 行业 or 厂."""
    words = _trade_words(taxonomy.industries)
    codes: dict[str, None] = {}
    unknown: list[str] = []
    for name in names:
        code = next((words[form] for form in _forms(name.lower()) if form in words), None)
        if code is None:
            unknown.append(name)
        else:
            codes[code] = None
    return tuple(codes), tuple(unknown)


@lru_cache(maxsize=8)
def _trade_words(industries: tuple[Industry, ...]) -> dict[str, str]:
    """Word → code. Where two trades claim a word, the one that stands first in the table has it."""
    words = {
        word.lower(): industry.code
        for industry in reversed(industries)
        for word in (*industry.slang, *industry.name.replace("（", "/").replace("）", "/").split("/"), industry.name, industry.code)
        if word
    }
    # Weaker words never stand against those: a trade word without its tail (电子厂 → 电子), and the halves of a double name (纸箱包装).
    for word, code in list(words.items()):
        for form in _forms(word)[1:]:
            if len(form) > 1:
                words.setdefault(form, code)
    for industry in industries:
        if len(industry.name) == _DOUBLE_NAME:
            words.setdefault(industry.name[:2], industry.code)
            words.setdefault(industry.name[2:], industry.code)
    return words


def _forms(name: str) -> list[str]:
    forms = [name]
    for _ in range(2):
        forms.extend(form[: -len(tail)] for form in list(forms) for tail in _TAILS if form.endswith(tail) and len(form) > len(tail))
    return forms
