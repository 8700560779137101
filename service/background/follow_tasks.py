"""The loop that does background work: by the follower's command, or in a thread of each web process. Leases keep them apart."""

import os
import secrets
import threading
from collections.abc import Callable
from time import monotonic

import structlog

from service.background.performers import PERFORMERS
from service.background.periodic import post_periodic
from service.errors import PlatformError
from service.flows.upkeep.work_task import work_task
from service.runtime import Runtime

_LOOK_SECONDS = 1.0
_PERIODS_SECONDS = 30.0
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 30.0
_log = structlog.get_logger("tasks")


def follow_tasks(runtime: Runtime, *, once: bool, stop: threading.Event, tell: Callable[[str | None], None] = lambda _error: None) -> None:
    """Do what is due until `stop` is set, or with `once` until nothing is. The task under way is finished.

    Args:
        tell: called at every look, with what went wrong or None.

    Raises:
        PlatformError: only with `once`; without it failures of the database are waited out.
    """
    worker = f"{os.getpid()}-{secrets.token_hex(6)}"
    pause, periods_at = _FIRST_PAUSE_SECONDS, 0.0
    while not stop.is_set():
        try:
            if monotonic() >= periods_at:
                post_periodic(runtime)
                periods_at = monotonic() + _PERIODS_SECONDS
            worked = work_task(runtime, worker, PERFORMERS)
        except Exception as error:  # a long-running loop: whatever happened is recorded and tried again
            if once:
                raise
            reason = error.code if isinstance(error, PlatformError) else type(error).__name__
            _log.warning("tasks_not_followed", reason=reason, next_try_seconds=pause, exc_info=not isinstance(error, PlatformError))
            tell(reason)
            stop.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            continue
        pause = _FIRST_PAUSE_SECONDS
        tell(None)
        if worked:
            continue
        if once:
            return
        stop.wait(_LOOK_SECONDS)


class TaskThread:
    """Does background work beside something else that the process does.

    Args:
        runtime: of this process.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=follow_tasks, args=(runtime,), kwargs={"once": False, "stop": self._stop}, name="tasks", daemon=True
        )

    def begin(self) -> None:
        """Start it."""
        self._thread.start()

    def end(self, wait_seconds: float) -> None:
        """Finish the task under way and end. Longer than `wait_seconds` nobody waits: its lease brings the task back."""
        self._stop.set()
        self._thread.join(wait_seconds)
