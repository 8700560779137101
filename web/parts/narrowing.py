"""The form above a list. A visitor types a name or chooses filters. Each choice tells how many rows would be left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.domain.codes import CodeTables
from service.domain.directory import NOT_TOLD
from web.addresses.list_address import Narrowed

STANDING_WORDS = {"active": "有效", "expired": "已到期", "suspended": "已暂停", "withdrawn": "已退出"}
_LABELS = {
    "pool": "资源池", "group": "场景大类", "scenario": "应用场景", "industry": "行业", "town": "镇街",
    "delivery": "交付方式", "year": "年份", "batch": "批次", "category": "类别", "standing": "状态",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One value of a filter. `label` ends in the number of rows that would be left: 注塑（12）."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options under one heading. `label` is the heading; when it is empty, the options have no heading."""

    label: str
    options: tuple[FilterOption, ...]


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One filter of the form, such as 行业, with its values."""

    name: str
    label: str
    groups: tuple[OptionGroup, ...]


@dataclass(frozen=True, slots=True)
class ChosenFilter:
    """A filter that is set. `lift_href`: the address of the same list without this filter."""

    kind: str
    label: str
    lift_href: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The whole form. `text_label` is empty when the list cannot be searched by name.

    `kept`: (name, value) pairs that the form sends in hidden fields.
    """

    action: str
    text_label: str
    text: str
    fields: tuple[ChoiceField, ...]
    chosen: tuple[ChosenFilter, ...]
    clear_href: str
    kept: tuple[tuple[str, str], ...] = ()


def narrowing_of(
    narrowed: Narrowed, choices: Mapping[str, Mapping[str, int]], codes: CodeTables, names: Iterable[str], *, text_label: str = ""
) -> Narrowing:
    """The form with the filters `names`. A filter with fewer than two values is left out, except when it is set.

    Args:
        narrowed: what the address asks for now.
        choices: filter name → value → number of rows that would be left.
    """
    fields = []
    for name in names:
        groups = _groups(name, choices[name], codes, narrowed.wanted.get(name))
        if sum(len(group.options) for group in groups) > 1 or name in narrowed.wanted:
            fields.append(ChoiceField(name, _LABELS[name], groups))
    return Narrowing(
        action=narrowed.path,
        text_label=text_label,
        text=narrowed.text,
        fields=tuple(fields),
        chosen=tuple(
            ChosenFilter("名称" if name == "q" else _LABELS[name], value_name(name, value, codes), narrowed.without(name))
            for name, value in narrowed.pairs
        ),
        clear_href=narrowed.path,
    )


def value_name(name: str, value: str, codes: CodeTables) -> str:
    """The name of a filter's value. An unknown value is returned unchanged."""
    return next((word for _, pairs in _known(name, codes) for code, word in pairs if code == value), value)


def _groups(name: str, counts: Mapping[str, int], codes: CodeTables, chosen: str | None) -> tuple[OptionGroup, ...]:
    groups = []
    known = _known(name, codes) or [("", _own_words(name, counts, chosen))]
    for heading, pairs in known:
        options = tuple(
            FilterOption(code, f"{word}（{counts.get(code, 0)}）", code == chosen)
            for code, word in pairs
            if counts.get(code) or code == chosen
        )
        if options:
            groups.append(OptionGroup(heading, options))
    return tuple(groups)


def _known(name: str, codes: CodeTables) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """The values of a filter that has a code table: (heading, (code, name) pairs), in the table's order.

    Empty for a filter without a code table, such as `year`. The values of such a filter come from the rows.
    """
    taxonomy = codes.taxonomy
    if name == "scenario":
        return [
            (group.name, [(scenario.code, scenario.name) for scenario in taxonomy.scenarios if scenario.group == group.code])
            for group in taxonomy.groups
        ]
    tables: dict[str, Sequence[tuple[str, str]]] = {
        "pool": [(pool.code, pool.short_name) for pool in codes.pools],
        "group": [(group.code, group.name) for group in taxonomy.groups],
        "industry": [(industry.code, industry.name) for industry in taxonomy.industries],
        "town": [(town.code, town.name) for town in taxonomy.towns],
        "standing": [(code, word) for code, word in STANDING_WORDS.items() if code != "withdrawn"],
    }
    return [("", tables[name])] if name in tables else []


def _own_words(name: str, counts: Mapping[str, int], chosen: str | None) -> list[tuple[str, str]]:
    words = sorted({*counts, *([chosen] if chosen else [])}, key=lambda word: (word == NOT_TOLD, -counts.get(word, 0), word))
    if name == "year":
        words.sort(reverse=True)
    return [(word, f"{word} 年" if name == "year" else word) for word in words]
