"""Whatever bytes come: a report and never a crash, all of a file or nothing of it, and the same twice is no change."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from indexer.fixtures import write_csv_files, write_workbook
from service.command_errors import ExitCode
from service.settings import ROOT
from service.store import unit_of_work
from service.store.rows import RowFingerprintRow
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.made_xlsx import text_rows, workbook

pytestmark = pytest.mark.slow
POOLS = ROOT / "fixtures" / "pools"
KINDS = st.sampled_from(["a.jsonl", "a.csv", "a.xlsx"])
SHARED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], derandomize=True
)
"""One database serves all examples of a test: nothing that a file did before may matter to the next."""

SHEETS = (
    ["企业全称", "统一社会信用代码", "资源池", "有效期至", "镇街", "员工人数", "简介", "备注"],
    ["统一社会信用代码", "能力名称", "能力描述", "价格下限", "周期", "场景编码"],
    ["统一社会信用代码", "项目内容", "年份", "行业"],
    ["企业全称", "能力名称", "年份"],
)
CELLS = st.one_of(
    st.sampled_from(
        ["市级", "省级", "月球", unified_code(1), unified_code(2), "2023-11-15", "长期", "虎门", "12", "-3", "", "=1+1", "9.1E+17"]
    ),
    st.text(max_size=12),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = [
    "id",
    "name",
    "uscc",
    "pools",
    "pool",
    "batch",
    "valid_until",
    "state",
    "city",
    "town",
    "founded",
    "staff",
    "summary",
    "contact",
    "phone",
    "capabilities",
    "title",
    "description",
    "industries",
    "price_min_wan",
    "weeks",
    "scenarios",
    "cases",
    "customer",
    "year",
]


def check(desk: Desk, name: str, content: bytes) -> None:
    """Load twice; the report adds up, the second time nothing changes, an unusable file leaves nothing."""
    before = desk.everything()
    path = desk.write(name, content)
    first = desk.load(path)
    after = desk.everything()
    if first.exit is ExitCode.UNUSABLE or first.outcome == "refused":
        assert after == before
    assert first.rows.read == first.rows.taken + first.rows.refused + first.rows.ignored
    assert min(first.rows.taken, first.rows.refused, first.rows.ignored) >= 0
    assert (first.exit is not ExitCode.TAKEN) == any(found.severity == "error" for found in first.problems)
    again = desk.load(path)
    assert desk.everything() == after
    assert (again.providers.added, again.providers.changed, again.exit) == (0, 0, first.exit)
    with unit_of_work.writing(desk.database) as session:
        session.execute(delete(RowFingerprintRow))
    assert desk.load(path) == again, "known rows say what reading them would"


@SHARED
@given(KINDS, st.binary(max_size=400))
@example("a.csv", b"\x00" * 10)
@example("a.jsonl", b"[" * 100_000)
@example("a.jsonl", b'{"name": "\\ud800", "uscc": "\\ud800", "\\ud800": 1}')
@example("a.jsonl", b'{"uscc": 1' + b"0" * 5_000 + b"}")
def test_any_bytes(desk: Desk, name: str, content: bytes) -> None:
    check(desk, name, content)


@SHARED
@given(st.data())
def test_a_damaged_spreadsheet(desk: Desk, data: st.DataObject) -> None:
    content = bytearray(workbook({"服务商": text_rows([SHEETS[0][:4], ["甲公司", unified_code(1), "市级", "长期"]])}))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check(desk, "a.xlsx", bytes(content))


@SHARED
@given(st.text("<>/=\"' abcrtsv0159A:&;#!\n", max_size=120))
def test_a_spreadsheet_of_any_markup(desk: Desk, markup: str) -> None:
    check(desk, "a.xlsx", workbook({"服务商": text_rows([SHEETS[0][:3]]) + markup}))


@SHARED
@given(st.sampled_from(SHEETS).flatmap(st.permutations), st.lists(st.lists(CELLS, max_size=8), max_size=5))
def test_any_table(desk: Desk, headers: list[str], rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["名单"], headers, *rows])
    check(desk, "a.csv", text.getvalue().encode("utf-8", "surrogatepass"))


@SHARED
@given(st.lists(st.one_of(JSON, st.dictionaries(st.sampled_from(KEYS), JSON, max_size=8)), max_size=4))
def test_any_json_lines(desk: Desk, lines: list[Any]) -> None:
    check(desk, "a.jsonl", "".join(json.dumps(line) + "\n" for line in lines).encode())


@SHARED
@given(st.data())
def test_a_good_file_with_any_values_in_it(desk: Desk, data: st.DataObject) -> None:
    lines = (POOLS / "providers.jsonl").read_text("utf-8").splitlines()[:3]
    firms = [json.loads(line) for line in lines]
    for _ in range(data.draw(st.integers(1, 6))):
        place: Any = data.draw(st.sampled_from(firms))
        key = data.draw(st.sampled_from(sorted(place)))
        while isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
            place = place[key]
            key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        place[key] = data.draw(JSON)
    check(desk, "a.jsonl", "".join(json.dumps(firm) + "\n" for firm in firms).encode())


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
WORD = st.text("注塑五金模具家具采集看板报工系统abcXYZ019-（）()", max_size=10)
WAN = st.one_of(st.none(), st.integers(0, 500), st.integers(0, 50_000).map(lambda fen: fen / 100))
WORDS = st.lists(WORD, max_size=2)
DAY = st.none() | st.dates().map(str)
MEMBERSHIP = st.fixed_dictionaries({
    "pool": st.sampled_from(["municipal", "provincial"]), "category": WORD, "batch": WORD, "document_no": WORD, "admitted_on": DAY,
    "valid_until": st.just("长期") | DAY, "state": st.sampled_from(["有效", "暂停", "退出", "已到期", None]),
})  # fmt: skip
CAPABILITY = st.fixed_dictionaries({
    "title": WORD, "description": TEXT, "industries": WORDS, "delivery": WORD, "price_min_wan": WAN, "price_max_wan": WAN,
    "weeks": st.none() | st.integers(-1, 99), "scenarios": st.lists(st.sampled_from(["DEV02", "QUA01", "NO01"])),
})  # fmt: skip
CASE = st.fixed_dictionaries({
    "customer": WORD, "industry": WORD, "town": st.none() | WORD, "year": st.none() | st.integers(1990, 2030), "summary": TEXT,
    "outcome": TEXT, "capability": WORD,
})  # fmt: skip
FIRM = st.fixed_dictionaries({
    "name": st.text("东莞市科技智能", min_size=2, max_size=9), "id": WORD, "short_name": WORD, "former_names": WORDS, "city": WORD,
    "town": st.sampled_from(["虎门镇", "道滘", "火星镇", None]), "founded": st.none() | st.integers(1890, 2030),
    "staff": st.none() | st.integers(-1, 999), "summary": TEXT, "qualifications": WORDS,
    "contact": st.fixed_dictionaries({"name": WORD, "phone": WORD, "email": WORD}),
    "pools": st.lists(MEMBERSHIP, min_size=1, max_size=2, unique_by=lambda each: each["pool"]),
    "capabilities": st.lists(CAPABILITY, max_size=3), "cases": st.lists(CASE, max_size=2),
})  # fmt: skip
FIRMS = st.lists(FIRM, min_size=1, max_size=3)


@settings(SHARED, max_examples=40)
@given(FIRMS)
def test_the_same_records_give_the_same_content_in_every_format(desk: Desk, firms: list[dict[str, Any]]) -> None:
    for number, firm in enumerate(firms):
        firm["uscc"] = unified_code(50_000 + number)
        firm["id"] = f"{number}{firm['id']}"
    contents = []
    jsonl = "".join(json.dumps(firm, ensure_ascii=False) + "\n" for firm in firms)
    write_workbook(desk.write("same.xlsx", b""), firms)
    write_csv_files(desk.write("same/x", b"").parent, firms)
    for path in (desk.write("same.jsonl", jsonl), desk.folder / "same.xlsx", desk.folder / "same"):
        _empty(desk)
        report = desk.load(path)
        assert report.exit is not ExitCode.UNUSABLE
        contents.append({name: rows for name, rows in desk.content().items() if name not in _KEPT})
    assert contents[0] == contents[1] == contents[2]
    assert len(contents[0]["providers"]) == len(firms)


_KEPT = {"audit_entries", "audit_values"}
"""The database refuses to empty them."""


def _empty(desk: Desk) -> None:
    with desk.database.begin() as connection:
        for table in ("memberships", "pool_editions", "providers", "change_feed"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
