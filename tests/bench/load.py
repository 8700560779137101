"""`make load-test`: how many answers a second, how late the last of them, and what happens past that. Nothing is asserted.

Options: `--seconds 10 --connections 1,4,16,64,256 --workers 1,2 --pages / --impatient 30 --pause 1`, and `--elasticsearch 1,16,64`: the
connections of the part that Elasticsearch finds for. A part is left out by an empty list or by 0.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from service.search.encoders.bundled_model import ensure_model
from service.settings import ROOT, read_settings
from tests.bench.serving import free_port, machine, memory_mb, processor_seconds, say
from tests.elastic_server import ServiceMissing, start_elasticsearch

_CONNECTIONS_OF_A_PROCESS = 64
_WARM_SECONDS = 2.0
_IMPATIENT, _PATIENCE_SECONDS = 200, 2.0
_PAGES = "/,/scenarios,/providers,/cases,/pools,/help"


def main() -> None:
    """Measure and print, part by part, on a scratch database with the fixture pool."""
    asked = _arguments()
    say(f"machine   {machine()}; the client's processes run on the same cores")
    model = ensure_model(read_settings().models_dir)
    with tempfile.TemporaryDirectory(prefix="pool-load-") as scratch:
        (Path(scratch) / "models").symlink_to(model.parent.resolve(), target_is_directory=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("POOL_")}
        environment |= {"POOL_DATA_DIR": scratch, "POOL_MATCHES_PER_MINUTE": "0", "OPENBLAS_NUM_THREADS": "1"}
        for command in (["service", "migrate"], ["indexer", "load", "fixtures/pools/providers.jsonl"]):
            subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment, check=True, capture_output=True)
        for workers in _numbers(asked.workers):
            with _served(environment, workers) as server:
                _matches(asked, workers, server, _numbers(asked.connections))
                _pages(asked, workers, server[0])
                _memory(workers, server)
        if asked.impatient:
            with _served(environment, 1) as (port, _):
                ask(port, "match", 4, _WARM_SECONDS)
                _impatient(port, asked.impatient)
        if asked.elasticsearch:
            _with_elasticsearch(asked, environment)


def _with_elasticsearch(asked: argparse.Namespace, environment: dict[str, str]) -> None:
    """Matches again, found by Elasticsearch on the same two cores; its own processor time is not counted."""
    try:
        cluster = start_elasticsearch()
    except ServiceMissing as reason:
        say(f"elastic   not measured: {reason}")
        return
    settings = {"POOL_ENGINE": "elasticsearch", "POOL_ELASTICSEARCH_URL": cluster.urls[0], "POOL_INDEX_PREFIX": "load"}
    environment = environment | settings | {"POOL_MATCHES_AT_ONCE": "6"}
    try:
        subprocess.run([sys.executable, "-m", "indexer", "rebuild"], cwd=ROOT, env=environment, check=True, capture_output=True)
        say("elastic   the same matches, found by Elasticsearch beside")
        for workers in _numbers(asked.workers):
            with _served(environment, workers) as server:
                _matches(asked, workers, server, _numbers(asked.elasticsearch))
                _memory(workers, server)
    finally:
        cluster.stop()


Server = tuple[int, Callable[[], list[int]]]
"""The port, and what tells the ids of the server's processes."""


def _matches(asked: argparse.Namespace, workers: int, server: Server, connections: Sequence[int]) -> None:
    port, pids = server
    ask(port, "match", 4, _WARM_SECONDS)
    for place, count in enumerate(connections):
        before = sum(map(processor_seconds, pids()))
        answers = ask(port, "match", count, asked.seconds, first=place * 1_300)
        spent = sum(map(processor_seconds, pids())) - before
        _tell(workers, "match", count, answers, asked.seconds)
        say(f"{'':42s} {1000 * spent / max(len(answers[0]), 1):.1f} ms of the server's processor time for each answer")


def _pages(asked: argparse.Namespace, workers: int, port: int) -> None:
    for path in (path for path in ("results", *asked.pages.split(",")) if asked.pages):
        _tell(workers, path, 16, ask(port, path, 16, asked.seconds / 2, first=600), asked.seconds / 2)
        if path != "results":
            _tell(workers, f"{path} (304)", 16, ask(port, path, 16, asked.seconds / 2, etags=True), asked.seconds / 2)


