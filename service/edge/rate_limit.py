"""How many requests one address may send in a minute.

A window of our own and no library: the ones at hand keep every address they ever saw, and an open interface meets any number of them.
"""

import math
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from time import monotonic

from service.errors import TooManyRequests

WINDOW_SECONDS = 60.0
MAX_ADDRESSES = 10_000


class RateLimiter:
    """A sliding window for each address, in this process's memory; several processes each have their own.

    At most `max_addresses` are remembered; when one more comes, the one that was silent longest is forgotten.

    Args:
        per_minute: requests an address may send in any 60 seconds; 0: no limit.
        clock: seconds that never go back.
    """

    def __init__(self, per_minute: int, *, max_addresses: int = MAX_ADDRESSES, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._max_addresses = max_addresses
        self._clock = clock
        self._lock = threading.Lock()
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        """How many addresses are remembered."""
        return len(self._sent)

    def check(self, address: str) -> int | None:
        """Count one request of `address`; None when it may pass, else the seconds to wait. A refused request is not counted."""
        if self._per_minute <= 0:
            return None
        now = self._clock()
        with self._lock:
            sent = self._sent.setdefault(address, deque())
            self._sent.move_to_end(address)
            while sent and sent[0] <= now - WINDOW_SECONDS:
                sent.popleft()
            if len(sent) >= self._per_minute:
                return max(1, math.ceil(sent[0] + WINDOW_SECONDS - now))
            sent.append(now)
            if len(self._sent) > self._max_addresses:
                self._sent.popitem(last=False)
            return None


def too_many(per_minute: int, wait_seconds: int) -> TooManyRequests:
    """Return the error of an address over its limit."""
    return TooManyRequests(f"请求太频繁：每分钟最多 {per_minute} 次，请 {wait_seconds} 秒后再试。")
