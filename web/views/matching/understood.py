"""我理解您要的是: what was read in a need, as chips that can be taken away or changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.money import FEN_PER_WAN, FEN_PER_YUAN, write_wan
from service.domain.reading import Limit, LimitKind, Mention, NeedReading
from service.domain.taxonomy import Taxonomy
from web.addresses.search_address import Asked, reworded, with_additions

_LIMIT_KINDS = {
    LimitKind.BUDGET: "预算",
    LimitKind.WEEKS: "工期",
    LimitKind.HEADCOUNT: "规模",
    LimitKind.MACHINES: "设备",
    LimitKind.TOWN: "镇街",
    LimitKind.LEVEL: "水平",
}
_DROPPED_KINDS = {
    "industry": "行业",
    "process": "工艺",
    "brand": "产品",
    "owned": "已有",
    "refused": "不要",
    "refusal": "不要",
    "condition": "要求",
}
_REPLACING = {
    "industry": "{}",
    "process": "{}",
    "town": "{}",
    "budget": "预算{}万",
    "weeks": "{}周内上线",
    "headcount": "{}人",
    "machines": "{}台",
}
_ADDING = {
    **_REPLACING,
    "industry": "我们是做{}的",
    "process": "工艺是{}",
    "town": "厂在{}",
    "budget": "预算{}万以内",
    "headcount": "{}人的厂",
    "machines": "有{}台设备",
}
CHANGE_KINDS = tuple(_REPLACING)
_OTHER_SCENARIOS = 5
ORDINALS = ("第一件", "第二件", "第三件", "第四件")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its words and its address, or the value a form sends."""

    label: str
    value: str
    plain: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ChipChange:
    """How a chip is changed: by a choice among `options`, by a number with its `unit`, or by links (`links`)."""

    kind: str
    was: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""
    number: int | None = None
    links: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing understood; `remove_href` is empty where it can only be changed."""

    kind: str
    label: str
    remove_href: str
    change: ChipChange | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing not said yet that can be added: a field of the form 补充条件."""

    name: str
    label: str
    options: tuple[Option, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything above the list. `more_wishes`: parts of the need that ask for something else than the whole."""

    chips: tuple[Chip, ...]
    more_wishes: tuple[str, ...]
    not_understood: tuple[str, ...]
    mended: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]
    restore_href: str
    which_one: tuple[Option, ...]
    additions: tuple[Addition, ...]


def understood_of(reading: NeedReading, asked: Asked, taxonomy: Taxonomy) -> Understood:
    """The chips of a reading. `which_one` holds three scenarios when the reading is unsure and nobody has confirmed one."""
    # 注塑 names a trade and a process; one chip says it.
    trades = {mention.text for mention in reading.text.industries}
    processes = [mention for mention in reading.text.processes if mention.text not in trades]
    chips = (
        *(_job_chips(reading, asked, taxonomy) if reading.jobs else _scenario_chips(reading, asked, taxonomy)),
        *_mention_chips("行业", "industry", reading.text.industries, asked, taxonomy),
        *_mention_chips("工艺", "process", processes, asked, taxonomy),
        *(_limit_chip(limit, asked, taxonomy) for limit in reading.text.limits if limit.kind.value not in asked.dropped),
        *_mention_chips("已有", "owned", reading.text.owned, asked, taxonomy),
        *_refusal_chips(reading, asked, taxonomy),
        *(Chip("要求", condition.label, asked.dropping(f"condition:{condition.label}").href) for condition in reading.text.conditions),
    )
    return Understood(
        chips=chips,
        more_wishes=tuple(wish.text for wish in reading.wishes[1:]),
        not_understood=reading.not_understood,
        mended=reading.text.mended,
        dropped=tuple(_dropped_label(mark, taxonomy) for mark in asked.dropped),
        restore_href=asked.restoring().href,
        which_one=scenario_options([share.code for share in reading.scenarios[:3]], asked, taxonomy)
        if reading.unsure and not asked.chosen
        else (),
        additions=_additions(reading, taxonomy),
    )


def changed_text(text: str, kind: str, was: str, now: str) -> str:
    """The need with one chip changed; an unknown kind or an empty value changes nothing."""
    phrase = _phrase(_REPLACING, kind, now)
    if not phrase:
        return text
    return reworded(text, was, phrase) if was and was.lower() in text.lower() else with_additions(text, [_phrase(_ADDING, kind, now)])


def added_text(text: str, additions: Iterable[tuple[str, str]]) -> str:
    """The need with (kind, value) pairs added in words."""
    return with_additions(text, [_phrase(_ADDING, kind, value) for kind, value in additions])


def _phrase(table: dict[str, str], kind: str, value: str) -> str:
    word = value.strip()[:40]
    return table[kind].format(word) if kind in table and word else ""


def _scenario_chips(reading: NeedReading, asked: Asked, taxonomy: Taxonomy) -> list[Chip]:
    if (reading.unsure or reading.out_of_scope) and not asked.chosen:
        return []
    refused = {mention.code for mention in reading.text.refused}
    first = (wish.scenarios[0].code for wish in reading.wishes if wish.scenarios)
    codes = asked.chosen or tuple(code for code in first if code not in refused)
    others = [share.code for share in reading.scenarios]
    chips = []
    for code in dict.fromkeys(codes):
        scenario = taxonomy.scenario_by_code.get(code)
        if scenario is None:
            continue
        # A guess is corrected by choosing another; what the person chose can be taken back.
        remove_href = asked.choosing(code).href if code in asked.chosen else ""
        near = [other for other in dict.fromkeys((*others, *scenario.adjacent)) if other not in codes][:_OTHER_SCENARIOS]
        swap = Asked(asked.text, tuple(c for c in asked.chosen if c != code), asked.dropped, asked.narrowed, asked.compared)
        change = ChipChange("scenario", links=scenario_options(near, swap, taxonomy))
        chips.append(Chip("场景", scenario.name, remove_href, change if change.links else None))
    return chips


def _job_chips(reading: NeedReading, asked: Asked, taxonomy: Taxonomy) -> list[Chip]:
    """One for each job; without one of two jobs the other is all that is meant."""
    codes = [job.scenarios[0].code for job in reading.jobs]
    chips = []
    for ordinal, code in zip(ORDINALS, codes, strict=False):
        rest = [other for other in codes if other != code]
        without = asked.choosing(rest[0]) if len(rest) == 1 else asked.dropping(f"job:{code}")
        chips.append(Chip(ordinal, _name_of("job", code, taxonomy), without.href))
    return chips


def _refusal_chips(reading: NeedReading, asked: Asked, taxonomy: Taxonomy) -> list[Chip]:
    """In the need's own words; a refused scenario by its name where no words of it were kept."""
    refusals = reading.text.refusals
    told = {code for refusal in refusals for code in refusal.codes}
    by_name = [mention for mention in reading.text.refused if mention.code not in told]
    return [
        *(Chip("不要", refusal.text, asked.dropping(f"refusal:{refusal.text}").href) for refusal in refusals),
        *_mention_chips("不要", "refused", by_name, asked, taxonomy),
    ]


def scenario_options(codes: Iterable[str], asked: Asked, taxonomy: Taxonomy) -> tuple[Option, ...]:
    """Scenarios to choose by one tap each, in words that a factory uses."""
    known = [taxonomy.scenario_by_code[code] for code in codes if code in taxonomy.scenario_by_code]
    return tuple(
        Option(scenario.name, asked.choosing(scenario.code).href, scenario.plain, scenario.code in asked.chosen) for scenario in known
    )


def _mention_chips(kind: str, mark: str, mentions: Iterable[Mention], asked: Asked, taxonomy: Taxonomy) -> list[Chip]:
    return [
        Chip(
            kind,
            _mention_label(mark, mention, taxonomy),
            asked.dropping(f"{mark}:{mention.code}").href,
            _mention_change(mark, mention, taxonomy),
        )
        for mention in mentions
        if f"{mark}:{mention.code}" not in asked.dropped
    ]


def _mention_label(mark: str, mention: Mention, taxonomy: Taxonomy) -> str:
    name = _name_of(mark, mention.code, taxonomy)
    return name if mention.text in name.lower() else f"{name}（您说的“{mention.text}”）"


def _name_of(mark: str, code: str, taxonomy: Taxonomy) -> str:
    if mark == "industry":
        industry = taxonomy.industry_by_code.get(code)
        return industry.name if industry else code
    if mark == "process":
        return next((process.name for process in taxonomy.processes if process.code == code), code)
    scenario = taxonomy.scenario_by_code.get(code)
    return scenario.name if scenario else code


def _mention_change(mark: str, mention: Mention, taxonomy: Taxonomy) -> ChipChange | None:
    if mark == "industry":
        return ChipChange("industry", mention.text, _industry_options(taxonomy))
    if mark == "process":
        return ChipChange("process", mention.text, tuple(Option(entry.name, entry.name) for entry in taxonomy.processes))
    return None


def _industry_options(taxonomy: Taxonomy) -> tuple[Option, ...]:
    return tuple(Option(entry.name, entry.name) for entry in taxonomy.industries)


def _town_options(taxonomy: Taxonomy) -> tuple[Option, ...]:
    return tuple(Option(town.name, town.name) for town in taxonomy.towns)


def _limit_chip(limit: Limit, asked: Asked, taxonomy: Taxonomy) -> Chip:
    mark = limit.kind.value
    return Chip(_LIMIT_KINDS[limit.kind], _limit_label(limit, taxonomy), asked.dropping(mark).href, _limit_change(limit, taxonomy))


def _limit_label(limit: Limit, taxonomy: Taxonomy) -> str:
    number = limit.number or 0
    if limit.kind is LimitKind.BUDGET:
        amount = f"{write_wan(number)} 万元" if number >= FEN_PER_WAN else f"{number // FEN_PER_YUAN:,} 元"
        return f"{'每年 ' if limit.per_year else ''}{amount}以内"
    if limit.kind is LimitKind.TOWN:
        return next((town.name for town in taxonomy.towns if town.code == limit.code), limit.text)
    written = {LimitKind.WEEKS: f"{number} 周内", LimitKind.HEADCOUNT: f"约 {number} 人", LimitKind.MACHINES: f"{number} 台"}
    return written.get(limit.kind, limit.text)


def _limit_change(limit: Limit, taxonomy: Taxonomy) -> ChipChange | None:
    if limit.kind is LimitKind.TOWN:
        return ChipChange("town", limit.text, _town_options(taxonomy))
    units = {LimitKind.BUDGET: "万元以内", LimitKind.WEEKS: "周内", LimitKind.HEADCOUNT: "人", LimitKind.MACHINES: "台"}
    if limit.kind not in units:
        return None
    number = (limit.number or 0) // FEN_PER_WAN if limit.kind is LimitKind.BUDGET else limit.number
    return ChipChange(limit.kind.value, limit.text, unit=units[limit.kind], number=number or None)


def _additions(reading: NeedReading, taxonomy: Taxonomy) -> tuple[Addition, ...]:
    said = {limit.kind for limit in reading.text.limits}
    possible = (
        (not reading.text.industries, Addition("industry", "行业", _industry_options(taxonomy))),
        (LimitKind.TOWN not in said, Addition("town", "镇街", _town_options(taxonomy))),
        (LimitKind.BUDGET not in said, Addition("budget", "预算", unit="万元以内")),
        (LimitKind.HEADCOUNT not in said, Addition("headcount", "规模", unit="人")),
    )
    return tuple(addition for missing, addition in possible if missing)


def _dropped_label(mark: str, taxonomy: Taxonomy) -> str:
    kind, _, code = mark.partition(":")
    if not code:
        return next((word for limit, word in _LIMIT_KINDS.items() if limit.value == kind), kind)
    return f"{_DROPPED_KINDS.get(kind, '')} {_name_of(kind, code, taxonomy)}".strip()
