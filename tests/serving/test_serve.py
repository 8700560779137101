"""The site's own server: several processes, connections that send at once, headers of strangers not believed, clear words."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from service.errors import Conflict
from service.settings import ROOT
from web.server.listening import listen

FORGED = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _workers(loop: str, protocol: str, *, head_seconds: float = 30) -> Iterator[tuple[subprocess.Popen, int]]:
    port = _free_port()
    command = [sys.executable, "-m", "tests.serving.told_sockets", str(port), loop, protocol, str(head_seconds)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            for _ in range(600):
                with socket.socket() as asked:
                    if asked.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield process, port
        finally:
            process.terminate()


def _ask(connection: HTTPConnection) -> dict:
    connection.request("GET", "/", headers=FORGED)
    return json.loads(connection.getresponse().read())


def _of_both(port: int) -> dict[int, list[dict]]:
    """Process → two answers on one connection, of both processes."""
    found: dict[int, list[dict]] = {}
    for _ in range(200):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        twice = [_ask(connection), _ask(connection)]
        connection.close()
        assert twice[0]["process"] == twice[1]["process"]
        found[twice[0]["process"]] = twice
        if len(found) == 2:
            break
    return found


@pytest.mark.parametrize(("loop", "protocol"), [("asyncio", "h11"), ("asyncio", "httptools"), ("uvloop", "httptools")])
def test_both_processes_send_at_once_and_believe_no_forged_header(loop, protocol):
    with _workers(loop, protocol) as (process, port):
        found = _of_both(port)
        assert len(found) == 2
        assert process.pid not in found
        for told in (each for twice in found.values() for each in twice):
            assert told["nodelay"]
            assert (told["client"], told["scheme"]) == ("127.0.0.1", "http")
    assert process.returncode == 0


def test_a_process_that_dies_is_begun_again_and_all_end_with_their_parent():
    with _workers("asyncio", "h11") as (process, port):
        first, second = _of_both(port)
        os.kill(first, signal.SIGKILL)
        for _ in range(200):
            if first not in (now := _of_both(port)) and len(now) == 2:
                break
            time.sleep(0.05)
        assert first not in now
        assert second in now
        process.kill()  # no time to tell its children
        for _ in range(200):
            if not any(_alive(pid) for pid in now):
                break
            time.sleep(0.05)
        assert not any(_alive(pid) for pid in now)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_an_endless_head_is_refused():
    with _workers("uvloop", "httptools") as (_, port), socket.create_connection(("127.0.0.1", port), timeout=30) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        try:
            for _ in range(40):
                slow.sendall(b"X-Long: " + b"a" * 4_000 + b"\r\n")
            answer = slow.recv(1_000)
        except ConnectionError:
            answer = b""
        assert answer.startswith(b"HTTP/1.1 431") or answer == b""


@pytest.mark.parametrize(("loop", "protocol"), [("asyncio", "h11"), ("uvloop", "httptools")])
def test_half_a_head_is_not_waited_for_for_ever(loop, protocol):
    with _workers(loop, protocol, head_seconds=0.2) as (_, port), socket.create_connection(("127.0.0.1", port), timeout=30) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert slow.recv(10_000).startswith(b"HTTP/1.1 200")
        slow.sendall(b"GET / HTTP/1.1\r\nHos")
        assert slow.recv(10_000).rpartition(b"}")[2] == b""
        while slow.recv(10_000):
            pass


def test_an_address_that_is_taken_is_told_in_chinese():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for count in (1, 2):
            with pytest.raises(Conflict, match="换一个端口"):
                listen("127.0.0.1", taken.getsockname()[1], count)


def test_fifty_who_send_slowly_keep_nobody_else_waiting():
    """Half a head, or a head whose body never comes: each holds a connection and no thread."""
    halves = (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Le", b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nemail=")
    with _workers("uvloop", "httptools") as (_, port):
        held = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(50)]
        for number, slow in enumerate(held):
            slow.sendall(halves[number % 2])
        assert len(_of_both(port)) == 2
        for slow in held:
            slow.close()
