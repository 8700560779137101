"""The limit per address: sliding, bounded in memory, and kept to the right address behind proxies."""

import pytest

from service.edge.rate_limit import RateLimiter, VisitorLimit
from service.errors import TooManyRequests


class _Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_limit_slides_instead_of_starting_anew_each_minute():
    seconds = _Seconds()
    limiter = RateLimiter(3, clock=seconds)
    for second in (0, 20, 40):
        seconds.now = 1000.0 + second
        assert limiter.check("a") is None
    assert limiter.check("a") == 20  # the first request leaves the window at second 60
    seconds.now = 1059.9
    assert limiter.check("a") == 1
    seconds.now = 1060.0
    assert limiter.check("a") is None
    assert limiter.check("a") == 20  # only one place became free


def test_a_refused_request_does_not_lengthen_the_wait():
    seconds = _Seconds()
    limiter = RateLimiter(1, clock=seconds)
    limiter.check("a")
    for second in range(1, 60):
        seconds.now = 1000.0 + second
        assert limiter.check("a") == 60 - second
    seconds.now = 1060.0
    assert limiter.check("a") is None


def test_addresses_do_not_count_for_each_other():
    limiter = RateLimiter(1, clock=_Seconds())
    assert limiter.check("a") is None
    assert limiter.check("b") is None
    assert limiter.check("a") is not None


def test_zero_means_no_limit_and_remembers_nobody():
    limiter = RateLimiter(0, clock=_Seconds())
    assert all(limiter.check("a") is None for _ in range(1000))
    assert len(limiter) == 0


def test_number_of_remembered_addresses_is_bounded_and_the_most_silent_is_forgotten():
    seconds = _Seconds()
    limiter = RateLimiter(1, max_senders=3, clock=seconds)
    for address in ("a", "b", "c"):
        assert limiter.check(address) is None
        seconds.now += 1
    assert limiter.check("a") is not None  # "a" spoke last, "b" is the most silent now
    seconds.now += 1
    assert limiter.check("d") is None
    assert len(limiter) == 3
    seconds.now += 1
    assert limiter.check("a") is not None
    assert limiter.check("b") is None


def test_a_hall_behind_one_address_is_not_locked_out_by_one_of_its_visitors():
    limit = VisitorLimit(2, visitors_per_address=3, clock=_Seconds())
    for _ in range(2):
        limit.count("203.0.113.9", "greedy")
    with pytest.raises(TooManyRequests, match="每分钟最多 2 次"):
        limit.count("203.0.113.9", "greedy")
    for _ in range(2):
        limit.count("203.0.113.9", "another")


def test_collecting_cookies_ends_at_the_limit_of_the_address():
    limit = VisitorLimit(2, visitors_per_address=3, clock=_Seconds())
    for number in range(6):
        limit.count("203.0.113.9", f"made {number}")
    with pytest.raises(TooManyRequests, match="您所在的网络") as told:
        limit.count("203.0.113.9", "made 7")
    assert told.value.wait_seconds == 60
    limit.count("203.0.113.10", "made 7")


def test_without_a_cookie_an_address_counts_as_one_visitor():
    limit = VisitorLimit(2, visitors_per_address=3, clock=_Seconds())
    limit.count("203.0.113.9", None)
    limit.count("203.0.113.9", None)
    with pytest.raises(TooManyRequests):
        limit.count("203.0.113.9", None)
