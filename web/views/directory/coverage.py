"""能力地图: gaps in words, trades × groups as a heat table, and every scenario with those who do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.coverage import Coverage, GroupCover, ScenarioCover, TradeCover
from service.flows.directory.browse_coverage import CoverageMap
from web.addresses.list_address import Narrowed
from web.parts.sorting import SortHead, sort_heads, sorted_rows

_SOME, _MANY = 2, 5
"""Providers from which a cell is shaded two or three steps, at least: two are a choice, five a good one."""
_ALL_GROUPS = "all"
_BUSY_TRADE = 5
"""Providers from which a trade is large enough for an empty cell of its row to be told as a gap."""
_NAMED_MOST = 8
_TRADES_SHOWN = 12
_SCENARIO_SORTS = {
    "providers": ("能做", lambda line: line.providers),
    "cased": ("其中有案例", lambda line: line.cased),
    "cases": ("案例", lambda line: line.cases),
}


@dataclass(frozen=True, slots=True)
class GapLine:
    """One kind of gap in words, with the rows behind it: (name, address) pairs; `rest` is folded."""

    told: str
    items: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Providers of one trade in one group. `shade` 0..3; `href` empty where nobody stands behind it."""

    group: str
    number: int
    shade: int
    href: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One trade."""

    name: str
    href: str
    providers: int
    providers_href: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class DoerLink:
    """A provider named beside a scenario."""

    name: str
    href: str
    cases: int


@dataclass(frozen=True, slots=True)
class CoverageScenario:
    """One scenario. `tight`: 没人做 or 只有 1 家, else empty; `left_out`: providers that are not named here."""

    name: str
    href: str
    group: str
    providers: int
    providers_href: str
    shade: int
    cased: int
    cases: int
    cases_href: str
    doers: tuple[DoerLink, ...]
    left_out: int
    tight: str


@dataclass(frozen=True, slots=True)
class MapGroup:
    """One group, folded. `trades`: (trade, providers, address) of those with most providers; `gaps`: scenarios of nobody or of one."""

    code: str
    name: str
    providers: int
    providers_href: str
    gaps: int
    rows: tuple[CoverageScenario, ...]
    trades: tuple[tuple[str, int, str], ...]
    trades_left_out: int


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """`shades`: what each shade stands for.

    `flat`: all scenarios in the order that was asked for; empty as long as they stand in their groups.
    """

    template: ClassVar[str] = "pages/directory/coverage.html"
    title: str
    listed: int
    scenarios: int
    pairs: int
    gaps: tuple[GapLine, ...]
    shades: tuple[str, ...]
    heat_heads: tuple[SortHead, ...]
    heat: tuple[HeatRow, ...]
    scenario_heads: tuple[SortHead, ...]
    flat: tuple[CoverageScenario, ...]
    unsorted_href: str
    groups: tuple[MapGroup, ...]
    at: datetime


def coverage_page(found: CoverageMap, order: Narrowed) -> CoveragePage:
    """The page; `order` holds what its address says of the two tables' order: `sort` and `trades`."""
    coverage = found.coverage
    scenario_sort, trade_sort = order.wanted.get("sort", ""), order.wanted.get("trades", "")
    names = {group.group.code: group.group.name for group in coverage.groups}
    by_trade = {_ALL_GROUPS: ("合计", lambda line: line.providers)} | {
        code: (name, lambda line, code=code: line.by_group[code]) for code, name in names.items()
    }
    bounds = _bounds(coverage)
    rows = tuple(_scenario(line, names[line.scenario.group], bounds) for line in coverage.scenarios)
    return CoveragePage(
        title="能力地图",
        listed=coverage.listed,
        scenarios=len(rows),
        pairs=coverage.pairs,
        gaps=_gaps(coverage),
        shades=_shade_words(bounds),
        heat_heads=sort_heads(by_trade, "trades", order, anchor="trades", default=_ALL_GROUPS),
        heat=tuple(_trade(line, coverage.groups, bounds) for line in sorted_rows(coverage.trades, by_trade, trade_sort or _ALL_GROUPS)),
        scenario_heads=sort_heads(_SCENARIO_SORTS, "sort", order, anchor="scenarios"),
        flat=tuple(sorted_rows(rows, _SCENARIO_SORTS, scenario_sort)) if scenario_sort.lstrip("-") in _SCENARIO_SORTS else (),
        unsorted_href=order.without("sort") + "#scenarios",
        groups=tuple(_group(group, coverage.trades, rows) for group in coverage.groups),
        at=found.at,
    )


