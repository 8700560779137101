"""导入: staff decide on a tried file, try it again, or stop one that runs."""

from service.domain.audit import AuditEntry
from service.domain.imports import STEP_WORDS, ImportState, ImportStep, PoolImport
from service.domain.permissions import Action, Actor, Subject
from service.domain.tasks import NewTask, TaskKind
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require
from service.imports.settle_ended import import_folder, settle_ended, task_key
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.imports import find_import, find_running_import, move_import, stored_since
from service.store.queries.tasks import post_task
from service.store.unit_of_work import reading, writing

_TO = {ImportStep.CONFIRM: ImportState.LOADING, ImportStep.RECHECK: ImportState.CHECKING, ImportStep.DISCARD: ImportState.DISCARDED}


def step_import(runtime: Runtime, actor: Actor, import_id: str, step: str) -> None:
    """Do one step.

    Raises:
        Refused: not for this actor.
        NotFound: there is no such import.
        Invalid: an unknown step.
        Conflict: the step cannot be done now, another import runs, or another file was stored since this one was tried.
    """
    require(actor, Action.IMPORT_POOLS, Subject())
    if step not in set(ImportStep):
        raise Invalid("没有认出要做什么，请用页面上的按钮。")
    wanted = ImportStep(step)
    with reading(runtime.database) as session:
        seen = find_import(session, import_id)
    if seen is None:
        raise NotFound("没有这次导入，可能已经过了保存期。")
    if wanted not in seen.steps:
        raise Conflict(f"现在不能“{STEP_WORDS[wanted]}”，请看页面上现在能做的。")
    if wanted is ImportStep.CANCEL:
        _cancel(runtime, actor, seen)
        return
    with writing(runtime.database) as session:
        _move(session, runtime, actor, seen, wanted)
    if wanted is ImportStep.DISCARD:
        import_folder(runtime).forget(seen.id)


def _move(session: Transaction, runtime: Runtime, actor: Actor, seen: PoolImport, wanted: ImportStep) -> None:
    now = runtime.clock.now()
    running = find_running_import(session)
    if wanted is not ImportStep.DISCARD and running:
        raise Conflict(f"“{running.name}”正在导入，一次只导入一个。请等它结束。")
    if wanted is ImportStep.CONFIRM and seen.checked_at and stored_since(session, seen.checked_at):
        raise Conflict("检查之后又导入过别的文件，结果可能变了。请先重新检查。")
    values: dict[str, object] = {"failure": "", "round": seen.round + 1}
    if wanted is ImportStep.CONFIRM:
        values["confirmed_by"] = actor.person_id
    if wanted is ImportStep.DISCARD:
        values |= {"settled_at": now, "file_gone": True}
    if not move_import(session, seen, _TO[wanted], **values):
        raise Conflict("这次导入刚有人处理过，请刷新再看。")
    if wanted is not ImportStep.DISCARD:
        import_folder(runtime).clear(seen.id)
        promised = {"import": seen.id, "round": str(seen.round + 1)}
        post_task(session, NewTask(TaskKind.BEGIN_IMPORT, task_key(seen.id, seen.round + 1), promised), now)
    record_audit(session, [AuditEntry(now, actor, f"import_{wanted}", "import", seen.id, {"state": str(seen.state)})])


def _cancel(runtime: Runtime, actor: Actor, seen: PoolImport) -> None:
    """Ask the process to stop. While it stores, SQLite lets nobody else write: so the wish is a file, and the audit line follows."""
    import_folder(runtime).wish_to_cancel(seen.id, actor.person_id)
    settle_ended(runtime, seen.id, seen.round)  # at once, when its process has not begun
