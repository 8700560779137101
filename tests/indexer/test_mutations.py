"""Five hundred random edits of a good workbook: no validity grows that the file does not write, nothing stored vanishes unmentioned,
and the report accounts for every row."""

import random
import shutil
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indexer.report import FileReport
from service.command_errors import ExitCode
from service.store.engine import open_database
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.grids import csv_of, xlsx_of

FIRMS = ["企业全称", "统一社会信用代码", "资源池", "类别", "入池日期", "有效期至", "状态", "镇街", "员工人数", "简介"]
ABLE = ["统一社会信用代码", "能力名称", "能力描述", "适用行业", "交付方式", "周期(周)"]
Grid = list[list[str]]
GARBAGE = [
    "",
    "无",
    "待定",
    "2024.6",
    "三年",
    "已过期",
    "长期有效吧",
    "/",
    "市级",
    "月球",
    "9.14E+17",
    "-3",
    "合计",
    "XXXX",
    "2099年以后",
    "退出",
    "有效",
]


def good() -> dict[str, Grid]:
    ends = ["2024-06-30", "2027-06-30", "长期", "2025-12-31"]
    states = ["有效", "有效", "暂停", "退出", "有效"]
    firms = [
        [f"东莞市变样第{number}科技有限公司", unified_code(75_000 + number), ["市级", "省级"][number % 2], "平台商", "2021-07-15",
        ends[number % 4],
         states[number % 5], "虎门镇", str(20 + number), f"第{number}家的简介。"]
        for number in range(10)
    ]  # fmt: skip
    able = [
        [unified_code(75_000 + number), f"能力{number}-{place}", f"第{number}家第{place}项。", "五金", "现场", "4"]
        for number in range(10) for place in range(3)
    ]  # fmt: skip
    return {"服务商": [FIRMS, *firms], "服务能力": [ABLE, *able]}


def _swap_cells(grid: Grid, rng: random.Random, row: int, place: int) -> None:
    other, beside = rng.choice([(rng.randrange(1, len(grid)), place), (row, rng.randrange(len(grid[0])))])
    grid[row][place], grid[other][beside] = grid[other][beside], grid[row][place]


def _shift_column(grid: Grid, rng: random.Random, _row: int, place: int) -> None:
    column = [line[place] for line in grid[1:]]
    for line, cell in zip(grid[1:], ["", *column[:-1]], strict=True):
        line[place] = cell


def _blank(grid: Grid, rng: random.Random, row: int, place: int) -> None:
    for line in grid[row : row + rng.randrange(1, 4)]:
        line[place] = ""


def _shift_row(grid: Grid, rng: random.Random, row: int, place: int) -> None:
    grid[row] = [*grid[row][:place], "", *grid[row][place:-1]]


def _blank_rest(grid: Grid, rng: random.Random, row: int, place: int) -> None:
    grid[row][place:] = [""] * (len(grid[row]) - place)


def _garble(grid: Grid, rng: random.Random, row: int, place: int) -> None:
    grid[row][place] = rng.choice([*GARBAGE, *(f"{grid[row][place]}{mark}" for mark in ("。", " ", "（暂）", "吧", "年"))])


def _repeat_row(grid: Grid, rng: random.Random, row: int, _place: int) -> None:
    grid.insert(rng.randrange(1, len(grid)), list(grid[row]))


def _delete_row(grid: Grid, _rng: random.Random, row: int, _place: int) -> None:
    del grid[row]


EDITS = (_swap_cells, _swap_cells, _shift_column, _blank, _blank, _shift_row, _blank_rest, _garble, _garble, _repeat_row, _delete_row)


def mutate(book: dict[str, Grid], rng: random.Random) -> None:
    """Edit one thing, as a slip of the hand would."""
    grid = book[rng.choice(list(book))]
    rng.choice(EDITS)(grid, rng, rng.randrange(1, len(grid)), rng.randrange(len(grid[0])))


