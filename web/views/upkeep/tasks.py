"""任务."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from service.domain.permissions import Action, Actor, Subject, may
from service.domain.tasks import MOST_TRIES, Task, TaskCounts, TaskKind, TaskState
from service.errors import PlatformError
from service.flows.upkeep.keep_tasks import TaskList
from web.parts.paging import Paging, paging_of

_KINDS = {
    TaskKind.SEND_LETTER: "寄出带链接的邮件",
    TaskKind.SEND_NOTICES: "寄出通知邮件",
    TaskKind.PUSH_MESSAGES: "向一个推送地址发消息",
    TaskKind.DO_PERIODIC: "定期工作",
    TaskKind.BEGIN_IMPORT: "开始导入名单",
}
_STATES = {TaskState.FAILED: "失败", TaskState.WAITING: "等待和进行中", TaskState.DONE: "已完成", TaskState.GIVEN_UP: "已放弃"}
_PERIODIC = {"delete_expired": "删除到期的信息", "tend_consents": "删除到期的联系人", "tend_imports": "清理导入的文件"}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task; nobody is named. `when`: words before `at`."""

    id: str
    words: str
    running: bool
    made_at: datetime
    when: str
    at: datetime
    tries: str
    failure: str


@dataclass(frozen=True, slots=True)
class StateLink:
    """One state to look at."""

    href: str
    words: str
    current: bool


@dataclass(frozen=True, slots=True)
class TasksPage:
    """`late`: how long the oldest is overdue, in words; `wrong`: the task whose form was refused, and `sentence` why."""

    template: ClassVar[str] = "pages/upkeep/tasks.html"
    title: str
    lines: tuple[TaskLine, ...]
    states: tuple[StateLink, ...]
    state_words: str
    total: int
    counts: TaskCounts
    late: str
    may_decide: bool
    paging: Paging
    wrong: str = ""
    sentence: str = ""

    def refused(self, task_id: str, error: PlatformError) -> "TasksPage":
        """This, with why nothing was done."""
        return replace(self, wrong=task_id, sentence=error.message)


def tasks_page(actor: Actor, listed: TaskList, state: TaskState) -> TasksPage:
    """Tasks in one state."""
    return TasksPage(
        title="任务",
        lines=tuple(_line(task, listed.at) for task in listed.tasks.items),
        states=tuple(StateLink(f"/tasks?state={each}", words, each is state) for each, words in _STATES.items()),
        state_words=_STATES[state],
        total=listed.tasks.total,
        counts=listed.counts,
        late=_late(listed.counts.oldest_seconds(listed.at)),
        may_decide=state is TaskState.FAILED and may(actor, Action.KEEP_TASKS, Subject()),
        paging=paging_of(listed.tasks, "/tasks", (("state", state),)),
    )


def _line(task: Task, now: datetime) -> TaskLine:
    running = task.state is TaskState.WAITING and bool(task.worker) and task.due_at > now
    name = task.values.get("name", "") if task.kind is TaskKind.DO_PERIODIC else ""
    when = {TaskState.FAILED: "失败于", TaskState.DONE: "完成于", TaskState.GIVEN_UP: "放弃于"}.get(task.state, "下次尝试")
    return TaskLine(
        id=task.id,
        words=f"{_KINDS[task.kind]}：{_PERIODIC.get(name, name)}" if name else _KINDS[task.kind],
        running=running,
        made_at=task.made_at,
        when="这次最迟到" if running else when,
        at=task.settled_at or task.due_at,
        tries=f"试过 {task.tries} 次（最多 {MOST_TRIES} 次）" if task.tries else "还没有试",
        failure=task.failure,
    )


def _late(seconds: float) -> str:
    if seconds < timedelta(minutes=1).total_seconds():
        return ""
    minutes = int(seconds // 60)
    return f"{minutes} 分钟" if minutes < 120 else f"{minutes // 60} 小时"
