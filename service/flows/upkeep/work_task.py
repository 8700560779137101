"""Take one task that is due, do it outside of any transaction, and settle it."""

import random
from collections.abc import Callable, Mapping

import structlog

from service.domain.tasks import MOST_TRIES, Task, TaskKind, next_delay
from service.edge.measures import TASKS_SETTLED
from service.errors import PlatformError, Unavailable
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.tasks import delay_task, fail_task, has_due_task, settle_task, take_task
from service.store.unit_of_work import reading, writing

Finish = Callable[[Transaction], None]
"""What a performer has stored together with the settling."""
Performer = Callable[[Runtime, Task], Finish | None]
"""Does one kind of task; a task may come twice, when its worker died in between.

Raises:
    Unavailable: not now; it is tried again later.
    PlatformError: another one: it can never succeed, and an administrator is told why.
"""
_log = structlog.get_logger("tasks")
_UNFORESEEN = "程序出错（{kind}），详情见日志。"


def work_task(runtime: Runtime, worker: str, performers: Mapping[TaskKind, Performer]) -> bool:
    """Do the task that is due longest; False when nothing is due.

    Raises:
        Unavailable: the database does not answer. A task that was taken comes back when its lease ends.
    """
    with reading(runtime.database) as session:
        if not has_due_task(session, runtime.clock.now()):
            return False
    with writing(runtime.database) as session:
        task = take_task(session, worker, runtime.clock.now())
    if task is None:
        return False
    try:
        finish = performers[task.kind](runtime, task)
    except Exception as error:  # whatever a performer does, the follower goes on and somebody is told
        _not_done(runtime, task, error)
        return True
    with writing(runtime.database) as session:
        settled = settle_task(session, task, runtime.clock.now())
        if settled and finish:
            finish(session)
    _tell(task, "done" if settled else "lease_lost")
    return True


def _not_done(runtime: Runtime, task: Task, error: Exception) -> None:
    foreseen = isinstance(error, PlatformError)
    cause = error.message if isinstance(error, PlatformError) else _UNFORESEEN.format(kind=type(error).__name__)
    again = task.tries < MOST_TRIES and (isinstance(error, Unavailable) or not foreseen)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        if again:
            delay_task(session, task, now + next_delay(task.tries, random.random()), cause)  # noqa: S311  spreads tries, keeps no secret
        else:
            fail_task(session, task, cause, now)
    _tell(task, "delayed" if again else "failed", exc_info=not foreseen)


def _tell(task: Task, outcome: str, *, exc_info: bool = False) -> None:
    """One line of the log: ids and counts, no cause, because a mail server may name an address in it."""
    TASKS_SETTLED.labels(task.kind, outcome).inc()
    log = _log.info if outcome == "done" else _log.warning
    log("task_settled", task=task.id, kind=str(task.kind), outcome=outcome, tries=task.tries, exc_info=exc_info)
