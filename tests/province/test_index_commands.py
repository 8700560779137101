"""The commands of the index: exit codes and sentences. What they do is tried in the other files of this folder."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from indexer.cli import app
from indexer.index_commands import stop_on_signals, told
from indexer.verify import VerifySummary
from service.bootstrap import prepare_database
from service.settings import Settings

AGREES = VerifySummary(providers=52, missing=(), extra=(), older=(), newer=(), lag=0)


@pytest.fixture
def without_firms(tmp_path: Path) -> Path:
    """A data folder as `service migrate` leaves it."""
    prepare_database(Settings(data_dir=tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def given_logging() -> Iterator[None]:
    """A command sets up its process's log lines, here onto the runner's own stream, which is closed with it."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def run(folder: Path, *words: str, **settings: str) -> Result:
    return CliRunner().invoke(app, words, env={"POOL_DATA_DIR": str(folder), **settings})


def test_a_server_that_does_not_answer_is_exit_3_without_its_address(without_firms: Path) -> None:
    for command in ("verify", "rebuild", "follow --once"):
        ended = run(without_firms, *command.split(), POOL_ENGINE="elasticsearch", POOL_ELASTICSEARCH_URL="http://127.0.0.1:9")
        assert ended.exit_code == 3
        assert "检索服务暂时没有应答" in ended.output
        assert "127.0.0.1" not in ended.stdout


def test_with_an_engine_inside_the_process_the_follower_does_background_work(without_firms: Path) -> None:
    ended = run(without_firms, "follow", "--once", POOL_ENGINE="embedded")
    assert ended.exit_code == 0
    assert "task_settled" in ended.output


def test_verify_says_that_all_is_well(without_firms: Path) -> None:
    ended = run(without_firms, "verify", POOL_ENGINE="embedded")
    assert (ended.exit_code, ended.stdout) == (0, "一致：0 家服务商。\n")


def test_differences_are_named_with_what_to_do() -> None:
    many = tuple(f"prv_{number:02d}" for number in range(30))
    lines = list(told(VerifySummary(providers=52, missing=many, extra=("prv_x",), older=(), newer=("prv_y",), lag=-3)))
    assert lines[0] == "索引比数据库多 3 条变更，可能恢复过备份。"
    assert lines[1].startswith("缺少 30 家：prv_00、prv_01")
    assert lines[1].endswith("prv_19 等")
    assert lines[2:4] == ["多余 1 家：prv_x", "较新 1 家：prv_y"]
    assert "indexer rebuild" in lines[-1]
    assert list(told(AGREES)) == ["一致：52 家服务商。"]


@pytest.fixture
def given_handlers() -> Iterator[None]:
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("given_handlers")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_the_follower_to_end(number: signal.Signals) -> None:
    stop = stop_on_signals()
    assert not stop.is_set()
    os.kill(os.getpid(), number)
    deadline = time.monotonic() + 5
    while not stop.is_set() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert stop.is_set()
