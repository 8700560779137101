"""Rows that change nothing are known again without being read; the report is the one that reading them would give."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text

from indexer.columns import RowKind
from indexer.firms.packed_items import Packer
from indexer.records import CellError, SourceFirm, SourceItem, SourceRow
from indexer.report import FileReport
from service.domain.known_rows import KnownFirm
from service.flows.profiles.load_pool import LoadTerms, load_pool, read_knowledge
from service.settings import Settings
from service.store import unit_of_work
from service.store.engine import open_database
from service.store.rows import RowFingerprintRow
from tests.factories import unified_code
from tests.fakes import FixedClock
from tests.flows.profiles.test_load_pool import record
from tests.indexer.conftest import TODAY, Desk
from tests.indexer.grids import csv_of

CASES = sorted((Path(__file__).parent / "cases").iterdir())
FIRMS = [
    "来源编号",
    "企业全称",
    "统一社会信用代码",
    "资源池",
    "批次",
    "入池日期",
    "有效期至",
    "状态",
    "镇街",
    "员工人数",
    "简介",
    "联系电话",
]
ABLE = ["统一社会信用代码", "企业名称", "能力名称", "能力描述", "适用行业", "价格下限(万元)"]
CASE = ["统一社会信用代码", "项目内容", "行业", "年份"]


def forget(desk: Desk) -> None:
    with unit_of_work.writing(desk.database) as session:
        session.execute(delete(RowFingerprintRow))


def told(report: FileReport) -> FileReport:
    return replace(report, file="")


@contextmanager
def empty_desk(filled: Path, folder: Path) -> Iterator[Desk]:
    folder.mkdir(parents=True)
    shutil.copy(filled, folder / "pool.db")
    engine = open_database(f"sqlite:///{folder / 'pool.db'}")
    yield Desk(folder / "files", engine, Settings(data_dir=folder), FixedClock(datetime(2026, 1, 5, 2, 0, tzinfo=UTC)))
    engine.dispose()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_every_kind_of_file_reports_the_same_when_its_rows_are_known(desk: Desk, path: Path) -> None:
    desk.load(path)
    desk.load(path)
    known = desk.load(path)
    forget(desk)
    assert told(desk.load(path)) == told(known)


def firm_row(number: int, odd: str = "") -> list[str]:
    values = {
        "来源编号": f"s{number}", "企业全称": f"东莞市识旧第{number}科技有限公司", "统一社会信用代码": unified_code(76_000 + number),
        "资源池": "市级", "批次": "第一批", "入池日期": "2023-11-15", "有效期至": "2028-11-15", "状态": "", "镇街": "虎门镇",
        "员工人数": "20", "简介": f"第{number}家。", "联系电话": "0769-22800000",
    }  # fmt: skip
    column, _, cell = odd.partition("=")
    values |= {column: cell} if odd else {}
    return [values[name] for name in FIRMS]


ODD_CELLS = (
    "有效期至=2024.6", "有效期至=三年", "有效期至=不详", "有效期至=", "有效期至=长期", "资源池=市级、省级", "资源池=省级", "资源池=月球",
    "状态=退出", "状态=在建", "镇街=月球镇", "员工人数=若干", "简介=电话13800138000", "联系电话=76922800000", "批次=第二批", "来源编号=s0",
    "来源编号=", "企业全称=东莞市识旧第1科技有限公司", "入池日期=2030-01-01", "统一社会信用代码=9.14E+17", "统一社会信用代码=",
)  # fmt: skip
ODD = st.one_of(st.just(""), st.just(""), st.sampled_from(ODD_CELLS))


@st.composite
def workbooks(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    numbers = draw(st.lists(st.integers(0, 5), min_size=1, max_size=7))
    firms = [firm_row(number, draw(ODD)) for number in numbers]
    able, cases = [], []
    for number in sorted({*numbers, *draw(st.sets(st.integers(0, 7), max_size=2))}):
        for place in range(draw(st.integers(0, 2))):
            name = draw(st.sampled_from(["", "", f"东莞市识旧第{number}科技有限公司", "东莞市别家有限公司"]))
            trade, price = draw(st.sampled_from(["五金", "塑胶", "月球业"])), draw(st.sampled_from(["4", "", "20000", "便宜"]))
            text_ = draw(st.sampled_from([f"说明{place}", "说明", ""]))
            able.append([unified_code(76_000 + number), name, f"能力{number}-{place}", text_, trade, price])
            cases.append([unified_code(76_000 + number), f"项目{number}-{place}", "五金", draw(st.sampled_from(["2023", "2090"]))])
    sheets = {"服务商": [FIRMS, *firms]}
    if draw(st.booleans()):
        sheets["服务能力"] = [ABLE, *able] if able else [ABLE, ["", "", "", "", "", ""]]
    if draw(st.booleans()):
        sheets["案例"] = [CASE, *cases] if cases else [CASE, ["", "", "", ""]]
    return sheets


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files=st.lists(workbooks(), min_size=2, max_size=3), data=st.data())
def test_any_files_come_to_the_same_with_and_without_memory(
    filled_database: Path, tmp_path: Path, files: list[dict[str, list[list[str]]]], data: st.DataObject
) -> None:
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    steps = [*range(len(files)), *data.draw(st.lists(st.integers(0, len(files) - 1), min_size=2, max_size=4))]
    with empty_desk(filled_database, folder / "one") as desk, empty_desk(filled_database, folder / "other") as other:
        for step in steps:
            for name, grid in files[step].items():
                desk.write(f"{step}/{name}.csv", csv_of(grid))
            forget(other)
            assert told(desk.load(desk.folder / str(step))) == told(other.load(desk.folder / str(step)))
            assert desk.content() == other.content()


def test_a_known_firm_is_not_read_again(desk: Desk) -> None:
    path = desk.write("a.csv", csv_of([FIRMS, *(firm_row(number) for number in range(3))]))
    desk.load(path)
    _mark_known(desk)
    assert [found.code for found in desk.load(path).problems if found.value == "读过"] == ["town_unknown"] * 3
    assert desk.load(path).providers.same == 3


def test_another_day_another_option_another_text_another_version_are_read_again(desk: Desk) -> None:
    path = desk.write("a.csv", csv_of([FIRMS, *(firm_row(number) for number in range(3))]))
    desk.load(path)
    _mark_known(desk)
    assert _known(desk.load(desk.write("b.csv", csv_of([FIRMS, firm_row(0, "员工人数=21"), firm_row(1)])), dry_run=True)) == 1
    assert _known(desk.load(path, demo=True, dry_run=True)) == 0
    later = Desk(desk.folder, desk.database, desk.settings, FixedClock(datetime(2026, 1, 6, 2, 0, tzinfo=UTC)))
    assert _known(later.load(path, dry_run=True)) == 0
    with unit_of_work.writing(desk.database) as session:
        session.execute(text("UPDATE providers SET version = version + 1 WHERE uscc = :uscc"), {"uscc": unified_code(76_001)})
    assert _known(desk.load(path, dry_run=True)) == 2
    with unit_of_work.writing(desk.database) as session:
        session.execute(text("UPDATE pools SET name = '市级新名' WHERE code = 'municipal'"))
    assert _known(desk.load(path, dry_run=True)) == 0
    assert later.load(path).providers.same == 3
    assert {row["day"] for row in desk.rows("row_fingerprints")} == {TODAY.replace(day=6)}, "what is never found again is not kept"


def test_a_firm_that_somebody_changes_meanwhile_is_read_after_all(desk: Desk) -> None:
    knowledge = read_knowledge(desk.database)
    assert knowledge is not None
    terms = LoadTerms(knowledge.taxonomy, desk.clock.now(), "DEM")
    load_pool(desk.database, [record(1)], terms)
    stored = desk.rows("providers")[0]
    reads: list[int] = []

    def read() -> Any:
        reads.append(1)
        return record(1, staff=99)

    known = KnownFirm(stored["uscc"], stored["id"], stored["version"], '[{"municipal": null}, [], true]', read)
    assert load_pool(desk.database, [known], terms).count("same") == 1
    assert (reads, desk.rows("providers")[0]["staff"]) == ([], 26)
    assert load_pool(desk.database, [replace(known, version=7)], terms).count("changed") == 1
    assert (reads, desk.rows("providers")[0]["staff"]) == ([1], 99)


@pytest.mark.parametrize(
    "raw", ["字", "1", 1, 1.0, True, 1.5e300, TODAY, CellError("#N/A"), [1, {"a": None}], {"\x00day": "x"}, {"\x00day": 0}, "\ud800"]
)
def test_a_packed_row_comes_back_as_it_was(raw: Any) -> None:
    row = SourceRow(RowKind.CAPABILITY, "表", 7, {"title": raw}, frozenset({"title"}), {"title": "名称"})
    packer = Packer()
    items: list[SourceItem] = [row, SourceFirm(row, (row, row), None, (row,), beside_lists=True, refused_lists=frozenset({"cases"}))]
    for item in items:
        assert packer.unpacked(*packer.packed(item)) == item


def test_what_is_read_differently_has_another_identity() -> None:
    packer = Packer()
    row = SourceRow(RowKind.CAPABILITY, "表", 7, {"title": "1"}, frozenset({"title"}), {"title": "名称"})
    said = [
        packer.packed(each)
        for each in (row, replace(row, values={"title": 1}), replace(row, given=frozenset()), replace(row, kind=RowKind.CASE))
    ]
    assert len({(packer.identity(standing), saying) for standing, saying in said}) == 4
    elsewhere = packer.packed(replace(row, sheet="另", line=9))
    assert (packer.identity(elsewhere[0]), elsewhere[1]) == (packer.identity(said[0][0]), said[0][1])


def _mark_known(desk: Desk) -> None:
    """Let every known firm say so: only a firm whose rows are not read says what was kept."""
    words = json.dumps([[0, "town_unknown", "镇街", "读过", ""]])
    with unit_of_work.writing(desk.database) as session:
        session.execute(text("UPDATE row_fingerprints SET remarks = :words"), {"words": words})


def _known(report: FileReport) -> int:
    return sum(found.value == "读过" for found in report.problems)
