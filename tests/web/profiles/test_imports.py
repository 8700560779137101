"""导入: a broken and a good file, tried, confirmed, cancelled, crashed; one at a time; what people confirmed stays."""

import io
import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from indexer.carry_out import carry_out
from service.domain.confirmations import Confirmation
from service.domain.people import Role
from service.flows.profiles.open_import import open_import
from service.flows.profiles.tend_imports import tend_imports
from service.imports.settle_ended import import_folder, settle_ended
from service.store.queries.confirmations import save_confirmations
from service.store.queries.imports import list_imports
from service.store.rows import AuditRow, ProviderRow, TaskRow
from service.store.unit_of_work import reading, writing
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import assert_clean, read_page

FIRM = {
    "name": "东莞市火箭温控有限公司", "uscc": "91441900DEM0000T1X",
    "pools": [{"pool": "municipal", "admitted_on": "2025-01-05", "valid_until": "2028-01-05"}],
    "town": "虎门镇", "capabilities": [{"title": "贴布机温控", "description": "贴布机火箭温控曲线采集，手机上看曲线。"}],
}  # fmt: skip


def jsonl(*firms):
    return "".join(json.dumps(firm, ensure_ascii=False) + "\n" for firm in firms).encode()


def send(browser, *files, page="/imports", **fields):
    """Fill in the form of the page with files."""
    posted = [("file", (name, io.BytesIO(content))) for name, content in files]
    return browser.client.post("/imports", data={"form_token": browser.token(page), "pool": "", **fields}, files=posted)


def work(runtime, address):
    """What the process of an import does."""
    carry_out(open_import(runtime, address.rpartition("/")[2]), threading.Event())


def newest(runtime):
    with reading(runtime.database) as session:
        return next(iter(list_imports(session, 1).items), None)


def names(runtime):
    with reading(runtime.database) as session:
        return set(session.scalars(select(ProviderRow.name)))


@pytest.fixture
def pool(platform, zhao):
    return platform[0], zhao


def test_a_good_file_is_tried_confirmed_and_found(pool):
    runtime, zhao = pool
    assert_clean(zhao.get("/imports").text)
    answer = send(zhao, ("名单.jsonl", jsonl(FIRM)))
    here = answer.headers["location"]
    page = zhao.get(here)
    assert_clean(page.text)
    assert "正在检查" in page.text
    assert 'http-equiv="refresh"' in page.text
    work(runtime, here)
    page = read_page(zhao.get(here).text).words
    assert "检查好了，等您确认" in page
    assert "新增 1 家" in page
    assert FIRM["name"] in page
    assert FIRM["name"] not in names(runtime), "trying stores nothing"
    assert zhao.send(here, step="confirm").status_code == 303
    work(runtime, here)
    page = read_page(zhao.get(here).text).words
    assert "已导入" in page
    assert FIRM["name"] in names(runtime)
    found = zhao.client.post("/search", data={"q": "贴布机的火箭温控曲线想在手机上看"}, follow_redirects=True)
    assert FIRM["name"] in found.text
    with reading(runtime.database) as session:
        actions = list(session.scalars(select(AuditRow.action).where(AuditRow.subject_kind == "import").order_by(AuditRow.seq)))
        loads = session.scalars(select(AuditRow.actor).where(AuditRow.action == "load")).all()
    assert actions == ["import_received", "import_checked", "import_confirm", "import_loaded", "import_finished"]
    assert [each for each in loads if each.startswith("per_")], "each firm's line names who confirmed"
    assert zhao.send(here, page="/imports", step="confirm").status_code == 409
    assert "导入结束" in zhao.get("/inbox").text


def test_a_broken_file_says_where_and_how_and_its_report_can_be_downloaded(pool):
    runtime, zhao = pool
    workbook = Path("fixtures/pools/broken.xlsx").read_bytes()
    here = send(zhao, ("坏的.xlsx", workbook)).headers["location"]
    work(runtime, here)
    page = zhao.get(here)
    assert_clean(page.text)
    words = read_page(page.text).words
    assert "要改的" in words
    assert "第 " in words
    told = json.loads(zhao.get(f"{here}/report.json").content)["files"][0]
    assert any(each["severity"] == "error" and each["line"] for each in told["problems"])
    assert zhao.get(f"{here}/report.xlsx").content.startswith(b"PK")
    nothing = send(zhao, ("no.xlsx", b"PK\x03\x04 broken")).headers["location"]
    work(runtime, nothing)
    words = read_page(zhao.get(nothing).text).words
    assert "不能导入" in words
    assert "确认导入" not in words
    assert zhao.send(nothing, step="confirm").status_code == 409


def test_what_is_no_list_is_refused_at_the_field(pool):
    runtime, zhao = pool
    for files, sentence in (
        ([("a.exe", b"MZ")], "不是能导入的文件"),
        ([("a.csv", b"")], "是空的"),
        ([("a.csv", b"x"), ("b.xlsx", b"x")], "都要是 CSV"),
        ([], "请选一个文件"),
    ):
        answer = send(zhao, *files) if files else zhao.send("/imports")
        assert answer.status_code == 422
        assert sentence in answer.text
    assert send(zhao, ("../../etc/passwd.csv", b"x"), pool="nowhere").status_code == 422
    assert newest(runtime) is None
    assert not list((runtime.settings.data_dir / "imports").glob("imp_*"))
    here = send(zhao, ("../../服务商.csv", "企业全称\n".encode())).headers["location"]
    assert newest(runtime).file_names == ("服务商.csv",)
    assert (runtime.settings.data_dir / "imports" / here.rpartition("/")[2] / "服务商.csv").is_file()


