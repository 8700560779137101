"""Periodic work: each piece is done once in a period, by whichever process comes first.

A new one is a line in `PERIODIC`. Its function must stand being done twice, because a worker may die between doing and settling.
It is a background task with the period's number in its key: retried, shown to the administrator, and settled like any other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.domain.calendar import SHANGHAI
from service.domain.tasks import NewTask, Task, TaskKind
from service.errors import Refused
from service.flows.brokering.tend_needs import tend_needs
from service.flows.events.tend_events import tend_events
from service.flows.profiles.remind_dues import remind_dues
from service.flows.profiles.tend_attachments import tend_attachments
from service.flows.profiles.tend_consents import tend_consents
from service.flows.profiles.tend_imports import tend_imports
from service.flows.upkeep.delete_expired import delete_expired
from service.runtime import Runtime
from service.store.queries.tasks import knows_task, post_task
from service.store.unit_of_work import reading, writing

_BEGINNING = datetime(2026, 1, 1, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class PeriodicWork:
    """`every`: at most 28 days. `begins`: how far into each period it is done, counted from midnight in Asia/Shanghai."""

    name: str
    work: Callable[[Runtime], None]
    every: timedelta = timedelta(days=1)
    begins: timedelta = timedelta(hours=3)

    def period(self, now: datetime) -> int:
        """The number of the present period; it changes when the work is due."""
        return (now.astimezone(UTC) - _BEGINNING - self.begins) // self.every


def _delete_expired(runtime: Runtime) -> None:
    delete_expired(runtime, "periodic")


def _tend_consents(runtime: Runtime) -> None:
    tend_consents(runtime)


def _tend_imports(runtime: Runtime) -> None:
    tend_imports(runtime)


def _tend_needs(runtime: Runtime) -> None:
    tend_needs(runtime)


def _remind_dues(runtime: Runtime) -> None:
    remind_dues(runtime)


def _tend_attachments(runtime: Runtime) -> None:
    tend_attachments(runtime)


def _tend_events(runtime: Runtime) -> None:
    tend_events(runtime)


PERIODIC: tuple[PeriodicWork, ...] = (
    PeriodicWork("delete_expired", _delete_expired),
    # Before anybody is at work: what ended last night is gone when the first call of the day could be made.
    PeriodicWork("tend_consents", _tend_consents, begins=timedelta(minutes=5)),
    PeriodicWork("tend_imports", _tend_imports, begins=timedelta(hours=4)),
    PeriodicWork("tend_needs", _tend_needs, begins=timedelta(hours=6)),
    PeriodicWork("tend_attachments", _tend_attachments),
    PeriodicWork("remind_dues", _remind_dues, begins=timedelta(hours=4)),
    PeriodicWork("tend_events", _tend_events, every=timedelta(hours=1), begins=timedelta()),
)


def post_periodic(runtime: Runtime, table: Sequence[PeriodicWork] = PERIODIC) -> int:
    """Promise what is due in the present periods; how many. Asked by reading first, so that looking takes nobody's turn to write."""
    now = runtime.clock.now()
    due = {f"periodic:{each.name}:{each.period(now)}": each.name for each in table}
    with reading(runtime.database) as session:
        missing = {key: name for key, name in due.items() if not knows_task(session, key)}
    if not missing:
        return 0
    with writing(runtime.database) as session:
        return sum(post_task(session, NewTask(TaskKind.DO_PERIODIC, key, {"name": name}), now) for key, name in missing.items())


def do_periodic(runtime: Runtime, task: Task) -> None:
    """Do one piece. A performer of background tasks.

    Raises:
        Refused: this release has no such work.
        PlatformError: whatever the work itself raises.
    """
    named = {each.name: each.work for each in PERIODIC}
    if task.values["name"] not in named:
        raise Refused("这项定期工作在当前版本里已经没有了，可以放弃。")
    named[task.values["name"]](runtime)
