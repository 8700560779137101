"""The reading of a need as pairs of words, for lists that are kept: (场景, 设备联网), (预算, 20 万元以内)."""

from collections.abc import Iterable

from service.domain.levels import Level
from service.domain.money import write_wan
from service.domain.reading import Limit, LimitKind, NeedReading
from service.domain.taxonomy import Taxonomy

_SCENARIOS = 3
_LIMIT_KINDS = {
    LimitKind.BUDGET: "预算",
    LimitKind.WEEKS: "工期",
    LimitKind.HEADCOUNT: "人数",
    LimitKind.MACHINES: "设备",
    LimitKind.TOWN: "镇街",
    LimitKind.LEVEL: "水平",
}
_UNITS = {LimitKind.WEEKS: "周", LimitKind.HEADCOUNT: "人", LimitKind.MACHINES: "台"}


def understood_words(reading: NeedReading, taxonomy: Taxonomy, levels: dict[str, Level]) -> tuple[tuple[str, str], ...]:
    """(kind, words) of everything that was read, and of what told nothing."""
    text = reading.text
    towns = {town.code: town.name for town in taxonomy.towns}
    names = {level.code: level.name for level in levels.values()}
    scenarios = (taxonomy.scenario_by_code.get(share.code) for share in reading.scenarios[:_SCENARIOS])
    found = [("场景", scenario.name) for scenario in scenarios if scenario]
    found += [
        ("行业", taxonomy.industry_by_code[mention.code].name) for mention in text.industries if mention.code in taxonomy.industry_by_code
    ]
    found += [(_LIMIT_KINDS[limit.kind], _limit_words(limit, towns | names)) for limit in text.limits]
    found += [("已有", mention.text) for mention in text.owned]
    found += [("不要", refusal.text) for refusal in text.refusals]
    found += [("条件", condition.label) for condition in text.conditions]
    found += [("没听懂", clause) for clause in reading.not_understood]
    return tuple(dict.fromkeys(found))


def likely_codes(reading: NeedReading) -> tuple[str, str, str]:
    """(scenario, industry, town) that the text itself speaks of; empty for what it does not."""
    scenario = next(iter((*reading.chosen, *(share.code for share in reading.scenarios))), "")
    return (
        scenario,
        _first(mention.code for mention in reading.text.industries),
        _first(limit.code or "" for limit in reading.text.limits if limit.kind is LimitKind.TOWN),
    )


def _first(codes: Iterable[str]) -> str:
    return next(iter(codes), "")


def _limit_words(limit: Limit, names: dict[str, str]) -> str:
    if limit.code:
        return names.get(limit.code, limit.text)
    if limit.number is None:
        return limit.text
    if limit.kind is LimitKind.BUDGET:
        return f"{write_wan(limit.number)} 万元{'一年' if limit.per_year else '以内'}"
    return f"{limit.number} {_UNITS.get(limit.kind, '')}".strip()
