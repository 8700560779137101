"""Large renewals of a kept copy happen behind the scenes: whoever asks meanwhile is answered by the old copy."""

import threading
from collections.abc import Callable

import structlog

from service.errors import PlatformError

WAITED_FOR_MOST = 300
"""Changed providers a question waits for, about 2 ms each; of more the old copy tells until a thread has taken them in."""

_log = structlog.get_logger("copies")


def renew_behind(working: threading.Lock, renew: Callable[[], object]) -> None:
    """Run `renew` in a thread, unless one holds `working` already. A failure is told in the log; the next question tries again."""
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
