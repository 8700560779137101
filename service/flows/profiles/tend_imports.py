"""导入: uploaded files go after their time, undecided ones too, and what a crash left is settled."""

from service.domain.audit import COMMAND, AuditEntry
from service.domain.imports import CONFIRM_WITHIN, FILE_KEPT, RUNNING, ImportState
from service.imports.settle_ended import import_folder, settle_lost
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.imports import left_unconfirmed, move_import, with_old_files
from service.store.unit_of_work import writing


def tend_imports(runtime: Runtime) -> int:
    """Do it; how many files were deleted. Running it again does nothing more."""
    settle_lost(runtime)
    now = runtime.clock.now()
    gone = []
    with writing(runtime.database) as session:
        for each in left_unconfirmed(session, now - CONFIRM_WITHIN):
            move_import(session, each, ImportState.EXPIRED, settled_at=now, file_gone=True)
            record_audit(session, [AuditEntry(now, COMMAND, "import_expired", "import", each.id)])
            gone.append(each.id)
        for each in with_old_files(session, now - FILE_KEPT):
            if each.state not in RUNNING:
                move_import(session, each, each.state, file_gone=True)
                record_audit(session, [AuditEntry(now, COMMAND, "import_file_deleted", "import", each.id)])
                gone.append(each.id)
    for import_id in gone:
        import_folder(runtime).forget(import_id)
    return len(gone)
