"""Background work: what one transaction promised and a later one settles. It is told when it cannot be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class TaskKind(StrEnum):
    """What is to be done; the follower has one performer for each."""

    SEND_LETTER = "send_letter"
    """Send one letter to an address that has no account, or a link that opens one."""
    SEND_NOTICES = "send_notices"
    """Mail somebody the notices that wait for him, in one letter."""


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
