"""任务: the administrator sees background work and decides what becomes of what failed."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.audit import AuditEntry
from service.domain.paging import Page
from service.domain.people import REASON_MAX_CHARACTERS, read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.tasks import Task, TaskCounts, TaskState
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.tasks import count_tasks, find_task, give_up_task_row, list_tasks, retry_task_row
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class TaskList:
    """Tasks in one state, and how all of them stand `at` this instant."""

    tasks: Page[Task]
    counts: TaskCounts
    at: datetime


def read_tasks(runtime: Runtime, actor: Actor, state: TaskState, number: int) -> TaskList:
    """What waits, was done, failed or was given up.

    Raises:
        Refused: not for this actor.
    """
    require(actor, Action.READ_TASKS, Subject())
    now = runtime.clock.now()
    with reading(runtime.database) as session:
        return TaskList(list_tasks(session, state, number), count_tasks(session, now), now)


def keep_tasks(runtime: Runtime, actor: Actor, task_id: str, step: str, reason: str) -> None:
    """Try a failed task again, or give it up.

    Args:
        step: `retry` or `give-up`.
        reason: kept in the audit log; needed to give up.

    Raises:
        Refused: not for this actor.
        NotFound: there is none such.
        Invalid: no reason, or an unknown step.
        Conflict: it has not failed, or somebody decided already.
    """
    require(actor, Action.KEEP_TASKS, Subject())
    said = read_line(reason, REASON_MAX_CHARACTERS) or ""
    if step not in {"retry", "give-up"}:
        raise Invalid("没有认出要做什么，请用页面上的按钮。")
    if step == "give-up" and not said:
        sentence = f"请写明为什么放弃，最多 {REASON_MAX_CHARACTERS} 个字；会记入操作记录。"
        raise Invalid(sentence, fields={"reason": sentence})
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        task = find_task(session, task_id)
        if task is None:
            raise NotFound("没有这个任务，可能已经过了保存期。")
        if task.state is not TaskState.FAILED:
            raise Conflict("这个任务没有失败，或刚有人处理过，请刷新列表。")
        if step == "retry":
            retry_task_row(session, task.id, now)
        else:
            give_up_task_row(session, task.id, now)
        action = "task_retried" if step == "retry" else "task_given_up"
        record_audit(session, [AuditEntry(now, actor, action, "task", task.id, {"kind": str(task.kind)}, reason=said)])