def _gaps(coverage: Coverage) -> tuple[GapLine, ...]:
    """Said in the order of how much they matter to a person who plans the next call for members."""
    nobody = [line for line in coverage.scenarios if not line.providers]
    alone = [line for line in coverage.scenarios if line.providers == 1]
    untried = [line for line in coverage.scenarios if line.providers > 1 and not line.cases]
    trades = [line for line in coverage.trades if not line.providers]
    empty = [
        (f"{line.industry.name}的{group.group.name}", f"/industries/{line.industry.code}")
        for line in sorted(coverage.trades, key=lambda line: -line.providers)
        for group in coverage.groups
        if line.providers >= _BUSY_TRADE and not line.by_group[group.group.code]
    ]
    told = (
        (f"{len(nobody)} 个场景没有一家做", [_named(line) for line in nobody]),
        (f"{len(trades)} 个行业没有一家写明会做", [(line.industry.name, f"/industries/{line.industry.code}") for line in trades]),
        (f"{len(alone)} 个场景只有 1 家，没得挑", [_named(line) for line in alone]),
        (f"{len(empty)} 处，行业里有 {_BUSY_TRADE} 家以上，这一类却没人做", empty),
        (f"{len(untried)} 个场景有人报，还没有案例", [_named(line) for line in untried]),
    )
    return tuple(GapLine(words, tuple(items[:_NAMED_MOST]), tuple(items[_NAMED_MOST:])) for words, items in told if items)


def _named(line: ScenarioCover) -> tuple[str, str]:
    return line.scenario.name, f"/scenarios/{line.scenario.code}"


def _trade(line: TradeCover, groups: Sequence[GroupCover], bounds: tuple[int, int]) -> HeatRow:
    code = line.industry.code
    return HeatRow(
        name=line.industry.name,
        href=f"/industries/{code}",
        providers=line.providers,
        providers_href=f"/providers?industry={code}",
        cells=tuple(
            HeatCell(
                group.group.name,
                number := line.by_group[group.group.code],
                _shade(number, bounds),
                "/providers?" + urlencode({"group": group.group.code, "industry": code}) if number else "",
            )
            for group in groups
        ),
    )


def _scenario(line: ScenarioCover, group: str, bounds: tuple[int, int]) -> CoverageScenario:
    scenario = line.scenario
    return CoverageScenario(
        name=scenario.name,
        href=f"/scenarios/{scenario.code}",
        group=group,
        providers=line.providers,
        providers_href=f"/providers?scenario={scenario.code}",
        shade=_shade(line.providers, bounds),
        cased=line.cased,
        cases=line.cases,
        cases_href=f"/cases?scenario={scenario.code}",
        doers=tuple(DoerLink(doer.name, f"/providers/{doer.provider_id}", doer.cases) for doer in line.doers),
        left_out=line.providers - len(line.doers),
        tight="" if line.providers > 1 else ("只有 1 家" if line.providers else "没人做"),
    )


def _group(group: GroupCover, trades: Sequence[TradeCover], rows: Sequence[CoverageScenario]) -> MapGroup:
    code = group.group.code
    own = tuple(row for row in rows if row.group == group.group.name)
    served = sorted((line for line in trades if line.by_group[code]), key=lambda line: -line.by_group[code])
    return MapGroup(
        code=code,
        name=group.group.name,
        providers=group.providers,
        providers_href=f"/providers?group={code}",
        gaps=sum(1 for row in own if row.tight),
        rows=own,
        trades=tuple(
            (line.industry.name, line.by_group[code], "/providers?" + urlencode({"group": code, "industry": line.industry.code}))
            for line in served[:_TRADES_SHOWN]
        ),
        trades_left_out=max(0, len(served) - _TRADES_SHOWN),
    )


def _bounds(coverage: Coverage) -> tuple[int, int]:
    """Where the second and the third shade begin: in a large pool higher, else every cell would be dark."""
    most = max((number for line in coverage.trades for number in line.by_group.values()), default=0)
    return max(_SOME, -(-most // 6)), max(_MANY, -(-most // 2))


def _shade(number: int, bounds: tuple[int, int]) -> int:
    return (number > 0) + (number >= bounds[0]) + (number >= bounds[1])


def _shade_words(bounds: tuple[int, int]) -> tuple[str, ...]:
    some, many = bounds
    return ("无", f"1–{some - 1} 家" if some > _SOME else "1 家", f"{some}–{many - 1} 家", f"{many} 家以上")
