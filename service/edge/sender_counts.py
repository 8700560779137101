"""A table of how many requests each sender sent in the last minute. It has a fixed size, and forked processes share it.

Why no library: some libraries keep every address that they ever saw, and a public site meets any number of addresses.
Others need a server of their own, and a site on one machine should need no second program for its limits.
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

if sys.platform != "win32":  # on Windows one process serves the site, and the lock between its threads is enough
    import fcntl

WINDOW_SECONDS = 60
_WAYS = 16
"""A sender may use one of so many rows of the table. When all are in use, it replaces the sender that was silent longest."""
_SENDER, _SECOND, _COUNTS, _ROW = 0, 1, 2, 2 + WINDOW_SECONDS
"""Places in a row: the sender's hash, the second of its last request, then 60 counts, one for each second modulo 60.

`_ROW` is the length of a row.
"""


class SenderCounts:
    """Counts the requests of each sender in the last 60 seconds, for this process and all processes forked from it.

    Args:
        max_senders: how many senders are remembered at most.

    Cost: 496 bytes for each sender (the system gives memory only when it is used); about 10 microseconds for each request.
    """

    def __init__(self, max_senders: int) -> None:
        self._ways = min(_WAYS, max_senders)
        self._groups = max_senders // self._ways
        # Memory without a file, shared with forked processes: each process sees what the others count.
        self._cells = memoryview(mmap.mmap(-1, self._groups * self._ways * _ROW * 8)).cast("Q")
        # A secret key for the hash. Nobody outside can find addresses that use the same rows, and so push others out.
        self._key = secrets.token_bytes(16)
        self._lock = _LockOfProcesses()

    def __len__(self) -> int:
        """How many senders are remembered."""
        return sum(1 for row in range(0, len(self._cells), _ROW) if self._cells[row + _SENDER])

    def add(self, sender: str, second: int, most: int) -> int | None:
        """Count one request. Returns None when the request may pass, otherwise the second from which the next one may pass.

        Args:
            sender: text that names the sender, such as its address.
            second: now, from a clock that never goes back and is the same in all processes.
            most: how many requests may pass in 60 seconds.
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
        """The place in the table where the sender's row begins. Counts older than a minute are set to 0."""
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
    """A lock that one thread of one process holds at a time.

    It is a lock on a file, because the system frees such a lock when its process is killed. A lock in shared memory would stay held.
    """

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
    """Open an empty file and delete its name, so that nothing is left of it later. Returns the number of the open file.

    On Windows the name stays.
    """
    number, path = tempfile.mkstemp(prefix="pool-limits-")
    if sys.platform != "win32":
        Path(path).unlink()
    return number
