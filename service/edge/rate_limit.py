"""Limit how many requests one visitor, and one address, may send in a minute."""

from collections.abc import Callable
from time import monotonic

from service.edge.sender_counts import SenderCounts
from service.errors import TooManyRequests

MAX_SENDERS = 10_000


class RateLimiter:
    """Counts the requests of each sender in the last 60 seconds. It counts in whole seconds.

    A process that makes this object and then forks counts together with its children.

    Args:
        per_minute: how many requests a sender may send in any 60 seconds; 0: no limit.
        max_senders: how many senders are remembered. A new sender replaces one that has sent nothing for long.
        clock: returns seconds that never go back and are the same in all processes.
    """

    def __init__(self, per_minute: int, *, max_senders: int = MAX_SENDERS, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._sent = SenderCounts(max_senders) if per_minute > 0 else None

    def __len__(self) -> int:
        """How many senders are remembered."""
        return 0 if self._sent is None else len(self._sent)

    def check(self, sender: str) -> int | None:
        """Count one request of `sender`. None when it may pass, otherwise the seconds to wait. A refused request is not counted."""
        if self._sent is None:
            return None
        second = int(self._clock())
        free_at = self._sent.add(sender, second, self._per_minute)
        return None if free_at is None else free_at - second


class VisitorLimit:
    """Two limits: one for each visitor, and a higher one for each address. So many people in one hall can share one address.

    All requests of an address without a visitor cookie count as one visitor. So it does not help a client to delete its cookie.
    A client that collects many cookies reaches the limit of its address.

    Args:
        per_minute: how many requests one visitor may send in any 60 seconds; 0: no limit.
        visitors_per_address: the limit of an address is so many times the limit of a visitor.
        clock: returns seconds that never go back and are the same in all processes.
    """

    def __init__(self, per_minute: int, visitors_per_address: int, *, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._visitors = RateLimiter(per_minute, clock=clock)
        self._addresses = RateLimiter(per_minute * max(1, visitors_per_address), clock=clock)

    def count(self, address: str, visitor: str | None) -> None:
        """Count one request.

        Raises:
            TooManyRequests: the request is over one of the two limits. `wait_seconds` tells when to come again.
        """
        wait = self._visitors.check(f"address {address}" if visitor is None else f"visitor {visitor}")
        if wait is not None:
            sentence = f"请求太频繁：每分钟最多 {self._per_minute} 次，请 {wait} 秒后再试。"
            raise TooManyRequests(sentence, wait_seconds=wait)
        wait = self._addresses.check(address)
        if wait is not None:
            raise TooManyRequests(f"您所在的网络这一分钟里请求太多，请 {wait} 秒后再试。", wait_seconds=wait)
