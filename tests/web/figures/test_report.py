"""月报: official wording, two decimals of 万元, every line with its address; the workbook opens and holds no formula."""

import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from service.domain.figures import FIGURES
from service.domain.people import Role
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.planted_year import plant_year
from tests.web.html import assert_clean, read_page


@pytest.fixture(scope="module")
def desk(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    make_person(runtime, Role.BROKER, "chen")
    plant_year(runtime, 4, 300)
    return signed_in(runtime, "chen")


def test_the_page_speaks_as_reports_do(desk):
    page = desk.get("/figures/report?period=2025")
    assert_clean(page.text)
    words = read_page(page.text).words
    assert "工业互联网供需对接情况年报（2025年）" in words
    assert "2025年，全市登记工业互联网需求" in words
    assert "东工信函〔2021〕173号" in words
    assert "[2021]" not in words
    assert re.search(r"签约金额按区间下限合计 [\d,]+\.\d\d 万元", words)


def test_the_workbook_is_traceable_and_plain(desk):
    answer = desk.get("/figures/report.xlsx?period=2025-03")
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names[0] == "对接情况"
    assert len(book.sheet_names) == 6
    lines = book.get_sheet_by_name("对接情况").to_python()[4:]
    assert len(lines) == len(FIGURES)
    assert all(line[5] in line[6] and line[4] for line in lines)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
        assert b'formatCode="#,##0.00"' in parts.read("xl/styles.xml") or b'numFmtId="4"' in parts.read("xl/styles.xml")
    assert [sheet for sheet in sheets if b"<f>" in sheet] == []
    town = desk.get("/figures/report.xlsx?period=2025&town=441900119").content
    assert CalamineWorkbook.from_filelike(io.BytesIO(town)).sheet_names == ["对接情况", "说明"]
