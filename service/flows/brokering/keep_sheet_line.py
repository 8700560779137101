"""A row of a workbook became a need, or could not: kept with the workbook, so that its page tells what became of each."""

from dataclasses import dataclass, replace

from service.domain.audit import AuditEntry
from service.domain.permissions import Action, Actor, Subject
from service.errors import NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.need_sheets import find_need_sheet, save_need_sheet
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class TakenLine:
    """`need_id` and `number`: of the need it became; `failure`: why it did not."""

    line: int
    need_id: str = ""
    number: str = ""
    failure: str = ""


def keep_sheet_line(runtime: Runtime, actor: Actor, sheet_id: str, taken: TakenLine) -> None:
    """Keep what became of a row.

    Raises:
        Refused: not for this actor.
        NotFound: there is no such workbook any more.
    """
    require(actor, Action.BROKER_NEEDS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        sheet = find_need_sheet(session, sheet_id)
        if sheet is None:
            raise NotFound("没有这张表，或保留期已过、已经删除。")
        lines = tuple(
            replace(line, need_id=taken.need_id, need_number=taken.number, failure=taken.failure) if line.line == taken.line else line
            for line in sheet.lines
        )
        save_need_sheet(session, replace(sheet, lines=lines))
        detail: dict[str, object] = {"line": taken.line, "need": taken.need_id}
        record_audit(session, [AuditEntry(now, actor, "need_sheet_line", "need_sheet", sheet_id, detail, reason=taken.failure)])
