"""Commands on a full or read-only disk, behind another writer, and killed at any statement: whole, or nothing, and said why."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.command_errors import ExitCode
from service.settings import ROOT
from tests.faults.conftest import Place, place_at
from tests.faults.holding import write_lock

pytestmark = pytest.mark.slow


def providers(place: Place) -> str:
    return place.run("service counts --json").said


def test_a_load_that_fills_the_disk_stores_nothing(place: Place, pool_file: Path) -> None:
    before = providers(place)
    most = 60_000  # of any file: the journal of sixty firms is larger
    process = place.start(
        f"indexer load {pool_file} --no-embed", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    )
    said, _ = process.communicate(timeout=120)
    assert process.returncode == ExitCode.STORAGE, said
    assert "磁盘写不下了" in said
    assert "Traceback" not in said
    assert providers(place) == before
    assert place.run(f"indexer load {pool_file} --no-embed").code == ExitCode.TAKEN


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of seven megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=14m", "tmpfs", str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_load_on_a_disk_that_is_really_full(small_disk: Path, whole_place: Path, pool_file: Path) -> None:
    place = place_at(small_disk, whole_place)
    before = providers(place)
    (small_disk / "rest").write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - 120_000)))
    told = place.run(f"indexer load {pool_file} --no-embed")
    assert told.code == ExitCode.STORAGE, told.said
    assert "磁盘写不下了" in told.said
    assert providers(place) == before


def test_a_migration_on_a_full_disk_leaves_no_half_made_schema(tmp_path: Path) -> None:
    place = Place(tmp_path / "new")
    process = place.start("service migrate --no-embed", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)))
    said, _ = process.communicate(timeout=120)
    assert process.returncode == ExitCode.STORAGE, said
    assert "磁盘写不下了" in said
    assert "请先运行：python -m service migrate" in place.run("service counts").said
    assert place.run("service migrate --no-embed").code == ExitCode.TAKEN


def as_an_ordinary_user() -> tuple[str, ...]:
    """Words before a command that take from root the right to write what is read-only."""
    if os.geteuid() != 0:
        return ()
    words = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")
    try:
        subprocess.run([*words, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as reason:
        pytest.skip(f"root may write everything, and setpriv does not work here: {reason}")
    return words


def test_a_database_that_may_not_be_written_is_told(place: Place, pool_file: Path) -> None:
    before = as_an_ordinary_user()
    place.database.chmod(0o444)
    place.folder.chmod(0o555)
    process = place.start(f"indexer load {pool_file} --no-embed", before=before)
    said, _ = process.communicate(timeout=120)
    place.folder.chmod(0o755)
    assert process.returncode == ExitCode.STORAGE, said
    assert "不能写入" in said or "没有读写权限" in said
    assert "Traceback" not in said


def test_a_load_waits_for_another_writer_and_says_so(place: Place, pool_file: Path) -> None:
    with write_lock(place.database):
        process = place.start(f"indexer load {pool_file} --no-embed")
        assert process.stdout is not None
        assert "正在等它写完（最多 60 秒）" in process.stdout.readline()
    rest, _ = process.communicate(timeout=120)
    assert process.returncode == ExitCode.TAKEN, rest


def test_a_load_that_waited_in_vain_stores_nothing(place: Place, pool_file: Path) -> None:
    place.settings["POOL_COMMAND_WAIT_SECONDS"] = "0.3"
    before = providers(place)
    with write_lock(place.database):
        told = place.run(f"indexer load {pool_file} --no-embed")
    assert told.code == ExitCode.UNAVAILABLE
    assert "数据库正忙" in told.said
    assert providers(place) == before


def test_a_load_killed_at_any_statement_leaves_the_whole_file_or_nothing(place: Place, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed_at_every_write", str(place.database), str(tmp_path)],
        cwd=ROOT, env={**os.environ, **place.environment}, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    kills, nothing, whole = map(int, done.stdout.split())
    assert kills >= 20
    assert nothing + whole == kills
    assert nothing > 0
    assert whole > 0
