"""A web process on a place, and visitors who time their answers."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from service.settings import ROOT

_LONGEST_START_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visitor got, and after how many seconds."""

    status: int
    body: str
    seconds: float


@dataclass
class Site:
    """A running web process."""

    process: "subprocess.Popen[str]"
    port: int

    def get(self, path: str, *, timeout: float = 60.0) -> Answer:
        """Ask for a page or an API answer."""
        return self._ask("GET", path, None, {}, timeout)

    def note_gap(self) -> Answer:
        """Store a supply gap: 303 when it is stored."""
        return self._ask("POST", "/desk/gaps", "reason=nobody&scenario=DEV02", {"Content-Type": "application/x-www-form-urlencoded"}, 60.0)

    def end(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait(30)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str], timeout: float) -> Answer:
        started = time.monotonic()
        with contextlib.closing(HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode(), time.monotonic() - started)


def serving(environment: dict[str, str], *, before: Callable[[], None] | None = None) -> Site:
    """Start a web process with the tests' encoder and wait until it answers.

    Args:
        before: called in the new process before it begins, to set limits.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.province.member", "serve", str(port)],
        cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, preexec_fn=before,  # noqa: PLW1509  a limit of the new process
    )  # fmt: skip
    site = Site(process, port)
    until = time.monotonic() + _LONGEST_START_SECONDS
    while True:
        try:
            site.get("/api/v1/health/live", timeout=5)
        except (OSError, HTTPException):
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return site
