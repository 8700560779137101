"""One writer at a time in this process, first come, first served, and never for long.

The database has one writer anyway. Whoever waits here holds no connection, so that reading never waits for writing; and only a few may
wait, because each of them holds one of the threads that answer pages.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from service.errors import DatabaseBusy

MOST_WAITING = 8
_SLICE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class WriterWait:
    """How patient a writer of this process is.

    `tell`: called once when another program holds the database for longer than two seconds, for commands that wait long.
    """

    seconds: float = 1.5
    tell: Callable[[], None] | None = None


class Turn:
    """One writer's turn: how much longer it may wait for writers of other processes."""

    def __init__(self, wait: WriterWait, deadline: float) -> None:
        self._wait = wait
        self._deadline = deadline
        self._told = False

    @property
    def slice_ms(self) -> int:
        """Milliseconds to wait for the database's lock before looking up again; at least one."""
        return max(1, int(1000 * min(_SLICE_SECONDS, self._deadline - monotonic())))

    def goes_on(self) -> bool:
        """After a slice in vain: False when the time is over. Says once that somebody else is writing."""
        if monotonic() >= self._deadline:
            return False
        if self._wait.tell and not self._told:
            self._told = True
            self._wait.tell()
        return True


class WriterQueue:
    """The queue of one engine."""

    def __init__(self, wait: WriterWait, *, most_waiting: int = MOST_WAITING) -> None:
        self._wait = wait
        self._most_waiting = most_waiting
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def __len__(self) -> int:
        """How many writers wait."""
        return len(self._waiting)

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Wait for this process's other writers, then write.

        Raises:
            DatabaseBusy: too many wait already, or the wait was too long.
        """
        deadline = monotonic() + self._wait.seconds
        self._enter(deadline)
        try:
            yield Turn(self._wait, deadline)
        finally:
            with self._lock:
                self._hand_on()

    def _enter(self, deadline: float) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            if len(self._waiting) >= self._most_waiting:
                raise DatabaseBusy
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(max(0.0, deadline - monotonic())):
            return
        with self._lock:
            if mine.is_set():  # handed on in the last moment: the next one's now
                self._hand_on()
            else:
                self._waiting.remove(mine)
        raise DatabaseBusy

    def _hand_on(self) -> None:
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._taken = False
