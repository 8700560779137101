"""`python -m indexer load` as a person and a script meet it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.cli import _prepare
from indexer.report import FileReport, ProviderCounts, RowCounts
from indexer.telling import told_on_terminal
from service.bootstrap import build_runtime
from service.command_errors import ExitCode
from service.settings import ROOT
from tests.factories import unified_code
from tests.fakes import HashEncoder
from tests.indexer.conftest import Desk

POOLS = ROOT / "fixtures" / "pools"


def run(desk: Desk, *arguments: object) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "POOL_DATA_DIR": str(desk.settings.data_dir), "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", "indexer", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_the_report_has_the_agreed_shape(desk: Desk) -> None:
    out = desk.write("out.json", b"")
    done = run(desk, "load", POOLS / "broken.xlsx", desk.folder / "none.csv", "--report", out, "--no-embed")
    assert done.returncode == 2
    files = json.loads(out.read_text("utf-8"))["files"]
    assert [(file["outcome"], file["exit"]) for file in files] == [("partly", 1), ("refused", 2)]
    assert list(files[0]) == ["file", "sha256", "outcome", "exit", "providers", "rows", "problems"]
    assert files[0]["file"] == str(POOLS / "broken.xlsx")
    assert files[0]["providers"] == {"added": 7, "changed": 0, "same": 0, "refused": 4}
    assert files[0]["rows"] == {"read": 28, "taken": 18, "refused": 8, "ignored": 2}
    assert list(files[0]["problems"][0]) == ["severity", "sheet", "line", "column", "code", "value", "message"]
    assert {problem["severity"] for problem in files[0]["problems"]} == {"error", "warning"}
    assert files[1]["sha256"] is None
    assert "已部分导入" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(("name", "code"), [("providers.jsonl", 0), ("broken.jsonl", 1)])
def test_the_exit_code_tells_what_happened(desk: Desk, name: str, code: int) -> None:
    assert run(desk, "load", POOLS / name, "--dry-run").returncode == code
    assert desk.rows("providers") == []


def test_a_database_that_was_not_migrated_is_told_in_one_sentence(desk: Desk) -> None:
    (desk.settings.data_dir / "pool.db").unlink()
    done = run(desk, "load", POOLS / "providers.jsonl")
    assert done.returncode == 2
    assert "请先运行：python -m service migrate" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_report_that_cannot_be_written_stops_the_load_before_it_begins(desk: Desk) -> None:
    done = run(desk, "load", POOLS / "providers.jsonl", "--report", desk.folder / "missing" / "out.json", "--no-embed")
    assert done.returncode == 2
    assert "报告写不到" in done.stderr
    assert desk.rows("providers") == []


def test_a_progress_bar_is_shown_on_a_terminal_only(desk: Desk) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "POOL_DATA_DIR": str(desk.settings.data_dir), "TERM": "xterm"}
    command = [sys.executable, "-m", "indexer", "load", str(POOLS / "providers.jsonl"), "--no-embed"]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=theirs, timeout=120, check=False)
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    assert done.returncode == 0
    assert "写入" in shown.decode()
    assert "写入" not in done.stdout.decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:
        return b""


def test_passages_are_prepared_after_a_load(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (POOLS / "providers.jsonl").read_text("utf-8").splitlines()[:2]
    report = desk.load(desk.write("two.jsonl", "\n".join(lines)))
    runtime = build_runtime(desk.settings, encoder=HashEncoder())
    _prepare(runtime, (report,))
    runtime.database.dispose()
    passages = {row["id"] for table in ("capabilities", "success_cases", "providers") for row in desk.rows(table)}
    assert {row["passage_id"] for row in desk.rows("passage_tags")} == passages
    assert f"已为 {len(passages)} 段文字" in capsys.readouterr().out


def test_nothing_is_prepared_for_files_that_were_not_taken(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    report = desk.load(desk.folder / "none.csv")
    runtime = build_runtime(desk.settings, encoder=HashEncoder())
    _prepare(runtime, (report,))
    runtime.database.dispose()
    assert capsys.readouterr().out == ""


def test_the_terminal_tells_all_rows_with_the_same_trouble_in_one_line(desk: Desk) -> None:
    bad = "".join(json.dumps({"uscc": unified_code(number), "name": "甲", "pools": ["月球"]}) + "\n" for number in range(30))
    lines = list(told_on_terminal(desk.load(desk.write("a.jsonl", bad)), dry_run=False))
    assert lines[0].endswith("服务商 新增 0、变更 0、不变 0、拒收 30；行 读到 30、拒收 30、忽略 0。")
    assert lines[1].startswith("  错误 30 行（第 1、2、3、4、5、6、7、8、9、10 等 30 行）：“pools[0].pool”里的资源池“月球”没有登记")
    assert lines[1].endswith("可用的名称：市级、省级。（pool_unknown）")
    assert lines[2:] == ["  下一步：没有写入任何内容。请按上面的提示改好后重新导入。"]


def test_the_outcome_follows_from_exit_and_rows() -> None:
    def outcome(code: ExitCode, taken: int) -> str:
        return FileReport("a", None, code, ProviderCounts(), RowCounts(taken=taken), ()).outcome

    assert [outcome(ExitCode.TAKEN, 1), outcome(ExitCode.PARTLY, 1), outcome(ExitCode.PARTLY, 0), outcome(ExitCode.UNUSABLE, 0)] == [
        "taken", "partly", "refused", "refused",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_thousand_firms_are_one_file(desk: Desk) -> None:
    base = json.loads((POOLS / "providers.jsonl").read_text("utf-8").splitlines()[0])
    lines = []
    for number in range(1_000):
        capabilities = [{**base["capabilities"][0], "title": f"能力{number}-{place}"} for place in range(4)]
        cases = [{**base["cases"][0], "summary": f"{base['cases'][0]['summary']}{number}-{place}"} for place in range(3)]
        lines.append(json.dumps({**base, "id": f"g{number}", "uscc": unified_code(number), "capabilities": capabilities, "cases": cases}))
    path: Path = desk.write("many.jsonl", "\n".join(lines))
    assert desk.load(path).providers.added == 1_000
    assert desk.load(path).providers.same == 1_000
