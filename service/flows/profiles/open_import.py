"""导入: what the process that carries one out needs of the platform. The reading of files is the indexer's."""

from dataclasses import dataclass
from pathlib import Path

from service.domain.audit import COMMAND, AuditEntry
from service.domain.imports import ImportProgress, ImportReport, ImportState, PoolImport
from service.domain.permissions import Actor
from service.errors import Conflict, NotFound
from service.imports.settle_ended import finish_import, import_folder, tell_whoever_waits
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.imports import find_import, move_import, store_report
from service.store.queries.people import find_person
from service.store.unit_of_work import reading, writing

_CHANGED = "这次导入已经取消或有人处理过，没有写入。"


@dataclass(frozen=True)
class CarriedImport:
    """One import in the hands of its process. `path`: what the command would be given; `actor`: for the audit log."""

    runtime: Runtime
    found: PoolImport
    path: Path
    actor: Actor

    def tell(self, progress: ImportProgress) -> None:
        """Note how far it is, for the page."""
        import_folder(self.runtime).tell(self.found.id, progress)

    def is_cancelled(self) -> bool:
        """Whether somebody wished it to stop."""
        return bool(import_folder(self.runtime).cancelled_by(self.found.id))

    def keep_check(self, report: ImportReport) -> None:
        """The file was tried: staff decide next, or it is refused as a whole."""
        refused = report.outcome == "refused"
        now = self.runtime.clock.now()
        with writing(self.runtime.database) as session:
            state = ImportState.REFUSED if refused else ImportState.CHECKED
            if move_import(session, self.found, state, checked_at=now):
                store_report(session, self.found.id, report)
                record_audit(session, [AuditEntry(now, COMMAND, "import_checked", "import", self.found.id, {"outcome": report.outcome})])
                tell_whoever_waits(session, self.runtime, self.found, "检查好了")

    def keep_load(self, session: Transaction, report: ImportReport) -> None:
        """Inside the transaction that stores the file: that it is stored, and its report.

        Raises:
            Conflict: somebody stopped it meanwhile; nothing is stored.
        """
        now = self.runtime.clock.now()
        if not move_import(session, self.found, ImportState.PREPARING, settled_at=now):
            raise Conflict(_CHANGED)
        store_report(session, self.found.id, report)
        counts: dict[str, object] = {**report.providers, "rows": report.rows.get("read", 0), "problems": report.problems_total}
        record_audit(session, [AuditEntry(now, self.actor, "import_loaded", "import", self.found.id, {"counts": counts})])

    def keep_refusal(self, report: ImportReport) -> None:
        """Nothing could be stored although it was tried before: why."""
        now = self.runtime.clock.now()
        with writing(self.runtime.database) as session:
            if move_import(session, self.found, ImportState.REFUSED, settled_at=now):
                store_report(session, self.found.id, report)
                record_audit(session, [AuditEntry(now, COMMAND, "import_refused", "import", self.found.id)])
                tell_whoever_waits(session, self.runtime, self.found, "没有写入任何内容")

    def keep_end(self) -> None:
        """The vectors are computed too."""
        with writing(self.runtime.database) as session:
            if prepared := find_import(session, self.found.id):
                finish_import(session, self.runtime, prepared)


def open_import(runtime: Runtime, import_id: str) -> CarriedImport:
    """The import that a process is to carry out.

    Raises:
        NotFound: there is no such import, or nothing of it is to be done.
    """
    with reading(runtime.database) as session:
        found = find_import(session, import_id)
        if found is None or found.state not in {ImportState.CHECKING, ImportState.LOADING} or found.file_gone:
            raise NotFound("没有等着做的这次导入。")
        person = find_person(session, found.confirmed_by or found.made_by)
    path = import_folder(runtime).path(found.id, found.file_names)
    return CarriedImport(runtime, found, path, Actor(found.confirmed_by or found.made_by, person.name if person else ""))
