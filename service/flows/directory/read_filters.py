"""Filters as people and programs write them, to the codes that lists and engines know."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from service.copies.kept_directory import read_kept
from service.domain.finding import Filters
from service.domain.industries import resolve_industries
from service.domain.money import fen_of_wan
from service.domain.text import clean_line
from service.errors import Invalid
from service.runtime import DirectoryState, Runtime

_MOST_TOLD = 40
_LONGEST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class FilterWords:
    """Each filter as a code or one of its Chinese names; None or blank means no narrowing. `price_max_wan`: 万元."""

    pool: str | None = None
    group: str | None = None
    scenario: str | None = None
    industry: str | None = None
    town: str | None = None
    delivery: str | None = None
    price_max_wan: float | None = None


def read_filters(runtime: Runtime, words: FilterWords) -> Filters:
    """Return what a search is narrowed by; a scenario is no filter of a search.

    Raises:
        Invalid: as `codes_of_words`.
    """
    codes = codes_of_words(runtime, words)
    return Filters(
        pool=codes.pool,
        group=codes.group,
        industry=codes.industry,
        town=codes.town,
        delivery=codes.delivery,
        price_max_fen=None if codes.price_max_wan is None else fen_of_wan(codes.price_max_wan),
    )


def codes_of_words(runtime: Runtime, words: FilterWords) -> FilterWords:
    """Return the same filters with a code for every word and None for a blank one.

    Raises:
        Invalid: a value is unknown; `fields` names each such filter with the values that are accepted.
    """
    given = {field.name: clean_line(value) for field in fields(words) if isinstance(value := getattr(words, field.name), str)}
    given = {name: value for name, value in given.items() if value}
    if not given:
        return FilterWords(price_max_wan=words.price_max_wan)
    kept = read_kept(runtime, runtime.clock.now())
    codes: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for name, value in given.items():
        known = _KNOWN_WORDS[name](kept)
        code = known.get(value.lower()) or (_trade(kept, value) if name == "industry" else None)
        if code:
            codes[name] = code
        else:
            unknown[name] = _unknown(value, known)
    if unknown:
        told = "；".join(f"{name}：{sentence.rstrip('。')}" for name, sentence in unknown.items())
        raise Invalid(f"筛选条件有误。{told}。", fields=unknown)
    return FilterWords(**codes, price_max_wan=words.price_max_wan)


def _words(entries: Iterable[tuple[str, Sequence[str]]]) -> dict[str, str]:
    """Accepted word in lower case → code; the code stands first among an entry's words."""
    return {word.lower(): code for code, names in entries for word in (code, *names)}


def _deliveries(kept: DirectoryState) -> dict[str, str]:
    found = {delivery for provider in kept.directory.providers for delivery in provider.facets["delivery"]}
    return _words((delivery, ()) for delivery in sorted(found))


_KNOWN_WORDS: Mapping[str, Callable[[DirectoryState], dict[str, str]]] = {
    "pool": lambda kept: _words((pool.code, (pool.short_name, pool.name)) for pool in kept.codes.pools),
    "group": lambda kept: _words((group.code, (group.name,)) for group in kept.codes.taxonomy.groups),
    "scenario": lambda kept: _words((scenario.code, (scenario.name,)) for scenario in kept.codes.taxonomy.scenarios),
    "industry": lambda kept: _words((industry.code, (industry.name,)) for industry in kept.codes.taxonomy.industries),
    "town": lambda kept: _words((town.code, (town.name, town.short, *town.aliases)) for town in kept.codes.taxonomy.towns),
    "delivery": _deliveries,
}


def _trade(kept: DirectoryState, word: str) -> str | None:
    codes, _ = resolve_industries(kept.codes.taxonomy, [word])
    return codes[0] if codes else None


def _unknown(value: str, known: Mapping[str, str]) -> str:
    codes = list(dict.fromkeys(known.values()))
    told = "、".join(codes[:_MOST_TOLD]) + (" 等" if len(codes) > _MOST_TOLD else "")
    shown = value if len(value) <= _LONGEST_SHOWN else value[: _LONGEST_SHOWN - 1] + "…"
    return f"不认识“{shown}”；可用的值：{told or '（暂无）'}。"