def content(desk: Desk) -> tuple[dict[tuple[str, str], Any], dict[tuple[str, str], dict[str, Any]], dict[str, dict[str, Any]]]:
    firms = {row["id"]: row["uscc"] for row in desk.rows("providers")}
    memberships = {(firms[row["provider_id"]], row["pool_code"]): row for row in desk.rows("memberships")}
    capabilities = {(firms[row["provider_id"]], row["title"]): row for row in desk.rows("capabilities")}
    return memberships, capabilities, {row["uscc"]: row for row in desk.rows("providers")}


def extent(membership: dict[str, Any] | None) -> date:
    """The last day on which a membership lets its firm be shown."""
    if membership is None or membership["state"] != "active":
        return date.min
    return membership["valid_until"] or date.max


def written(book: dict[str, Grid], uscc: str, pool: str) -> date:
    """The latest end that the file plainly writes for a firm and pool; a firm new to the pool may have none at all."""
    word = {"municipal": "市级", "provincial": "省级"}[pool]
    latest = date.min
    for row in book["服务商"][1:]:
        if uscc in "".join(row) and word in row[2] and row[6].strip() in {"有效", ""}:
            end = row[5].strip().rstrip("。")
            latest = max(
                latest, date.max if end in {"长期", ""} else date.fromisoformat(end) if len(end) == 10 and end[4] == "-" else date.min
            )
            if end in {"三年", "2024.6"}:
                latest = max(latest, date(2024, 7, 15))
    return latest


def check(desk: Desk, before: Any, report: FileReport, book: dict[str, Grid]) -> None:
    memberships, capabilities, firms = content(desk)
    old_memberships, old_capabilities, old_firms = before
    for key, membership in memberships.items():
        grown = extent(membership) > extent(old_memberships.get(key))
        assert not grown or extent(membership) <= written(book, *key), (key, membership, old_memberships.get(key))
        old = old_memberships.get(key)
        if old and old["valid_until"] and membership["valid_until"] is None:
            assert any(key[0] in "".join(row) and row[5].strip().rstrip("。") == "长期" for row in book["服务商"][1:]), key
    assert old_memberships.keys() <= memberships.keys()
    assert old_firms.keys() <= firms.keys()
    removed = {found.value for found in report.problems if found.code == "row_removed"}
    assert {title for _, title in old_capabilities.keys() - capabilities.keys()} <= removed
    told = {found.code for found in report.problems}
    for uscc, old_firm in old_firms.items():
        for name in ("town", "staff", "summary"):
            assert firms[uscc][name] is not None or old_firm[name] is None or "stored_value_emptied" in told
    if report.exit is not ExitCode.UNUSABLE:
        rows = report.rows
        assert rows.read == rows.taken + rows.refused + rows.ignored
        assert rows.read == sum(any(cell.strip() for cell in row) for grid in book.values() for row in grid[1:])
        lines = {(found.sheet, found.line) for found in report.problems if found.severity == "error"}
        assert rows.refused <= len(lines) or any(found.code == "firm_refused" for found in report.problems)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A desk whose database holds the good workbook; its file is copied for each edit."""
    assert desk.load(desk.write("good.xlsx", xlsx_of(good()))).exit is ExitCode.TAKEN
    with desk.database.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.database.dispose()
    return desk


def edited(desk: Desk, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  a repeatable drill, no secret
    book = good()
    for _ in range(rng.randrange(1, 5)):
        mutate(book, rng)
    folder = desk.folder / f"edit{seed}"
    folder.mkdir(parents=True)
    shutil.copy(desk.settings.data_dir / "pool.db", folder / "pool.db")
    engine = open_database(f"sqlite:///{folder / 'pool.db'}")
    mine = replace(desk, folder=folder / "files", database=engine)
    before = content(mine)
    if seed % 25 == 0:
        report = mine.load(mine.write("book.xlsx", xlsx_of(book)))
    else:
        for name, grid in book.items():
            mine.write(f"book/{name}.csv", csv_of(grid))
        report = mine.load(mine.folder / "book")
    try:
        check(mine, before, report, book)
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error}") from error
    finally:
        engine.dispose()
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "part", [range(50), *(pytest.param(range(start, start + 90), marks=pytest.mark.slow) for start in range(50, 500, 90))]
)
def test_no_edit_widens_or_loses_anything_unsaid(filled: Desk, part: range) -> None:
    for seed in part:
        edited(filled, seed)
