"""Files that are two things at once, handed in as lists: read as a list or refused, and never served as what else they are."""

from pathlib import Path

import pytest

from tests.web.html import assert_clean
from tests.web.profiles.test_imports import send, work

SCRIPT = "<script>pwn()</script>"
WORKBOOK = Path("fixtures/pools/broken.xlsx").read_bytes()
FILES = {
    "a page that is a table": ("list.csv", f"<html>{SCRIPT},企业全称\n{SCRIPT},{SCRIPT}\n".encode()),
    "a name of a page": (f"{SCRIPT}.csv", f"企业全称\n{SCRIPT}\n".encode()),
    "a PDF before a workbook": ("list.xlsx", b"%PDF-1.7\n" + WORKBOOK),
    "a page behind a workbook": ("list.xlsx", WORKBOOK + SCRIPT.encode()),
    "a program before a workbook": ("list.xlsx", b"MZ\x90\x00" + WORKBOOK),
    "a picture that is a table": ("list.csv", b"GIF89a,\xe4\xbc\x81\xe4\xb8\x9a\n<svg/onload=pwn()>,x\n"),
}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_it_is_a_list_or_nothing(platform, zhao, file):
    runtime, _ = platform
    answer = send(zhao, file)
    assert answer.status_code in {303, 422}, answer.status_code
    pages = [answer.text]
    if answer.status_code == 303:
        here = answer.headers["location"]
        work(runtime, here)
        pages.append(zhao.get(here).text)
        for kind in ("json", "xlsx"):
            report = zhao.get(f"{here}/report.{kind}")
            assert report.headers["content-disposition"].startswith("attachment")
            assert report.headers["x-content-type-options"] == "nosniff"
            assert "html" not in report.headers["content-type"]
    for page in pages:
        assert SCRIPT not in page
        if page:
            assert_clean(page)
