"""Files made to hurt: each ends with one sentence, within limits of time and memory, and other files go on."""

import io
import resource
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.load import limits_of
from indexer.problems import SourceUnusable
from indexer.sources.contained import sheets_of
from indexer.sources.kinds import SheetKind
from service.command_errors import ExitCode
from service.settings import Settings
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.grids import ods_of
from tests.indexer.made_xlsx import text_rows, workbook

HEADER = ("企业全称", "统一社会信用代码", "资源池", "简介")
FIRM = ("东莞市样例科技有限公司", unified_code(80_001), "市级", "")
TABLE = text_rows([HEADER, FIRM])


def _long_attribute() -> bytes:
    return workbook({"名单": TABLE + '<row r="3"><c r="A3" x="' + "y" * 60_000_000 + '"/></row>'})


def _nested() -> bytes:
    return workbook({"名单": TABLE + "<a>" * 10_000_000})


def _long_comment() -> bytes:
    return workbook({"名单": TABLE + "<!--" + "y" * 30_000_000 + "-->"})


def _shared_text() -> bytes:
    rows = "".join(f'<row r="{line}"><c r="D{line}" t="s"><v>0</v></c></row>' for line in range(3, 120_003))
    return workbook({"名单": TABLE + rows}, shared=[f"<t>{'长' * 19_000}</t>"])


def _many_empty_cells() -> bytes:
    return workbook({"名单": TABLE + "<row>" + "<c/>" * 8_000_000 + "</row>"})


def _many_shared_texts() -> bytes:
    return workbook({"名单": TABLE}, shared=["<t>a</t>"] * 2_000_001)


def _repeated_ods_rows() -> bytes:
    content = ods_of({"名单": [HEADER, FIRM]})
    return _with(content, b"<table:table-row><table:table-cell office:value-type", b'<table:table-row table:number-rows-repeated="9000000">'
                 b"<table:table-cell office:value-type")  # fmt: skip


def _repeated_ods_cells() -> bytes:
    return _with(
        ods_of({"名单": [HEADER, FIRM]}), b"<table:table-cell office", b'<table:table-cell table:number-columns-repeated="9000000" office'
    )


def _with(content: bytes, old: bytes, new: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return made.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(("make", "suffix"), [
    (_long_attribute, "xlsx"), (_nested, "xlsx"), (_long_comment, "xlsx"), (_shared_text, "xlsx"), (_many_empty_cells, "xlsx"),
    (_many_shared_texts, "xlsx"), (_repeated_ods_rows, "ods"), (_repeated_ods_cells, "ods"),
])  # fmt: skip
def test_a_file_made_to_hurt_ends_with_one_sentence(desk: Desk, make: Callable[[], bytes], suffix: str) -> None:
    content = make()
    assert len(content) < 2_000_000
    path = desk.write(f"a.{suffix}", content)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    report = desk.load(path)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    assert spent < 5 + 4 * 2 + 2
    assert report.exit in {ExitCode.UNUSABLE, ExitCode.TAKEN}
    assert report.exit is ExitCode.TAKEN or len(report.problems) == 1
    assert report.problems[0].message.endswith("。")


@pytest.mark.parametrize(("program", "code"), [
    ("import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass", "file_too_costly"),
    ("raise SystemExit(3)", "file_not_readable"),
])  # fmt: skip
def test_a_child_that_ends_early_is_told(program: str, code: str) -> None:
    command, limits = (sys.executable, "-c", program), limits_of(Settings())
    with pytest.raises(SourceUnusable) as refused, sheets_of(b"x" * 5_000_000, SheetKind.XLSX, limits=limits, command=command):
        pass
    assert refused.value.problem.code == code


def _children() -> set[str]:
    """Processes this thread started that are still there, dead ones not yet waited for included."""
    return set(Path("/proc/thread-self/children").read_text().split())


def test_no_child_is_left_when_the_reading_stops_early() -> None:
    before = _children()
    rows = text_rows([HEADER, *([FIRM] * 5_000)])
    with sheets_of(workbook({"名单": rows}), SheetKind.XLSX, limits=limits_of(Settings())) as sheets:
        assert next(iter(sheets[0].rows)).line == 1
        assert _children() - before
    assert not _children() - before


def test_a_file_that_is_written_while_it_is_read_is_refused(desk: Desk) -> None:
    path = desk.write("a.csv", (",".join(HEADER) + "\n" + ",".join(FIRM) + "\n").encode() + b"," * 30_000_000)
    size = path.stat().st_size
    program = "import sys\nwith open(sys.argv[1], 'ab', buffering=0) as file:\n    while True: file.write(b',')"
    writers = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(3)]  # one may wait for the processor
    try:
        while path.stat().st_size == size:
            time.sleep(0.01)
        report = desk.load(path)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    assert (report.problems[0].code, report.exit) == ("file_changed", ExitCode.UNUSABLE)


def test_the_same_file_by_two_people_at_once_is_stored_once(desk: Desk) -> None:
    rows = [(f"东莞市同时第{number}有限公司", unified_code(81_000 + number), "市级", "") for number in range(200)]
    path = desk.write("a.xlsx", workbook({"名单": text_rows([HEADER, *rows])}))
    reports = []
    people = [threading.Thread(target=lambda: reports.append(desk.load(path))) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted((report.providers.added, report.providers.same) for report in reports) == [(0, 200), (200, 0)]
    assert len(desk.rows("providers")) == 200
