"""Threads that want the same costly thing done at once have it done together."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(slots=True)
class _Order(Generic[Item]):
    items: Sequence[Item]
    done: bool = False


class SharedRun(Generic[Item]):
    """One run at a time. A thread that comes during a run waits; the next run takes the items of all that wait.

    Example: a match brings five texts while another is being encoded, a third brings four: the next run encodes nine.

    Args:
        run: does the work on all items. What it raises is raised by the thread that runs; the others are tried again.
    """

    def __init__(self, run: Callable[[list[Item]], None]) -> None:
        self._run = run
        self._queue: list[_Order[Item]] = []
        self._queueing = threading.Lock()
        self._running = threading.Lock()

    def __call__(self, items: Sequence[Item]) -> None:
        """Return when the work on `items` is done, by this thread or by another one."""
        order = _Order(items)
        with self._queueing:
            self._queue.append(order)
        with self._running:
            if not order.done:
                self._run_waiting(order)

    def _run_waiting(self, own: _Order[Item]) -> None:
        with self._queueing:
            orders, self._queue = self._queue, []
        try:
            self._run([item for order in orders for item in order.items])
        except BaseException:
            with self._queueing:
                self._queue = [*(order for order in orders if order is not own), *self._queue]
            raise
        for order in orders:
            order.done = True
