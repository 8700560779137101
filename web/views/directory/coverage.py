"""能力地图: a compact picture of the whole pool, and a table for each group of scenarios."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from service.domain.providers import TagOrigin
from service.flows.directory.browse_coverage import Cell, Coverage, CoverageGroup, CoverageRow

_STEP = 7
_SIDE = 6
_GROUP_GAP = 7
_TOP = 16
_ROWS_IN_PICTURE = 120
_WORDS = {TagOrigin.CONFIRMED: "已核", TagOrigin.DECLARED: "自报", TagOrigin.PROPOSED: "推测"}


@dataclass(frozen=True, slots=True)
class MapCell:
    """One cell in words: 自报 2例; empty where nothing is claimed. `kind`: given, guessed or none."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """One provider."""

    name: str
    full_name: str
    href: str
    cells: tuple[MapCell, ...]


@dataclass(frozen=True, slots=True)
class MapColumn:
    """One scenario."""

    name: str
    href: str
    providers: int
    providers_href: str


@dataclass(frozen=True, slots=True)
class MapGroup:
    """One group's table. `left_out`: providers whose rows are not shown."""

    code: str
    name: str
    columns: tuple[MapColumn, ...]
    rows: tuple[MapRow, ...]
    providers: int
    providers_href: str
    left_out: int


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A group's code above its columns in the picture."""

    text: str
    x: int


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The compact picture, in its own units: squares joined to one path for each kind, and the ground they stand on."""

    width: int
    height: int
    ground: str
    given: str
    guessed: str
    labels: tuple[MapLabel, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """`nobody`: scenarios that no public provider claims, (name, address); `pairs`: provider and scenario, each once."""

    template: ClassVar[str] = "pages/directory/coverage.html"
    title: str
    groups: tuple[MapGroup, ...]
    picture: MapPicture | None
    listed: int
    scenarios: int
    pairs: int
    nobody: tuple[tuple[str, str], ...]
    at: datetime


def coverage_page(coverage: Coverage) -> CoveragePage:
    """The page."""
    return CoveragePage(
        title="能力地图",
        groups=tuple(_group(group) for group in coverage.groups),
        picture=_picture(coverage),
        listed=coverage.listed,
        scenarios=sum(len(group.columns) for group in coverage.groups),
        pairs=coverage.pairs,
        nobody=tuple((scenario.name, f"/scenarios/{scenario.code}") for scenario in coverage.nobody),
        at=coverage.at,
    )


def _group(group: CoverageGroup) -> MapGroup:
    return MapGroup(
        code=group.group.code,
        name=group.group.name,
        columns=tuple(
            MapColumn(
                column.scenario.name, f"/scenarios/{column.scenario.code}", column.providers, f"/providers?scenario={column.scenario.code}"
            )
            for column in group.columns
        ),
        rows=tuple(_row(row) for row in group.rows),
        providers=group.providers,
        providers_href=f"/providers?group={group.group.code}",
        left_out=group.providers - len(group.rows),
    )


def _row(row: CoverageRow) -> MapRow:
    return MapRow(row.name, row.full_name, f"/providers/{row.provider_id}", tuple(_cell(cell) for cell in row.cells))


def _cell(cell: Cell | None) -> MapCell:
    if cell is None:
        return MapCell("", "none")
    words = _WORDS[cell.origin] + (f" {cell.cases}例" if cell.cases else "")
    return MapCell(words, "guessed" if cell.origin is TagOrigin.PROPOSED else "given")


def _picture(coverage: Coverage) -> MapPicture | None:
    """Squares of all providers, ordered by the group they do most of, so that blocks show."""
    cells: dict[str, dict[int, str]] = {}
    home: dict[str, tuple[int, int]] = {}
    labels, left = [], 0
    places: list[int] = []
    for place, group in enumerate(coverage.groups):
        labels.append(MapLabel(group.group.code, left))
        for row in group.rows:
            claims = {left + _STEP * at: _cell(cell).kind for at, cell in enumerate(row.cells) if cell is not None}
            cells.setdefault(row.provider_id, {}).update(claims)
            home[row.provider_id] = min(home.get(row.provider_id, (0, 0)), (-len(claims), place))
        places += [left + _STEP * at for at in range(len(group.columns))]
        left += _STEP * len(group.columns) + _GROUP_GAP
    order = sorted(cells, key=lambda provider: (home[provider][1], home[provider][0], provider))[:_ROWS_IN_PICTURE]
    if not order:
        return None
    squares: dict[str, list[str]] = {"given": [], "guessed": []}
    for line, provider in enumerate(order):
        for x, kind in sorted(cells[provider].items()):
            squares[kind].append(_square(x, _TOP + _STEP * line))
    height = _TOP + _STEP * len(order)
    ground = "".join(f"M{x} {_TOP}h{_SIDE}V{height - 1}h-{_SIDE}z" for x in places)
    return MapPicture(left - _GROUP_GAP, height, ground, "".join(squares["given"]), "".join(squares["guessed"]), tuple(labels), len(order))


def _square(x: int, y: int) -> str:
    return f"M{x} {y}h{_SIDE}v{_SIDE}h-{_SIDE}z"
