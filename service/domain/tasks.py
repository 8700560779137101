"""Background work: what one transaction promised and a later one settles. It is told when it cannot be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(minutes=2)
"""A worker that dies loses its task after this; nobody else takes it before."""
MOST_TRIES = 10
"""About six hours with the delays below; then a person decides."""
FAILURE_MAX_CHARACTERS = 500
KEPT_DONE = timedelta(days=30)
"""How long one can see what was done; longer than any period, because keys of periodic work stand there."""
_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(hours=2)
_JITTER_SHARE = 0.2


class TaskKind(StrEnum):
    """What is to be done; the follower has one performer for each."""

    SEND_LETTER = "send_letter"
    """Send one letter to an address that has no account, or a link that opens one."""
    SEND_NOTICES = "send_notices"
    """Mail somebody the notices that wait for him, in one letter."""
    PUSH_MESSAGES = "push_messages"
    """Send one webhook what waits for it, in order."""
    SEND_BOOKING_LETTER = "send_booking_letter"
    """Mail somebody who signed up for an event and has no account."""
    DO_PERIODIC = "do_periodic"
    """Do one piece of periodic work for one period."""
    BEGIN_IMPORT = "begin_import"
    """Start the process that tries or stores an uploaded file."""


class TaskState(StrEnum):
    """A task that is being worked on is waiting too, and leased."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    """Tried too often, or cannot succeed: an administrator tries again or gives up."""
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class NewTask:
    """Work to be promised.

    `key`: names the work, such as `letter:lnk_4k2m`; a second task of the same key is not taken. `values`: text only, erased when settled.
    `person_id`, `address`: for whom, where that is known. `due_at`: not before; None: at once.
    """

    kind: TaskKind
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    person_id: str = ""
    address: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One promised task. `due_at`: when it is tried next, or while it is worked on, when its lease ends. `tries`: this one included."""

    id: str
    kind: TaskKind
    key: str
    values: Mapping[str, str]
    person_id: str
    address: str
    state: TaskState
    made_at: datetime
    due_at: datetime
    tries: int
    worker: str
    failure: str
    settled_at: datetime | None


def next_delay(tries: int, chance: float) -> timedelta:
    """How long to wait after the failed try number `tries`: 30 s, twice as long each time, at most 2 h, up to a fifth longer by chance.

    Args:
        chance: 0 to 1, drawn by the caller; so many tasks that failed together do not come back together.
    """
    # Bounded before it is computed.
    delay: timedelta = min(_FIRST_DELAY * 2 ** min(tries - 1, 16), _LONGEST_DELAY)
    return delay + delay * _JITTER_SHARE * chance


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How the background work stands. `oldest_due_at`: of what should have been done by now; None when nothing is late."""

    waiting: int
    running: int
    failed: int
    oldest_due_at: datetime | None

    def oldest_seconds(self, now: datetime) -> float:
        """How late the oldest is; 0 when nothing is."""
        return max(0.0, (now - self.oldest_due_at).total_seconds()) if self.oldest_due_at else 0.0
