"""The folder in which several processes share their figures goes with them, however the site ends in good order."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from service.settings import ROOT, read_settings


def _serve(folder: Path, port: int) -> "subprocess.Popen[str]":
    (folder / "temporary").mkdir()
    environment = {**os.environ, "TMPDIR": str(folder / "temporary"), "POOL_DATA_DIR": str(folder)}
    environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
    command = [sys.executable, "-m", "web", "--port", str(port), "--workers", "2"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def test_it_is_removed_when_the_site_cannot_begin(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with _serve(tmp_path, taken.getsockname()[1]) as process:
            assert "换一个端口" in process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.slow
def test_it_is_removed_when_the_site_is_told_to_end(tmp_path: Path) -> None:
    (tmp_path / "models").symlink_to(read_settings().models_dir.resolve(), target_is_directory=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with _serve(tmp_path, port) as process:
        until = time.monotonic() + 120
        while not list((tmp_path / "temporary").glob("pool-measures-*/*.db")) and time.monotonic() < until:
            time.sleep(0.05)
        assert list((tmp_path / "temporary").glob("pool-measures-*/*.db"))
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert list((tmp_path / "temporary").iterdir()) == []
