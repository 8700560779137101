"""Renew a kept copy in a thread when many providers changed. Until the thread is done, the old copy answers."""

import threading
from collections.abc import Callable

import structlog

from service.errors import PlatformError

WAITED_FOR_MOST = 300
"""A request waits while at most so many changed providers are taken in, about 2 ms each. For more, a thread does the work."""

_log = structlog.get_logger("copies")


def renew_behind(working: threading.Lock, renew: Callable[[], object]) -> None:
    """Run `renew` in a thread, unless another thread is at work already. A failure is logged, and the next request tries again.

    Args:
        working: the lock that the thread holds while it works.
        renew: takes in the changes.
    """
    if not working.acquire(blocking=False):
        return

    def run() -> None:
        try:
            renew()
        except PlatformError as error:
            _log.warning("not_renewed", code=error.code)
        finally:
            working.release()

    threading.Thread(target=run, name="renew", daemon=True).start()
