"""Background work: promised inside the transaction of what it belongs to, taken by lease, settled once."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from service.domain.tasks import NewTask, TaskState
from service.store.base import new_id
from service.store.rows import TaskRow


def post_task(session: Session, task: NewTask, now: datetime) -> bool:
    """Promise work: it will be done when this transaction commits, and never when it does not. False: the key is known, nothing is added.

    To tell an account something, use `service.store.queries.notices.post_notice`.
    """
    if session.scalar(select(exists().where(TaskRow.key == task.key))):
        return False
    session.add(
        TaskRow(
            id=new_id("tsk"), kind=task.kind, key=task.key, values=dict(task.values), person_id=task.person_id, address=task.address,
            state=TaskState.WAITING, made_at=now, due_at=max(now, task.due_at or now), tries=0, worker="", failure="",
        )
    )  # fmt: skip
    session.flush()
    return True
