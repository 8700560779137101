"""A list of N firms imported in the browser while searches go on: `python -m tests.bench.browser_import 13000`. Nothing is asserted.

A server of its own on a scratch database; a reviewer sends the file by the form, confirms it, and one visitor asks a match every half
second. Told: how long each step took, and p50 and p95 of the matches before, during and after.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

import httpx2

from service.domain.people import Role
from service.search.encoders.bundled_model import ensure_model
from service.settings import ROOT, read_settings
from tests.bench.generated import write_generated
from tests.bench.serving import free_port, machine, say
from tests.people import PASSWORD

_PAUSE_SECONDS = 0.5
_QUIET_SECONDS = 20.0
_MOST_SECONDS = 3_600.0
_STATES = {"正在检查": "checking", "等您确认": "checked", "正在入库": "loading", "正在计算检索向量": "preparing", "已导入": "done"}


class Visitor(threading.Thread):
    """Asks one need after the other and keeps how long each answer took, by what was going on."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.phase = port, "before"
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.failures = 0

    def run(self) -> None:
        lines = (ROOT / "fixtures" / "needs" / "development.jsonl").read_text("utf-8").splitlines()
        needs = [json.loads(line)["text"] for line in lines]
        place = 0
        while True:
            place += 1
            body = json.dumps({"text": needs[place % len(needs)]}).encode()
            begun, phase = time.perf_counter(), self.phase
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
                connection.request("POST", "/api/v1/matches", body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                connection.close()
                self.failures += answer.status != 200
            except OSError:
                self.failures += 1
            self.taken[phase].append(1_000 * (time.perf_counter() - begun))
            time.sleep(_PAUSE_SECONDS)


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 13_000
    say(f"machine   {machine()}")
    model = ensure_model(read_settings().models_dir)
    with tempfile.TemporaryDirectory(prefix="pool-import-") as scratch:
        (Path(scratch) / "models").symlink_to(model.parent.resolve(), target_is_directory=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("POOL_")}
        environment |= {"POOL_DATA_DIR": scratch, "POOL_MATCHES_PER_MINUTE": "0", "OPENBLAS_NUM_THREADS": "1"}
        person = ["service", "create-person", "--role", Role.REVIEWER, "--email", "clerk@example.com", "--name", "核", "--password-stdin"]
        for command in (["service", "migrate"], ["indexer", "load", "fixtures/pools/providers.jsonl"], person):
            subprocess.run(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=environment,
                check=True,
                capture_output=True,
                input=PASSWORD.encode() + b"\n",
            )
        file = Path(scratch) / "list.jsonl"
        write_generated(file, number)
        port = free_port()
        with subprocess.Popen(
            [sys.executable, "-m", "web", "--port", str(port)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        ) as server:
            try:
                _measure(port, file, number)
            finally:
                server.terminate()


def _measure(port: int, file: Path, number: int) -> None:
    visitor = Visitor(port)
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
        while True:
            try:
                client.get("/help")
                break
            except httpx2.HTTPError:
                time.sleep(0.2)
        visitor.start()
        _send(client, "/sign-in", "/sign-in", email="clerk@example.com", password=PASSWORD)
        time.sleep(_QUIET_SECONDS)
        begun = time.monotonic()
        with file.open("rb") as content:
            answer = client.post(
                "/imports", data={"form_token": _token(client, "/imports"), "pool": ""}, files={"file": ("list.jsonl", content)}
            )
        here = answer.headers["location"]
        say(f"{number} firms, {file.stat().st_size / 1e6:.1f} MB: sent in {time.monotonic() - begun:.1f} s")
        _follow(client, here, visitor, "checked")
        _send(client, here, here, step="confirm")
        _follow(client, here, visitor, "done")
        visitor.phase = "after"
        time.sleep(_QUIET_SECONDS)
    for phase, taken in visitor.taken.items():
        last = quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
        say(f"{phase:10s} {len(taken):5d} matches  p50 {median(taken):7.0f} ms  p95 {last:7.0f} ms  slowest {max(taken):7.0f} ms")
    say(f"failed matches: {visitor.failures}")


def _follow(client: httpx2.Client, here: str, visitor: Visitor, until: str) -> None:
    begun, end = time.monotonic(), time.monotonic() + _MOST_SECONDS
    while time.monotonic() < end:
        page = client.get(here).text
        state = next((name for words, name in _STATES.items() if words in page), "other")
        if state != visitor.phase:
            say(f"{time.monotonic() - begun:7.1f} s  {state}")
            visitor.phase = state
        if state in {until, "other"}:
            return
        time.sleep(1)


def _send(client: httpx2.Client, path: str, page: str, **fields: str) -> None:
    client.post(path, data={"form_token": _token(client, page), **fields})


def _token(client: httpx2.Client, page: str) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', client.get(page).text)
    assert found
    return found.group(1)


if __name__ == "__main__":
    main()
