"""How many requests one visitor, and one address, may send in a minute."""

from collections.abc import Callable
from time import monotonic

from service.edge.sender_counts import SenderCounts
from service.errors import TooManyRequests

MAX_SENDERS = 10_000


class RateLimiter:
    """A sliding minute for each sender, in whole seconds. Processes forked from the one that made it count together.

    At most `max_senders` are remembered; when room is needed, one that was silent long is forgotten.

    Args:
        per_minute: requests a sender may send in any 60 seconds; 0: no limit.
        clock: seconds that never go back, the same for all processes.
    """

    def __init__(self, per_minute: int, *, max_senders: int = MAX_SENDERS, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._sent = SenderCounts(max_senders) if per_minute > 0 else None

    def __len__(self) -> int:
        """How many senders are remembered."""
        return 0 if self._sent is None else len(self._sent)

    def check(self, sender: str) -> int | None:
        """Count one request of `sender`; None when it may pass, else the seconds to wait. A refused request is not counted."""
        if self._sent is None:
            return None
        second = int(self._clock())
        free_at = self._sent.add(sender, second, self._per_minute)
        return None if free_at is None else free_at - second


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
