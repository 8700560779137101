"""A circuit breaker: after several calls in a row without an answer, later calls fail at once instead of waiting."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from service.errors import Unavailable


class Circuit:
    """Lets calls through until `failures_to_open` in a row got no answer. Then it refuses calls; after a pause it lets one probe through.

    Safe to use from many threads. Recovery needs no restart: the first probe that is answered closes the circuit.

    Args:
        is_silence: tells whether an exception means that the server did not answer; any other one proves that it did.
        failures_to_open: how many calls in a row without an answer open the circuit.
        pause_seconds: how long calls are refused before one probe is let through.
        now: seconds from a clock that only goes forward.
        tell: called after each call, with True when the circuit is open.
    """

    def __init__(
        self,
        is_silence: Callable[[BaseException], bool],
        *,
        failures_to_open: int = 4,
        pause_seconds: float = 3.0,
        now: Callable[[], float] = time.monotonic,
        tell: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self._is_silence = is_silence
        self._failures_to_open = failures_to_open
        self._pause_seconds = pause_seconds
        self._now = now
        self._tell = tell
        self._lock = threading.Lock()
        self._failures = 0
        self._refuse_until = 0.0
        self._probing = False

    @property
    def is_open(self) -> bool:
        """True while calls are refused or a probe is under way."""
        with self._lock:
            return self._failures >= self._failures_to_open

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Run one call.

        Raises:
            Unavailable: at once, while the circuit is open and this call is not the probe.
        """
        probe = self._admit()
        try:
            yield
        except BaseException as error:
            self._settle(answered=self._answered(error), probe=probe)
            raise
        self._settle(answered=True, probe=probe)

    def _answered(self, error: BaseException) -> bool | None:
        if self._is_silence(error):
            return False
        return True if isinstance(error, Exception) else None  # an interrupted call tells nothing about the server

    def _admit(self) -> bool:
        with self._lock:
            if self._failures < self._failures_to_open:
                return False
            if self._probing or self._now() < self._refuse_until:
                raise Unavailable("检索服务暂时没有应答，正在自动重试，请稍后再试。")
            self._probing = True
            return True

    def _settle(self, *, answered: bool | None, probe: bool) -> None:
        with self._lock:
            if probe:
                self._probing = False
            if answered:
                self._failures = 0
            elif answered is False:
                self._failures += 1
                self._refuse_until = self._now() + self._pause_seconds
        self._tell(self.is_open)