def test_one_at_a_time_and_a_stale_check_is_tried_again(pool):
    runtime, zhao = pool
    first = send(zhao, ("一.jsonl", jsonl(FIRM))).headers["location"]
    assert "一次只导入一个" in send(zhao, ("二.jsonl", jsonl(FIRM))).text
    work(runtime, first)
    second = send(zhao, ("二.jsonl", jsonl(FIRM))).headers["location"]
    assert zhao.send(first, step="confirm").status_code == 409
    work(runtime, second)
    assert zhao.send(second, step="confirm").status_code == 303
    runtime.clock.advance(timedelta(seconds=5))
    work(runtime, second)
    stale = zhao.send(first, step="confirm")
    assert stale.status_code == 409
    assert "重新检查" in stale.text
    assert zhao.send(first, step="recheck").status_code == 303
    work(runtime, first)
    assert "不变 1 家" in read_page(zhao.get(first).text).words


def test_cancelled_or_crashed_halfway_nothing_is_half_done(pool):
    runtime, zhao = pool
    here = send(zhao, ("一.jsonl", jsonl(FIRM))).headers["location"]
    import_id = here.rpartition("/")[2]
    work(runtime, here)
    zhao.send(here, step="confirm")
    carried = open_import(runtime, import_id)
    assert zhao.send(here, step="cancel").status_code == 303, "its process has not begun"
    assert "已取消，没有写入" in zhao.get(here).text
    carry_out(carried, threading.Event())
    assert FIRM["name"] not in names(runtime), "who comes too late stores nothing"
    assert "已取消" in zhao.get(here).text
    zhao.send(here, step="recheck")
    work(runtime, here)
    zhao.send(here, step="confirm")
    assert settle_ended(runtime, import_id, newest(runtime).round), "its process died"
    page = zhao.get(here).text
    assert "中途停了，没有写入" in page
    assert FIRM["name"] not in names(runtime)
    lock = import_folder(runtime).lock()
    zhao.send(here, step="recheck")
    assert not settle_ended(runtime, import_id, newest(runtime).round), "a living process holds the lock"
    lock.close()


def test_a_lost_process_is_noticed_by_whoever_looks(pool):
    runtime, zhao = pool
    here = send(zhao, ("一.jsonl", jsonl(FIRM))).headers["location"]
    assert "正在检查" in zhao.get(here).text, "promised, not begun"
    with writing(runtime.database) as session:
        for task in session.scalars(select(TaskRow).where(TaskRow.kind == "begin_import")):
            task.state = "done"
    assert "中途停了" in zhao.get(here).text


def test_files_go_after_their_time_and_undecided_ones_too(pool):
    runtime, zhao = pool
    here = send(zhao, ("一.jsonl", jsonl(FIRM))).headers["location"]
    folder = runtime.settings.data_dir / "imports" / here.rpartition("/")[2]
    work(runtime, here)
    assert tend_imports(runtime) == 0
    assert folder.is_dir()
    runtime.clock.advance(timedelta(days=2, hours=1))
    assert tend_imports(runtime) == 1
    assert not folder.exists()
    zhao.sign_in("zhao")
    page = read_page(zhao.get(here).text).words
    assert "没人确认，已过期" in page
    assert "上传的文件已删除" in page
    discarded = send(zhao, ("二.jsonl", jsonl(FIRM))).headers["location"]
    work(runtime, discarded)
    zhao.send(discarded, step="discard")
    assert not (runtime.settings.data_dir / "imports" / discarded.rpartition("/")[2]).exists()
    assert tend_imports(runtime) == 0


def test_only_staff_import_and_who_may_not_is_asked_before_the_file_is_read(platform, wang):
    runtime, _ = platform
    assert wang.get("/imports").status_code == 403
    assert send(wang, ("一.jsonl", jsonl(FIRM)), page="/account").status_code == 403
    wang.client.cookies.clear()
    stranger = wang.client.post("/imports", files=[("file", ("一.jsonl", io.BytesIO(b"x" * 300_000)))])
    assert stranger.headers["location"].startswith("/sign-in")
    assert newest(runtime) is None


def test_a_file_over_the_limit_is_not_taken(make_runtime):
    runtime, _ = with_mailbox(make_runtime(SMALL_POOL[:1], sign_ins_per_minute=0, upload_max_mb=1))
    make_person(runtime, Role.REVIEWER, "zhao")
    zhao = signed_in(runtime, "zhao")
    over = send(zhao, ("大.jsonl", b"x" * 1_100_000))
    assert over.status_code == 422
    assert "最多 1 MB" in over.text
    far = send(zhao, ("大.jsonl", b"x" * 3_000_000))
    assert far.status_code in {413, 422}
    assert newest(runtime) is None


def test_what_somebody_confirmed_stays_and_the_page_says_so(platform, zhao):
    runtime, firm = platform
    with writing(runtime.database) as session:
        save_confirmations(session, firm, [Confirmation("summary", "per_wang", runtime.clock.now())])
    again = FIRM | {"name": SMALL_POOL[0].name, "uscc": SMALL_POOL[0].uscc, "summary": "名单上写的另一句话。"}
    here = send(zhao, ("名单.jsonl", jsonl(again))).headers["location"]
    work(runtime, here)
    zhao.send(here, step="confirm")
    work(runtime, here)
    words = read_page(zhao.get(here).text).words
    assert "和本人确认过的不一致" in words
    assert "名单上写的另一句话" in words
    with reading(runtime.database) as session:
        assert session.get(ProviderRow, firm).summary != again["summary"]
