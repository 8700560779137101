"""Wrong tries: free ones, then waits that double, never for ever."""

from datetime import UTC, datetime, timedelta

from service.domain.lockout import failed_once_more

NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)


def waits(tries: int, free: int = 5) -> list[int]:
    remembered, found = None, []
    for _ in range(tries):
        remembered = failed_once_more(remembered, NOON, free)
        found.append(remembered.seconds_left(NOON))
    return found


def test_waits_double_up_to_half_an_hour():
    assert waits(14) == [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1800, 1800, 1800, 1800]


def test_however_many_tries_there_were():
    assert waits(5_000)[-1] == 1800


def test_a_wait_is_over_exactly_then():
    locked = failed_once_more(failed_once_more(None, NOON, 1), NOON, 1)
    assert locked.seconds_left(NOON + timedelta(seconds=59, milliseconds=1)) == 1
    assert locked.seconds_left(NOON + timedelta(seconds=60)) == 0


def test_a_day_later_all_is_forgotten():
    before = failed_once_more(failed_once_more(None, NOON, 5), NOON, 5)
    assert failed_once_more(before, NOON + timedelta(hours=23), 5).count == 3
    assert failed_once_more(before, NOON + timedelta(hours=24), 5).count == 1
