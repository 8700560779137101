"""Several processes that share what one of them loaded: forked, watched, and begun again when one dies."""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import NoReturn

import structlog

_YOUNG_SECONDS = 5.0
_YOUNG_DEATHS_MOST = 5
_PAUSE_SECONDS = 0.5

_log = structlog.get_logger("workers")


class Workers:
    """Forks one process for each task and keeps their number until it is told to stop.

    Args:
        tasks: what each process does; returns when the process was asked to end.
        on_death: told the process id of one that ended, to forget what it left.
    """

    def __init__(self, tasks: Sequence[Callable[[], None]], *, on_death: Callable[[int], None] = lambda _: None) -> None:
        self._tasks = tasks
        self._on_death = on_death
        self._running: dict[int, tuple[int, float]] = {}
        self._stopping = False
        self._young_deaths = 0

    def run(self) -> int:
        """Until SIGTERM or SIGINT; 0 when all ended well, 1 when they could not be kept alive."""
        alive, self._parent_alive = os.pipe()
        self._alive = alive
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._stop())
        for number in range(len(self._tasks)):
            self._begin(number)
        while self._running:
            pid, status = os.wait()
            if pid in self._running:
                self._ended(pid, status)
        return 1 if self._young_deaths >= _YOUNG_DEATHS_MOST else 0

    def _begin(self, number: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            self._work(number)
        self._running[pid] = (number, time.monotonic())
        if self._stopping:
            os.kill(pid, signal.SIGTERM)

    def _work(self, number: int) -> NoReturn:
        code = 1
        try:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, signal.SIG_DFL)
            os.close(self._parent_alive)
            threading.Thread(target=self._end_with_parent, name="parent", daemon=True).start()
            self._tasks[number]()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        except Exception as error:
            _log.error("worker_failed", exc_info=error)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _end_with_parent(self) -> None:
        """Reading ends when the parent has gone, however it went."""
        with contextlib.suppress(OSError):
            os.read(self._alive, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    def _ended(self, pid: int, status: int) -> None:
        number, began = self._running.pop(pid)
        self._on_death(pid)
        if self._stopping:
            return
        _log.error("worker_died", worker=number, code=os.waitstatus_to_exitcode(status))
        young = time.monotonic() - began < _YOUNG_SECONDS
        self._young_deaths = self._young_deaths + 1 if young else 0
        if self._young_deaths >= _YOUNG_DEATHS_MOST:
            self._stop()
            return
        if young:
            time.sleep(_PAUSE_SECONDS)
        self._begin(number)

    def _stop(self) -> None:
        self._stopping = True
        for pid in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
