"""需求表格: forty needs of which six rows are bad, read, mended row by row in words, and registered once however often one presses."""

import io

import pytest
import xlsxwriter

from service.domain.need_sheets import COLUMNS
from service.domain.people import Role
from service.store.rows import NeedRow
from tests.brokering import SENTENCE
from tests.factories import SMALL_POOL
from tests.flows.stored import count, rows
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import assert_clean, read_page

FORTY = [[f"{SENTENCE[n % 9 :]}，第 {n} 条线", f"清溪第{n}厂", "清溪镇", "注塑", str(30 + n)] for n in range(40)]
HEADERS = ["需求描述", "单位名称", "镇街", "行业", "人数", "备注", "联系人", "电话", "是否同意"]


def forty_with_six_bad() -> bytes:
    """A title, a header with other names, forty rows: six bad, one said again by the same firm."""
    table = [[*row, "", "", "", ""] for row in FORTY]
    table[3][0] = ""
    table[7][1] = ""
    table[11][2] = "亚特兰蒂斯镇"
    table[15][4] = "很多人"
    table[19][6:] = ["何先生", "0769-12345678", ""]
    table[23][3] = "炼金术"
    table[30][:2] = table[29][:2]
    return workbook([["东莞市需求征集表"], HEADERS, *table])


def workbook(table: list[list[str]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("需求")
        for line, row in enumerate(table):
            for place, text in enumerate(row):
                sheet.write_string(line, place, text)
    return target.getvalue()


@pytest.fixture(scope="module")
def desk(make_runtime):
    """(runtime, browser of a broker)."""
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    make_person(runtime, Role.BROKER, "chen")
    return runtime, signed_in(runtime, "chen")


def send(browser, name: str, content: bytes):
    token = browser.token("/workbench/sheets")
    return browser.client.post("/workbench/sheets", data={"form_token": token}, files={"file": (name, content)})


def test_six_bad_rows_are_told_and_the_others_registered_once(desk):
    runtime, browser = desk
    sent = send(browser, "征集表.xlsx", forty_with_six_bad())
    assert sent.status_code == 303, read_page(sent.text).words
    path = sent.headers["location"]
    page = browser.get(path)
    assert_clean(page.text)
    words = read_page(page.text).words
    for told in (
        "第 6 行",
        "请写一句话的需求",
        "请写企业名称",
        "没有认出这个镇街",
        "人数请填整数",
        "请先看过并同意",
        "没有认出这个行业",
        "备注",
    ):
        assert told in words, told
    assert "和 第 32 行 说的差不多" in words
    assert count(runtime.database, NeedRow) == 0, "reading registers nothing"
    assert browser.send(path).status_code == 303
    assert count(runtime.database, NeedRow) == 33
    assert {row.source for row in rows(runtime.database, NeedRow)} == {"sheet"}
    browser.send(path)
    assert count(runtime.database, NeedRow) == 33, "pressing again registers nothing twice"
    browser.send(path, again="33")
    assert count(runtime.database, NeedRow) == 34, "said again, and wanted all the same"
    assert "已登记的 34 行" in read_page(browser.get(path).text).words
    anew = send(browser, "征集表.xlsx", forty_with_six_bad())
    assert "可以登记的 0 行" in read_page(browser.get(anew.headers["location"]).text).words, "the whole table again: all of it is known"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.xlsx", b"", "请选一个文件"),
        ("图.png", b"\x89PNG", "请传 .xlsx"),
        ("别的.xlsx", workbook([["姓名", "年龄"], ["甲", "3"]]), "没有找到表头"),
        ("没行.csv", "需求,企业名称\n".encode("gb18030"), "表头下面没有需求"),
        ("坏的.xlsx", b"not a workbook", "xlsx"),
    ],
)
def test_what_is_no_table_of_needs_is_told(desk, name, content, sentence):
    _, browser = desk
    refused = send(browser, name, content)
    assert refused.status_code == 422
    assert sentence in read_page(refused.text).words


def test_the_template_is_what_is_read(desk):
    _, browser = desk
    template = browser.get("/workbench/sheets/template.xlsx")
    assert template.content[:2] == b"PK"
    refused = send(browser, "模板.xlsx", template.content)
    assert "表头下面没有需求" in read_page(refused.text).words, "its example is no need"
    assert all(column.header for column in COLUMNS)
