"""Wrong passwords make the next try wait longer, by account and by address, and never for ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 5
FREE_TRIES_OF_ADDRESS = 20
"""Of one address, behind which a whole office may sit."""
_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(minutes=30)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class FailedTries:
    """What is remembered of one account or address. `until`: no try counts before."""

    count: int
    last_at: datetime
    until: datetime | None

    def seconds_left(self, now: datetime) -> int:
        """Whole seconds to wait; 0 when a try is allowed."""
        return 0 if self.until is None or self.until <= now else -int((now - self.until).total_seconds() // 1)


def failed_once_more(before: FailedTries | None, now: datetime, free_tries: int) -> FailedTries:
    """What to remember after one more wrong try: from the free number on 30 s, and twice as long each time, at most 30 min."""
    known = before if before and now - before.last_at < FORGOTTEN_AFTER else None
    count = (known.count if known else 0) + 1
    if count < free_tries:
        return FailedTries(count, now, None)
    # Bounded before it is computed: the number of tries is an attacker's.
    delay = min(_FIRST_DELAY * 2 ** min(count - free_tries, 10), _LONGEST_DELAY)
    return FailedTries(count, now, now + delay)
