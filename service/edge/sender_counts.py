"""Who sent how many requests in the last minute: a table of fixed size that processes forked afterwards share.

A table of our own and no library: those at hand keep every address they ever saw, or need a server of their own. An open interface meets
any number of addresses, and a site on one machine should need no second program for its limits.
"""

import mmap
import os
import secrets
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

if sys.platform != "win32":  # there one process serves, whose threads wait for each other by another lock
    import fcntl

WINDOW_SECONDS = 60
_WAYS = 16
"""Rows in which one sender may stand; the one silent longest makes room."""
_SENDER, _SECOND, _COUNTS, _ROW = 0, 1, 2, 2 + WINDOW_SECONDS
"""Places in a row: the sender's hash, the second of its last request, requests by second modulo the window; and the row's length."""


class SenderCounts:
    """A sliding minute of whole seconds for each sender, for this process and all that are forked from it.

    Args:
        max_senders: at most so many are remembered.

    Cost: 496 bytes a sender, taken from the system when it is needed; about 10 microseconds a request.
    """

    def __init__(self, max_senders: int) -> None:
        self._ways = min(_WAYS, max_senders)
        self._groups = max_senders // self._ways
        # Of no file and shared with children: what one of them counts the others see.
        self._cells = memoryview(mmap.mmap(-1, self._groups * self._ways * _ROW * 8)).cast("Q")
        # Nobody outside can tell which addresses stand in each other's way.
        self._key = secrets.token_bytes(16)
        self._lock = _LockOfProcesses()

    def __len__(self) -> int:
        """How many senders are remembered."""
        return sum(1 for row in range(0, len(self._cells), _ROW) if self._cells[row + _SENDER])

    def add(self, sender: str, second: int, most: int) -> int | None:
        """Count one request; None when it is one of the first `most` of this minute, else the second in which a place gets free.

        Args:
            second: of a clock that never goes back and is the same for all processes.
        """
        name = int.from_bytes(blake2b(sender.encode(), digest_size=8, key=self._key).digest()) | 1
        with self._lock.held():
            first = self._row_of(name, second) + _COUNTS
            counts = self._cells[first : first + WINDOW_SECONDS]
            if sum(counts) < most:
                counts[second % WINDOW_SECONDS] += 1
                return None
            return next(free for free in range(second + 1, second + 1 + WINDOW_SECONDS) if counts[free % WINDOW_SECONDS])

    def _row_of(self, name: int, second: int) -> int:
        """Where the sender's row begins; what is older than a minute is taken out of it."""
        cells = self._cells
        group = name % self._groups * self._ways * _ROW
        rows = range(group, group + self._ways * _ROW, _ROW)
        row = next((row for row in rows if cells[row + _SENDER] == name), -1)
        if row < 0:
            row = min(rows, key=lambda row: cells[row + _SECOND])
            cells[row + _SENDER] = name
            old = range(WINDOW_SECONDS)
        else:
            old = range(second, max(cells[row + _SECOND], second - WINDOW_SECONDS), -1)
        for passed in old:
            cells[row + _COUNTS + passed % WINDOW_SECONDS] = 0
        cells[row + _SECOND] = second
        return row


class _LockOfProcesses:
    """One thread of one process at a time. The system frees it when its holder is killed, as no lock in shared memory would be."""

    def __init__(self) -> None:
        self._threads = threading.Lock()
        self._file = _open_nameless()
        weakref.finalize(self, os.close, self._file)

    @contextmanager
    def held(self) -> Iterator[None]:
        with self._threads:
            if sys.platform == "win32":
                yield
                return
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def _open_nameless() -> int:
    """An empty file that only its number leads to, so that nothing is left of it."""
    number, path = tempfile.mkstemp(prefix="pool-limits-")
    if sys.platform != "win32":
        Path(path).unlink()
    return number
