"""How many requests one visitor, and one address, may send in a minute.

A window of our own and no library: the ones at hand keep every address they ever saw, and an open interface meets any number of them.
"""

import math
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from time import monotonic

from service.errors import TooManyRequests

WINDOW_SECONDS = 60.0
MAX_SENDERS = 10_000


class RateLimiter:
    """A sliding window for each sender, in this process's memory; several processes each have their own.

    At most `max_senders` are remembered; when one more comes, the one that was silent longest is forgotten.

    Args:
        per_minute: requests a sender may send in any 60 seconds; 0: no limit.
        clock: seconds that never go back.
    """

    def __init__(self, per_minute: int, *, max_senders: int = MAX_SENDERS, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._max_senders = max_senders
        self._clock = clock
        self._lock = threading.Lock()
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        """How many senders are remembered."""
        return len(self._sent)

    def check(self, sender: str) -> int | None:
        """Count one request of `sender`; None when it may pass, else the seconds to wait. A refused request is not counted."""
        if self._per_minute <= 0:
            return None
        now = self._clock()
        with self._lock:
            sent = self._sent.setdefault(sender, deque())
            self._sent.move_to_end(sender)
            while sent and sent[0] <= now - WINDOW_SECONDS:
                sent.popleft()
            if len(sent) >= self._per_minute:
                return max(1, math.ceil(sent[0] + WINDOW_SECONDS - now))
            sent.append(now)
            if len(self._sent) > self._max_senders:
                self._sent.popitem(last=False)
            return None


class VisitorLimit:
    """Two windows: one for each visitor, a wider one for each address, so that a hall behind one address is not locked out.

    A request without a visitor's cookie counts as one more visitor of its address: whoever throws cookies away gains nothing, and
    whoever collects them reaches the address's own limit.

    Args:
        per_minute: requests of one visitor in any 60 seconds; 0: no limit.
        visitors_per_address: how many busy visitors one address may hold.
    """

    def __init__(self, per_minute: int, visitors_per_address: int, *, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._visitors = RateLimiter(per_minute, clock=clock)
        self._addresses = RateLimiter(per_minute * max(1, visitors_per_address), clock=clock)

    def count(self, address: str, visitor: str | None) -> None:
        """Count one request.

        Raises:
            TooManyRequests: over one of the two; `wait_seconds` says when to come again.
        """
        wait = self._visitors.check(f"address {address}" if visitor is None else f"visitor {visitor}")
        if wait is not None:
            sentence = f"请求太频繁：每分钟最多 {self._per_minute} 次，请 {wait} 秒后再试。"
            raise TooManyRequests(sentence, wait_seconds=wait)
        wait = self._addresses.check(address)
        if wait is not None:
            raise TooManyRequests(f"您所在的网络这一分钟里请求太多，请 {wait} 秒后再试。", wait_seconds=wait)
