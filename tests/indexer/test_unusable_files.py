"""Files that cannot be used as a whole: nothing of them is stored, exit code 2, one sentence, a report all the same."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from indexer.problem_kinds import FILE_KINDS
from service.command_errors import ExitCode
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.made_xlsx import text_cell, text_rows, workbook

HEADER = ("企业全称", "统一社会信用代码", "资源池")
FIRM = ("东莞市样例科技有限公司", unified_code(80_001), "市级")
TABLE = (",".join(HEADER) + "\n" + ",".join(FIRM) + "\n").encode()
LINE = '{"name": "东莞市样例科技有限公司", "uscc": "' + unified_code(80_001) + '", "pools": [{"pool": "municipal"}]}'


@dataclass(frozen=True)
class Unusable:
    """A file, the code it is refused with, and the settings under which it is."""

    name: str
    content: bytes | Callable[[], bytes]
    code: str
    limits: tuple[tuple[str, int], ...] = ()
    line: int | None = None


def _encrypted() -> bytes:
    content = bytearray(workbook({"服务商": text_rows([HEADER, FIRM])}))
    for marker, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(marker)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(marker, place + 1)
    return bytes(content)


def _zip_of(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def _doctype() -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return workbook({"服务商": text_rows([HEADER, FIRM])}, extra={"xl/styles.xml": bomb + b"<styleSheet>&b;</styleSheet>"})


CASES = (
    Unusable("a.pdf", b"%PDF", "file_kind_unknown"),
    Unusable("a.xls", b"\xd0\xcf\x11\xe0", "file_kind_unknown"),
    Unusable("a.xlsx", b"", "file_not_readable"),
    Unusable("a.xlsx", b"not a zip", "file_not_readable"),
    Unusable("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_not_readable"),
    Unusable("a.xlsx", _zip_of(readme=b"hello"), "file_not_readable"),
    Unusable("a.xlsx", workbook({"服务商": text_rows([HEADER, FIRM])})[:-400], "file_not_readable"),
    Unusable("a.xlsx", workbook({"服务商": "<row r='1'><c><v>"}), "file_not_readable"),
    Unusable("a.xlsx", _encrypted, "file_not_readable"),
    Unusable("a.xlsx", _doctype, "file_not_readable"),
    Unusable("a.csv", b'"\xe4\xbc\x81\xe4\xb8\x9a\xe5\x85\xa8\xe7\xa7\xb0,' + TABLE, "file_not_readable", line=1),
    Unusable("a.csv", TABLE + b'"open quote', "file_not_readable", line=3),
    Unusable("a.csv", TABLE, "file_too_large", (("upload_max_mb", 0),)),
    Unusable("a.jsonl", LINE.encode(), "file_too_large", (("upload_max_mb", 0),)),
    Unusable("a.xlsx", workbook({"服务商": text_rows([HEADER, FIRM])}, extra={"xl/media/a.png": b"\0" * 3_000_000}),
             "file_unpacked_too_large", (("upload_max_unpacked_mb", 2),)),
    Unusable("a.csv", TABLE + TABLE + TABLE, "too_many_rows", (("upload_max_rows", 3),), line=5),
    Unusable("a.jsonl", (LINE + "\n").encode() * 3, "too_many_rows", (("upload_max_rows", 2),), line=3),
    Unusable("a.jsonl", (LINE[:-1] + ', "cases": [{}, {}, {}, {}]}\n').encode(), "too_many_rows", (("upload_max_rows", 4),), line=1),
    Unusable("a.xlsx", workbook({"服务商": text_rows([HEADER, FIRM, FIRM])}), "too_many_cells", (("upload_max_cells", 8),)),
    Unusable("a.csv", TABLE.replace("市级".encode(), ("长" * 31).encode()), "cell_too_long", (("upload_max_cell_characters", 30),), line=2),
    Unusable("a.xlsx", workbook({"服务商": text_rows([HEADER, ("长" * 31, *FIRM[1:])])}), "cell_too_long",
             (("upload_max_cell_characters", 30),), line=2),
    Unusable("a.jsonl", (LINE + "\n" + LINE.replace("样例", "样例" * 60)).encode(), "line_too_long",
             (("upload_max_line_bytes", 200),), line=2),
    Unusable("a.jsonl", LINE.encode("gb18030"), "encoding_unknown"),
    Unusable("a.jsonl", LINE.encode("utf-16"), "encoding_unknown"),
    Unusable("a.csv", TABLE.decode().encode("utf-16"), "encoding_unknown"),
    Unusable("a.csv", TABLE + b"\xff\xff\xff", "encoding_unknown"),
    Unusable("a.csv", b"1,2,3\n4,5,6\n", "header_missing"),
    Unusable("a.csv", b"x,y\n" * 10 + TABLE, "header_missing"),
    Unusable("a.xlsx", workbook({"服务商": text_rows([("甲", "乙"), ("丙", "丁")])}), "header_missing"),
    Unusable("a.xlsx", workbook({"Sheet1": text_rows([("甲", "乙"), ("丙", "丁")])}), "header_missing"),
    Unusable("a.csv", "企业全称,统一社会信用代码,简介\n甲,乙,丙\n".encode(), "column_missing", line=1),
    Unusable("a.csv", "说明\n统一社会信用代码,能力名称,周期\n甲,乙,3\n".encode(), "column_missing", line=2),
    Unusable("a.csv", "统一社会信用代码\t客户\t年份\n甲\t乙\t2023\n".encode(), "column_missing", line=1),
    Unusable("a.xlsx", workbook({"服务商": text_rows([HEADER[:2], FIRM[:2]])}), "column_missing", line=1),
    Unusable("a.csv", TABLE.decode().replace(",", "，").encode(), "separator_wrong"),
    Unusable("a.csv", TABLE.decode().replace(",", "|").encode(), "separator_wrong"),
    Unusable("a.csv", "2024年退出资源池服务商名单\n".encode() + TABLE, "sheet_leaves", line=1),
    Unusable("a.csv", "登记表\n企业名称,甲公司,统一社会信用代码,91350100M000100Y43\n资源池,市级\n".encode(), "form_of_one", line=1),
    Unusable("a.jsonl", b"", "rows_missing"),
    Unusable("a.jsonl", b"\xef\xbb\xbf\n \n", "rows_missing"),
    Unusable("a.csv", b"", "rows_missing"),
    Unusable("a.csv", TABLE.splitlines()[0], "rows_missing"),
    Unusable("a.xlsx", workbook({"服务商": text_rows([HEADER])}), "rows_missing"),
    Unusable("a.xlsx", workbook({"Sheet1": ""}), "rows_missing"),
)  # fmt: skip
UNUSABLE_CODES = {each.code for each in CASES} | {
    "file_missing", "file_changed", "file_too_costly", "pool_contradicts", "pool_option_unknown", "database_not_ready", "database_refused",
}  # fmt: skip


@pytest.mark.parametrize("each", CASES, ids=lambda each: f"{each.name}-{each.code}")
def test_nothing_of_an_unusable_file_is_stored(desk: Desk, each: Unusable) -> None:
    desk.settings = replace(desk.settings, **dict(each.limits))
    before = desk.everything()
    report = desk.load(desk.write(each.name, each.content() if callable(each.content) else each.content))
    assert report.problems[0].code == each.code
    assert report.problems[0].line == each.line
    assert report.problems[0].message.endswith(("。", "。）"))
    assert (report.outcome, report.exit) == ("refused", ExitCode.UNUSABLE)
    assert report.sha256 is None or len(report.sha256) == 64
    assert desk.everything() == before


def test_each_way_to_be_unusable_is_tried() -> None:
    assert set(FILE_KINDS) == UNUSABLE_CODES


def test_a_missing_file_is_told(desk: Desk) -> None:
    report = desk.load(desk.folder / "nowhere.csv")
    assert (report.problems[0].code, report.exit, report.sha256) == ("file_missing", ExitCode.UNUSABLE, None)


def test_a_folder_without_csv_is_told(desk: Desk) -> None:
    desk.write("folder/readme.txt", b"hello")
    assert desk.load(desk.folder / "folder").problems[0].code == "rows_missing"


def test_a_database_that_was_not_migrated_is_told(desk: Desk) -> None:
    desk.database.dispose()
    (desk.settings.data_dir / "pool.db").unlink()
    report = desk.load(desk.write("a.csv", TABLE))
    assert report.problems[0].code == "database_not_ready"
    assert "python -m service migrate" in report.problems[0].message


def test_a_database_that_is_none_is_told(desk: Desk) -> None:
    desk.database.dispose()
    (desk.settings.data_dir / "pool.db").write_bytes(b"no database at all, but long enough to look at" * 100)
    assert desk.load(desk.write("a.csv", TABLE)).problems[0].code == "database_refused"


def test_a_later_row_over_a_limit_takes_back_the_earlier_ones(desk: Desk) -> None:
    desk.settings = replace(desk.settings, upload_max_line_bytes=1_000)
    lines = [LINE, LINE.replace(unified_code(80_001), unified_code(80_002)), '{"summary": "%s"}' % ("长" * 1_000)]
    assert desk.load(desk.write("a.jsonl", "\n".join(lines))).exit is ExitCode.UNUSABLE
    assert desk.rows("providers") == []


def test_a_lone_far_cell_costs_neither_memory_nor_the_file(desk: Desk) -> None:
    far = f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    path = desk.write("a.xlsx", workbook({"服务商": text_rows([HEADER, FIRM]) + far}))
    tracemalloc.start()
    report = desk.load(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.exit is ExitCode.TAKEN
    assert [(found.code, found.value) for found in report.problems if found.code == "cell_outside"] == [("cell_outside", "XFD1048576")]
    assert peak < 20_000_000


def test_one_text_used_by_many_cells_is_counted_each_time(desk: Desk) -> None:
    cells = "".join(f'<row r="{line}"><c r="A{line}" t="s"><v>0</v></c></row>' for line in range(2, 2_000))
    content = workbook({"服务商": text_rows([HEADER]) + cells}, shared=[f"<t>{'长' * 20_000}</t>"])
    assert len(content) < 100_000
    desk.settings = replace(desk.settings, upload_max_unpacked_mb=10)
    tracemalloc.start()
    report = desk.load(desk.write("a.xlsx", content))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.problems[0].code == "file_unpacked_too_large"
    assert peak < 20_000_000


def test_rows_that_are_only_formatted_are_no_rows(desk: Desk) -> None:
    blank = "".join(f'<row r="{line}"><c r="A{line}" s="1"/><c r="B{line}" s="1"/></row>' for line in range(3, 3_000))
    desk.settings = replace(desk.settings, upload_max_rows=2, upload_max_cells=8)
    report = desk.load(desk.write("a.xlsx", workbook({"服务商": text_rows([HEADER, FIRM]) + blank})))
    assert (report.exit, report.rows.read) == (ExitCode.TAKEN, 1)
