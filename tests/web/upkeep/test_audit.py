"""审计日志: read by auditors and administrators, narrowed by the address, taken away without formulas."""

import io
import itertools
import json
import zipfile
from datetime import datetime, timedelta

import pytest

from service.domain.audit import AuditEntry
from service.domain.audit_chain import AuditLine
from service.domain.people import Role
from service.domain.permissions import Actor
from service.flows.people.erase_person import erase_by_email
from service.flows.upkeep.verify_audit import verify_audit
from service.store.queries.audit import record_audit
from service.store.unit_of_work import writing
from tests.people import make_person, signed_in, with_mailbox
from tests.web.conftest import HOSTILE
from tests.web.html import read_page

FORMULA = '=HYPERLINK("http://evil.example","点我")'


@pytest.fixture(scope="module")
def office(make_runtime):
    runtime, _ = with_mailbox(make_runtime((), sign_ins_per_minute=0))
    make_person(runtime, Role.AUDITOR, "sun")
    lin = make_person(runtime, Role.BROKER, "lin")
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        here = Actor(lin.id, address="192.0.2.7")
        record_audit(session, [
            AuditEntry(now + timedelta(seconds=number), here, "noted", "thing", f"thg_{number}", {"number": number}) for number in range(45)
        ] + [
            AuditEntry(now, here, "noted", "thing", "thg_bad", reason=FORMULA, before={"name": HOSTILE}, after={"name": "新"}, about=lin.id)
        ])  # fmt: skip
    return runtime, signed_in(runtime, "sun"), lin


def test_lines_are_shown_newest_first_and_paged(office):
    _, sun, _ = office
    page = read_page(sun.get("/audit?kind=thing").text)
    assert "共 46 条" in page.words
    assert "第 1 页，共 3 页" in page.words
    assert page.words.index("thg_44") < page.words.index("thg_43")
    assert "/audit?kind=thing&page=2" in page.links()


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("record=thg_bad", 1),
        ("who=lin@&kind=thing", 46),
        ("who=nobody", 0),
        ("action=noted&record=thg_3", 1),
        ("kind=thing&to=2020-01-01", 0),
        ("kind=thing&from=2020-01-01", 46),
    ],
)
def test_the_address_narrows(office, query, number):
    _, sun, _ = office
    assert f"共 {number} 条" in read_page(sun.get(f"/audit?{query}").text).words


def test_a_day_that_is_none_is_told_and_not_used(office):
    _, sun, _ = office
    words = read_page(sun.get("/audit?kind=thing&from=昨天").text).words
    assert "没有认出日期“昨天”" in words
    assert "共 46 条" in words


def test_hostile_values_are_text(office):
    _, sun, _ = office
    body = sun.get("/audit?record=thg_bad").text
    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body


def test_files_hold_no_formula_and_the_chain_can_be_computed_again(office):
    _, sun, lin = office
    book = sun.get("/audit/lines.xlsx?kind=thing")
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
    rows = sun.get("/audit/lines.csv?kind=thing").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 47
    assert "'=HYPERLINK" in "\n".join(rows)
    told = [json.loads(line) for line in sun.get("/audit/lines.jsonl?kind=thing").text.splitlines()]
    told.reverse()
    for before, line in itertools.pairwise(told):
        kept = {name: value for name, value in line.items() if name != "values"}
        assert AuditLine(**kept | {"at": datetime.fromisoformat(line["at"])}).digest_after(before["digest"]) == line["digest"]
    assert told[0]["actor"] == lin.id
    assert sun.get("/audit/lines.exe").status_code == 422


def test_taking_the_log_away_is_an_entry(office):
    _, sun, _ = office
    sun.get("/audit/lines.csv?record=thg_1")
    words = read_page(sun.get("/audit?action=audit_exported").text).words
    assert "导出审计日志" in words
    assert "lines：1" in words


def test_what_was_erased_is_shown_as_erased_and_the_chain_is_whole(office):
    runtime, sun, lin = office
    erase_by_email(runtime, "command", "lin@example.com", "本人来函申请")
    words = read_page(sun.get("/audit?record=thg_bad").text).words
    assert "原因：已擦除" in words
    assert "HYPERLINK" not in words
    assert lin.id in words
    assert verify_audit(runtime).problems == ()
