"""Limit how many costly requests are worked on at once, and how many may wait and how long. All others are told to come again.

When a visitor closes the connection while the request waits, the request is dropped.
Otherwise it would be answered for nobody, and visitors who still wait would be answered later.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic

from service.edge.measures import ABANDONED, OVERLOADED, WAITED, WAITING
from service.errors import Overloaded

_FIRST_WAIT_SECONDS = 2
_WAIT_SPREAD_SECONDS = 4


class Gone(Exception):
    """The client has closed the connection, so nobody would read the answer."""


class Admission:
    """A few places and a short queue. A request needs a place while it is worked on. One event loop owns it, so it needs no lock.

    Args:
        at_once: how many requests are worked on at the same time; 0: no limit.
        queue_most: how many requests may wait for a place.
        wait_seconds: the longest time in the queue. After it a request is told to come again.
    """

    def __init__(self, *, at_once: int, queue_most: int, wait_seconds: float) -> None:
        self._at_once = at_once
        self._queue_most = queue_most
        self._wait_seconds = wait_seconds
        self._working = 0
        self._queue: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def place(self, until_gone: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
        """Hold a place while the block runs.

        Args:
            until_gone: returns when the client has closed the connection. It is cancelled as soon as a place is free.

        Raises:
            Overloaded: the queue is full, or the request waited too long.
            Gone: the client has closed the connection.
        """
        if self._at_once and self._working >= self._at_once:
            await self._wait(until_gone)
        else:
            self._working += 1
        try:
            yield
        finally:
            self._leave()

    async def _wait(self, until_gone: Callable[[], Awaitable[object]]) -> None:
        if len(self._queue) >= self._queue_most:
            raise _too_much()
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(place)
        WAITING.set(len(self._queue))
        began = monotonic()
        leaving = asyncio.ensure_future(until_gone())
        taken = False
        try:
            await asyncio.wait((place, leaving), timeout=self._wait_seconds, return_when=asyncio.FIRST_COMPLETED)
            if leaving.done():
                ABANDONED.inc()
                raise Gone
            if not place.done():
                raise _too_much()
            taken = True
        finally:
            leaving.cancel()
            WAITED.observe(monotonic() - began)
            if not taken:
                self._give_back(place)

    def _give_back(self, place: asyncio.Future[None]) -> None:
        if place.done():
            self._leave()
        else:
            self._queue.remove(place)
            WAITING.set(len(self._queue))

    def _leave(self) -> None:
        """Give the place to the request that has waited longest. When none waits, the place becomes free."""
        while self._queue:
            place = self._queue.popleft()
            WAITING.set(len(self._queue))
            if not place.done():
                place.set_result(None)
                return
        self._working -= 1


def _too_much() -> Overloaded:
    """The error for a request that finds no place. The seconds to wait are random, so that not all clients come back together."""
    OVERLOADED.inc()
    seconds = _FIRST_WAIT_SECONDS + secrets.randbelow(_WAIT_SPREAD_SECONDS)
    return Overloaded(f"此刻使用的人较多，请 {seconds} 秒后再试。", wait_seconds=seconds)
