"""From a trade's colloquial name to industry codes: 毛织, 五金, 啤塑."""

from collections.abc import Iterable

from service.domain.taxonomy import Taxonomy

_TAILS = ("行业", "企业", "制造", "制品", "加工", "生产", "工厂", "厂", "类", "业")


def resolve_industries(taxonomy: Taxonomy, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (codes, names not known). A name may be a code, a name or a trade word, with or without a tail such as 行业 or 厂."""
    words = {
        word.lower(): industry.code
        for industry in reversed(taxonomy.industries)
        for word in (*industry.slang, *industry.name.replace("（", "/").replace("）", "/").split("/"), industry.name, industry.code)
        if word
    }
    codes: dict[str, None] = {}
    unknown: list[str] = []
    for name in names:
        code = next((words[form] for form in _forms(name.lower()) if form in words), None)
        if code is None:
            unknown.append(name)
        else:
            codes[code] = None
    return tuple(codes), tuple(unknown)


def _forms(name: str) -> list[str]:
    forms = [name]
    for _ in range(2):
        forms.extend(form[: -len(tail)] for form in list(forms) for tail in _TAILS if form.endswith(tail) and len(form) > len(tail))
    return forms
