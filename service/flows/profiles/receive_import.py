"""导入: a file of staff comes in. It is kept, and tried at once without storing anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from service.copies.kept_codes import read_codes
from service.domain.audit import AuditEntry
from service.domain.imports import ImportState, PoolImport, WishedFile, file_name_of, refuse_files
from service.domain.permissions import Action, Actor, Subject
from service.domain.tasks import NewTask, TaskKind
from service.errors import Conflict, Invalid
from service.identity.actors import require
from service.imports.settle_ended import import_folder, task_key
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.imports import add_import, find_running_import
from service.store.queries.tasks import post_task
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file as it came: its name as the browser tells it, how long it is, and its bytes."""

    name: str
    bytes: int
    content: BinaryIO


def receive_import(runtime: Runtime, actor: Actor, files: Sequence[SentFile], pool: str) -> str:
    """Keep the files and promise to try them; the id of the import.

    Args:
        pool: code of the pool for lists that say nowhere which one they are of; empty: they say it.

    Raises:
        Refused: not for this actor.
        Invalid: the files cannot be imported, or the pool is unknown; told at the field.
        Conflict: another import is running.
    """
    require(actor, Action.IMPORT_POOLS, Subject())
    names = [file_name_of(each.name) for each in files]
    wrong = refuse_files(
        [WishedFile(name, each.bytes) for name, each in zip(names, files, strict=True)], runtime.settings.upload_max_mb
    )  # fmt: skip
    if wrong:
        raise Invalid(wrong, fields={"file": wrong})
    if pool and pool not in {each.code for each in read_codes(runtime.database, runtime.copies.codes).pools}:
        raise Invalid("请选一个资源池。", fields={"pool": "请选一个资源池。"})
    with reading(runtime.database) as session:
        running = find_running_import(session)
    if running:
        raise Conflict(f"“{running.name}”正在导入，一次只导入一个。请等它结束再传。")
    now = runtime.clock.now()
    total = sum(each.bytes for each in files)
    new = PoolImport(
        new_id("imp"), ImportState.CHECKING, tuple(names), total, pool, 1, actor.person_id, now, "", None, None,
        file_gone=False, failure="", report=None,
    )  # fmt: skip
    folder = import_folder(runtime)
    stored = False
    try:
        folder.keep(new.id, [(name, each.content) for name, each in zip(names, files, strict=True)])
        with writing(runtime.database) as session:
            add_import(session, new)
            post_task(session, NewTask(TaskKind.BEGIN_IMPORT, task_key(new.id, 1), {"import": new.id, "round": "1"}), now)
            detail: dict[str, object] = {"files": len(files), "bytes": total, "pool": pool}
            record_audit(session, [AuditEntry(now, actor, "import_received", "import", new.id, detail)])
        stored = True
    finally:
        if not stored:
            folder.forget(new.id)
    return new.id