def _memory(workers: int, server: Server) -> None:
    say(f"memory    {workers} workers, proportional set of all: {' '.join(f'{memory_mb(pid):.0f}' for pid in server[1]())} MB")


def ask(port: int, path: str, connections: int, seconds: float, *, first: int = 0, patience: float = 0.0, etags: bool = False) -> "Answers":
    """Ask with as many client processes as the connections need."""
    parts = [min(_CONNECTIONS_OF_A_PROCESS, connections - start) for start in range(0, connections, _CONNECTIONS_OF_A_PROCESS)]
    clients = []
    for number, part in enumerate(parts):
        order = {
            "port": port, "path": path, "connections": part, "seconds": seconds,
            "patience_seconds": patience, "pause_seconds": _arguments().pause, "first": first + number * 900, "etags": etags,
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.bench.load_client", json.dumps(order)]
        clients.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE))
    told = [json.loads(client.communicate()[0]) for client in clients]
    others: dict[str, int] = {}
    for one in told:
        for status, count in one["others"].items():
            others[status] = others.get(status, 0) + count
    return [took for one in told for took in one["good"]], others


Answers = tuple[list[float], dict[str, int]]
"""Seconds of each good answer; status → count of the others, `0`: no answer."""


def _tell(workers: int, path: str, connections: int, answers: Answers, seconds: float) -> None:
    good, others = answers
    p50, p95, p99 = _quantiles(good)
    refused = others.pop("503", 0)
    say(
        f"{workers} workers {connections:4d} connections {path:18s} {len(good) / seconds:7.1f} /s   "
        f"p50 {p50:6.0f} p95 {p95:6.0f} p99 {p99:6.0f} ms   503: {refused / seconds:6.1f} /s   other: {others or 'none'}"
    )


def _impatient(port: int, seconds: float) -> None:
    """Clients that give up after two seconds, with a look at health beside them and afterwards."""
    slowest, stopped = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch_health, args=(port, slowest, stopped))
    watcher.start()
    good, others = ask(port, "match", _IMPATIENT, seconds, patience=_PATIENCE_SECONDS)
    ended = perf_counter()
    stopped.set()
    watcher.join()
    quick = False
    while not quick and perf_counter() - ended < 60:
        quick = _seconds_of(port, "/") < 0.1
    say(
        f"impatient {_IMPATIENT} clients that give up after {_PATIENCE_SECONDS:.0f} s, one worker, {seconds:.0f} s: "
        f"{len(good) / seconds:.1f} good answers a second, p95 {_quantiles(good)[1]:.0f} ms; others {others}; "
        f"slowest health {slowest[0] * 1000:.0f} ms; a page under 0.1 s again {perf_counter() - ended:.2f} s after"
    )


def _watch_health(port: int, slowest: list[float], stopped: threading.Event) -> None:
    while not stopped.wait(0.2):
        slowest[0] = max(slowest[0], _seconds_of(port, "/api/v1/health/live"), _seconds_of(port, "/api/v1/health/ready"))


def _seconds_of(port: int, path: str) -> float:
    began = perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.suppress(OSError, HTTPException):
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()
    return perf_counter() - began


@contextmanager
def _served(environment: dict[str, str], workers: int) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "web", "--port", str(port), "--workers", str(workers)]
    began = perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            while not _is_ready(port):
                time.sleep(0.02)
            say(f"start     {workers} workers, {perf_counter() - began:.2f} s to ready")
            yield port, lambda: [server.pid, *_children(server.pid)]
        finally:
            server.terminate()


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/api/v1/health/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def _quantiles(seconds: Sequence[float]) -> tuple[float, float, float]:
    if len(seconds) < 2:
        return (0.0, 0.0, 0.0)
    cuts = quantiles(seconds, n=100, method="inclusive")
    return cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", default="1,4,16,64,256")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--pages", default=_PAGES)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--impatient", type=float, default=30.0)
    parser.add_argument("--elasticsearch", default="1,16,64")
    return parser.parse_args()


if __name__ == "__main__":
    main()
