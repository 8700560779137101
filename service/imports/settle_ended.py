"""An import whose process is gone: cancelled, failed, or only its vectors are missing. Nothing of it is half done."""

from service.domain.audit import COMMAND, AuditEntry
from service.domain.imports import ImportState, PoolImport
from service.domain.notices import NewNotice
from service.domain.permissions import Actor
from service.imports.import_folder import ImportFolder
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.imports import find_import, find_running_import, move_import
from service.store.queries.notices import post_notice
from service.store.queries.people import find_person
from service.store.queries.tasks import is_settled
from service.store.unit_of_work import reading, writing

_ENDED = "导入程序中途停了，没有写入任何内容。请重新检查后再导入。"
_UNPREPARED = "资料已入库，检索向量没有算完；运行 python -m indexer rebuild 会补上，也会随下一次导入补上。"


def import_folder(runtime: Runtime) -> ImportFolder:
    """The folder of this platform's imports."""
    return ImportFolder(runtime.settings.data_dir / "imports")


def settle_ended(runtime: Runtime, import_id: str, round_number: int) -> bool:
    """Settle one round of an import whose process has ended; whether there was anything to settle.

    Nothing happens while a living process works on imports.
    """
    folder = import_folder(runtime)
    lock = folder.lock()
    if lock is None:
        return False
    with lock:
        cancelled_by = folder.cancelled_by(import_id)
        with writing(runtime.database) as session:
            running = find_import(session, import_id)
            if running is None or running.round != round_number:
                return False
            return _settle(session, runtime, running, cancelled_by)


def settle_lost(runtime: Runtime) -> bool:
    """Settle the running import when whoever began it is gone, such as after a crash of the machine."""
    with reading(runtime.database) as session:
        running = find_running_import(session)
        begun = running is not None and is_settled(session, task_key(running.id, running.round))
    return running is not None and begun and settle_ended(runtime, running.id, running.round)


def task_key(import_id: str, round_number: int) -> str:
    """The task that begins one round."""
    return f"import:{import_id}:{round_number}"


def _settle(session: Transaction, runtime: Runtime, running: PoolImport, cancelled_by: str) -> bool:
    now = runtime.clock.now()
    match running.state:
        case ImportState.PREPARING:
            return finish_import(session, runtime, running, _UNPREPARED)
        case ImportState.CHECKING | ImportState.LOADING if cancelled_by:
            moved = move_import(session, running, ImportState.CANCELLED, settled_at=now, failure="")
            action = "import_cancelled"
        case ImportState.CHECKING | ImportState.LOADING:
            moved = move_import(session, running, ImportState.FAILED, settled_at=now, failure=_ENDED)
            action = "import_failed"
        case _:
            return False
    if moved:
        by: Actor | str = Actor(cancelled_by) if cancelled_by else COMMAND
        record_audit(session, [AuditEntry(now, by, action, "import", running.id, {"state": str(running.state)})])
        if not cancelled_by:
            tell_whoever_waits(session, runtime, running, "没有完成")
    return moved


def finish_import(session: Transaction, runtime: Runtime, prepared: PoolImport, failure: str = "") -> bool:
    """Nothing is left to do; whoever confirmed it is told. False: somebody else finished it."""
    moved = move_import(session, prepared, ImportState.DONE, failure=failure)
    if moved:
        detail = {"vectors": not failure}
        record_audit(session, [AuditEntry(runtime.clock.now(), COMMAND, "import_finished", "import", prepared.id, detail)])
        tell_whoever_waits(session, runtime, prepared, "已经完成")
    return moved


def tell_whoever_waits(session: Transaction, runtime: Runtime, running: PoolImport, outcome: str) -> None:
    """Post the notice of how it went on."""
    person = running.confirmed_by or running.made_by
    if find_person(session, person) is None:
        return  # the account was erased meanwhile
    values = {"import": running.id, "name": running.name, "outcome": outcome}
    post_notice(session, NewNotice("import_ended", person, values, f"import:{running.id}:{running.round}"), runtime.clock.now())
