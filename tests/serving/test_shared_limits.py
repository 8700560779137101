"""The limit of an address is the same however many processes serve it, and outlives one of them that is killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from service.runtime import Runtime
from service.settings import ROOT
from tests.databases import copy_file

_LIMIT = 10


@contextmanager
def _served(folder: Path) -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "POOL_DATA_DIR": str(folder), "POOL_MATCHES_PER_MINUTE": str(_LIMIT)}
    command = [sys.executable, "-m", "tests.serving.limited_site", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                with socket.socket() as asked:
                    if asked.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield process.pid, port
        finally:
            process.terminate()


def _ask(port: int) -> int:
    """A match without words: counted before it is refused, and needs no search."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)  # a new connection each time: the kernel picks the process
    connection.request("POST", "/api/v1/matches", json.dumps({"text": "？"}), {"Content-Type": "application/json"})
    status = connection.getresponse().status
    connection.close()
    return status


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="several processes need fork")
def test_two_processes_give_an_address_the_limit_of_one(tmp_path: Path, sqlite_only: None, hash_platform: Runtime) -> None:
    copy_file(hash_platform.database, tmp_path / "pool.db")
    with _served(tmp_path) as (parent, port):
        told = Counter(_ask(port) for _ in range(4 * _LIMIT))
        assert told == {422: _LIMIT, 429: 3 * _LIMIT}
        killed = _children(parent)[0]
        os.kill(killed, signal.SIGKILL)
        until = time.monotonic() + 60
        while (killed in (now := _children(parent)) or len(now) < 2) and time.monotonic() < until:
            time.sleep(0.05)
        assert {_ask(port) for _ in range(_LIMIT)} == {429}  # the process begun in its place knows the count


# In an interpreter of its own: a process of the tests may have threads by now, and forking it would be unsafe.
_FOUR_COUNT = """
import os
from service.edge.rate_limit import RateLimiter

limiter = RateLimiter(1_000, clock=lambda: 5_000.0)
pids = []
for _ in range(4):
    pid = os.fork()
    if pid == 0:
        try:
            for _ in range(200):
                limiter.check("203.0.113.9")
        finally:
            os._exit(0)
    pids.append(pid)
for pid in pids:
    os.waitpid(pid, 0)
print([limiter.check("203.0.113.9") for _ in range(201)] == [None] * 200 + [60])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="several processes need fork")
def test_counts_of_many_processes_at_once_are_none_too_many_and_none_too_few() -> None:
    told = subprocess.run([sys.executable, "-c", _FOUR_COUNT], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.strip() == "True"
