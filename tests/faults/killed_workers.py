"""Four workers do 300 tasks and are killed at random points: `… DATABASE_URL`. Prints what became of the tasks as one line of JSON."""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import select

from service.bootstrap import build_runtime
from service.domain.audit import AuditEntry
from service.domain.tasks import NewTask, Task, TaskKind
from service.errors import Unavailable
from service.flows.upkeep.work_task import Finish, work_task
from service.runtime import Runtime
from service.settings import read_settings
from service.store import migrate
from service.store.queries.audit import record_audit
from service.store.queries.tasks import count_tasks, post_task
from service.store.rows import AuditRow, TaskRow
from service.store.unit_of_work import reading, writing
from tests.fakes import HashEncoder

TASKS, WORKERS, KILLS = 300, 4, 25
CHANCE = random.SystemRandom()
FASTER = 200
"""A lease of two minutes ends after 0.6 s."""
_BEGAN = time.time()


class FastClock:
    """The machine's clock, but faster."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(_BEGAN + (time.time() - _BEGAN) * FASTER, UTC)


def perform(runtime: Runtime, task: Task) -> Finish:
    """Takes a while, and one in twenty is not possible now."""
    time.sleep(CHANCE.random() / 50)
    if CHANCE.random() < 0.05:
        raise Unavailable("稍后再试。")
    entry = AuditEntry(runtime.clock.now(), "command", "task_done", "task", task.id)
    return lambda session: record_audit(session, [entry])


def work(url: str) -> None:
    """Until killed."""
    runtime, me = platform(url), f"worker-{os.getpid()}"
    while True:
        try:
            if not work_task(runtime, me, {TaskKind.SEND_LETTER: perform}):
                time.sleep(0.02)
        except Unavailable:
            time.sleep(0.02)


def platform(url: str) -> Runtime:
    return build_runtime(read_settings({"POOL_DATABASE_URL": url}), encoder=HashEncoder(), clock=FastClock())


def begin(url: str) -> int:
    if (child := os.fork()) == 0:
        try:
            work(url)
        finally:
            os._exit(1)
    return child


def main(url: str) -> None:
    """Post, kill, and count."""
    runtime = platform(url)
    migrate.upgrade(runtime.database)
    with writing(runtime.database) as session:
        for number in range(TASKS):
            post_task(session, NewTask(TaskKind.SEND_LETTER, f"task:{number}", address="lin@example.com"), runtime.clock.now())
    runtime.database.dispose()
    workers, kills, ends_at = [begin(url) for _ in range(WORKERS)], 0, time.monotonic() + 240
    left = TASKS
    while left and time.monotonic() < ends_at:
        time.sleep(0.05 + CHANCE.random() / 10)
        if kills < KILLS:
            victim = workers.pop(CHANCE.randrange(len(workers)))
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
            workers.append(begin(url))
            kills += 1
        with reading(runtime.database) as session:
            counts = count_tasks(session, runtime.clock.now())
        left = counts.waiting + counts.running
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    with reading(runtime.database) as session:
        states = Counter(session.scalars(select(TaskRow.state)))
        settled = Counter(session.scalars(select(AuditRow.subject_id).where(AuditRow.action == "task_done")))
        more = sum(tries > 1 for tries in session.scalars(select(TaskRow.tries)))
    told = {
        "states": states,
        "settled": len(settled),
        "twice": sum(number > 1 for number in settled.values()),
        "kills": kills,
        "again": more,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
