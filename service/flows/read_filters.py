"""Filters as people and programs write them, to the codes the engines know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from service.domain.finding import Filters
from service.domain.industries import resolve_industries
from service.domain.taxonomy import Taxonomy
from service.domain.text import clean_line
from service.errors import Invalid
from service.runtime import Runtime
from service.store import unit_of_work
from service.store.queries.offers import read_deliveries
from service.store.queries.pools import read_pools

_FEN_PER_WAN = 1_000_000
_MOST_TOLD = 40


@dataclass(frozen=True, slots=True)
class FilterWords:
    """Each filter as a code or one of its Chinese names; None or blank means no narrowing. `price_max_wan`: 万元."""

    pool: str | None = None
    group: str | None = None
    industry: str | None = None
    town: str | None = None
    delivery: str | None = None
    price_max_wan: float | None = None


FILTER_NAMES = tuple(field.name for field in fields(FilterWords))


def read_filters(runtime: Runtime, words: FilterWords) -> Filters:
    """Return the filters that `words` mean.

    Raises:
        Invalid: a value is unknown; `fields` names each and the values that are accepted.
    """
    given = {name: clean_line(value) for name in FILTER_NAMES if isinstance(value := getattr(words, name), str) and value.strip()}
    known = _known_words(runtime, runtime.knowledge().taxonomy, given) if given else {}
    codes = {name: known[name].get(value.lower()) for name, value in given.items()}
    unknown = {name: _unknown(given[name], known[name]) for name, code in codes.items() if code is None}
    if unknown:
        raise Invalid("筛选条件有误：" + "；".join(f"{name}：{told.rstrip('。')}" for name, told in unknown.items()) + "。", fields=unknown)
    price = None if words.price_max_wan is None else round(words.price_max_wan * _FEN_PER_WAN)
    return Filters(
        pool=codes.get("pool"),
        group=codes.get("group"),
        industry=codes.get("industry"),
        town=codes.get("town"),
        delivery=codes.get("delivery"),
        price_max_fen=price,
    )


def _known_words(runtime: Runtime, taxonomy: Taxonomy, given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """For each filter in `given`: accepted word in lower case → code. A filter's code stands before its other names."""
    known: dict[str, dict[str, str]] = {
        "group": _words((group.code, (group.name,)) for group in taxonomy.groups),
        "town": _words((town.code, (town.name, town.short, *town.aliases)) for town in taxonomy.towns),
        "industry": _words((industry.code, (industry.name,)) for industry in taxonomy.industries),
    }
    if "industry" in given:
        codes, _ = resolve_industries(taxonomy, [given["industry"]])
        known["industry"].update({given["industry"].lower(): code for code in codes})
    if given.keys() & {"pool", "delivery"}:
        with unit_of_work.reading(runtime.database) as session:
            known["pool"] = _words((pool.code, (pool.short_name, pool.name)) for pool in read_pools(session))
            known["delivery"] = _words((delivery, ()) for delivery in read_deliveries(session))
    return known


def _words(entries: Iterable[tuple[str, Sequence[str]]]) -> dict[str, str]:
    return {word.lower(): code for code, names in entries for word in (code, *names)}


def _unknown(value: str, known: Mapping[str, str]) -> str:
    codes = list(dict.fromkeys(known.values()))
    told = "、".join(codes[:_MOST_TOLD]) + (" 等" if len(codes) > _MOST_TOLD else "")
    shown = value if len(value) <= 20 else value[:19] + "…"
    return f"不认识“{shown}”；可用的值：{told or '（暂无）'}。"
