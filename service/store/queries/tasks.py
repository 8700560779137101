"""Background work: promised inside the transaction of what it belongs to, taken by lease, settled once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import Session

from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.domain.tasks import FAILURE_MAX_CHARACTERS, LEASE, MOST_TRIES, NewTask, Task, TaskCounts, TaskKind, TaskState
from service.store.base import new_id
from service.store.rows import TaskRow

_DIED = "执行它的进程没有做完就结束了，每次都是这样。"
_WAITING = TaskRow.state == TaskState.WAITING


def post_task(session: Session, task: NewTask, now: datetime) -> bool:
    """Promise work: it will be done when this transaction commits, and never when it does not. False: the key is known, nothing is added.

    To tell an account something, use `service.store.queries.notices.post_notice`.
    """
    if knows_task(session, task.key):
        return False
    session.add(
        TaskRow(
            id=new_id("tsk"), kind=task.kind, key=task.key, values=dict(task.values), person_id=task.person_id, address=task.address,
            state=TaskState.WAITING, made_at=now, due_at=max(now, task.due_at or now), tries=0, worker="", failure="",
        )
    )  # fmt: skip
    session.flush()
    return True


def knows_task(session: Session, key: str) -> bool:
    """Whether this work was promised before."""
    return bool(session.scalar(select(exists().where(TaskRow.key == key))))


def is_settled(session: Session, key: str) -> bool:
    """Whether this work was done, or nobody will do it by himself."""
    return bool(session.scalar(select(exists().where(TaskRow.key == key, TaskRow.state != TaskState.WAITING))))


def has_due_task(session: Session, now: datetime) -> bool:
    """Whether there is something to take: asked by reading, so that looking takes nobody's turn to write."""
    return bool(session.scalar(select(exists().where(_WAITING, TaskRow.due_at <= now))))


def take_task(session: Session, worker: str, now: datetime) -> Task | None:
    """Take the task that is due longest, for the time of a lease. One that ended its worker at every try fails instead."""
    due = select(TaskRow).where(_WAITING, TaskRow.due_at <= now).order_by(TaskRow.due_at, TaskRow.id).limit(1)
    while row := session.scalar(due):
        if row.tries < MOST_TRIES:
            row.tries, row.worker, row.due_at = row.tries + 1, worker, now + LEASE
            session.flush()
            return _task(row)
        row.state, row.worker, row.failure, row.settled_at = TaskState.FAILED, "", row.failure or _DIED, now
        session.flush()
    return None


def settle_task(session: Session, task: Task, now: datetime) -> bool:
    """It is done; what it held of people is erased. False: the lease is lost, somebody else settles it."""
    erased = {"values": {}, "address": "", "failure": ""}
    return _leave(session, task, state=TaskState.DONE, settled_at=now, **erased)


def delay_task(session: Session, task: Task, due_at: datetime, failure: str) -> bool:
    """Try again later. False: the lease is lost."""
    return _leave(session, task, due_at=due_at, failure=failure[:FAILURE_MAX_CHARACTERS])


def fail_task(session: Session, task: Task, failure: str, now: datetime) -> bool:
    """It waits for a person's decision. False: the lease is lost."""
    return _leave(session, task, state=TaskState.FAILED, settled_at=now, failure=failure[:FAILURE_MAX_CHARACTERS])


def find_task(session: Session, task_id: str) -> Task | None:
    """One task."""
    row = session.get(TaskRow, task_id)
    return _task(row) if row else None


def retry_task_row(session: Session, task_id: str, now: datetime) -> None:
    """A failed task begins anew, with all its tries."""
    session.execute(
        update(TaskRow).where(TaskRow.id == task_id).values(state=TaskState.WAITING, due_at=now, tries=0, worker="", settled_at=None)
    )


def give_up_task_row(session: Session, task_id: str, now: datetime) -> None:
    """It will not be done; what it held of people is erased."""
    gone = update(TaskRow).where(TaskRow.id == task_id)
    session.execute(gone.values(state=TaskState.GIVEN_UP, worker="", values={}, address="", settled_at=now))


def count_tasks(session: Session, now: datetime) -> TaskCounts:
    """Waiting, running and failed ones."""
    running = _WAITING & _is_running(now)
    late = select(func.min(TaskRow.due_at)).where(_WAITING, TaskRow.due_at <= now)
    return TaskCounts(
        waiting=_count(session, _WAITING) - _count(session, running),
        running=_count(session, running),
        failed=_count(session, TaskRow.state == TaskState.FAILED),
        oldest_due_at=session.scalar(late),
    )


def list_tasks(session: Session, state: TaskState, number: int) -> Page[Task]:
    """Tasks in one state: what waits by when it is due, what is settled from the newest on."""
    order = (TaskRow.due_at, TaskRow.id) if state is TaskState.WAITING else (TaskRow.settled_at.desc(), TaskRow.id)
    of_state = TaskRow.state == state
    rows = session.scalars(
        select(TaskRow).where(of_state).order_by(*order).limit(DEFAULT_PAGE_SIZE).offset((number - 1) * DEFAULT_PAGE_SIZE)
    )
    return Page([_task(row) for row in rows], _count(session, of_state), number)


def _leave(session: Session, task: Task, **values: object) -> bool:
    """Let go of a task, if its lease has not passed to somebody else."""
    mine = update(TaskRow).where(TaskRow.id == task.id, _WAITING, TaskRow.worker == task.worker, TaskRow.tries == task.tries)
    left: Sequence[object] = session.execute(mine.values(worker="", **values).returning(TaskRow.id)).all()
    return bool(left)


def _is_running(now: datetime) -> ColumnElement[bool]:
    return (TaskRow.worker != "") & (TaskRow.due_at > now)


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(TaskRow).where(condition)) or 0


def _task(row: TaskRow) -> Task:
    return Task(
        id=row.id,
        kind=TaskKind(row.kind),
        key=row.key,
        values=row.values,
        person_id=row.person_id,
        address=row.address,
        state=TaskState(row.state),
        made_at=row.made_at,
        due_at=row.due_at,
        tries=row.tries,
        worker=row.worker,
        failure=row.failure,
        settled_at=row.settled_at,
    )
