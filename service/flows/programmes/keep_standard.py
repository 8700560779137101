"""Enter and take away what the standard of levels says, and what cases were recognised as. Every entry has its document."""

from dataclasses import dataclass

from service.copies.kept_directory import read_kept
from service.domain.audit import AuditEntry
from service.domain.people import read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.standards import (
    RECOGNITION_NAME_MOST,
    STANDARD_DOCUMENT_MOST,
    STANDARD_WORDS_MOST,
    Recognition,
    StandardEntry,
)
from service.errors import Invalid, NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.standards import (
    add_recognition,
    add_standard_entry,
    read_recognitions,
    read_standard,
    remove_recognition,
    remove_standard_entry,
)
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class StandardWish:
    """A form: for the standard `level`, `scenario`, `words`; for a recognition `case_id` and `name`; `document_no` for both."""

    document_no: str
    level: str = ""
    scenario: str = ""
    words: str = ""
    case_id: str = ""
    name: str = ""


def see_standard(runtime: Runtime, actor: Actor) -> tuple[tuple[StandardEntry, ...], tuple[Recognition, ...]]:
    """All entries.

    Raises:
        Refused: this actor keeps none.
    """
    require(actor, Action.KEEP_PROGRAMMES, Subject())
    with reading(runtime.database) as session:
        return read_standard(session), read_recognitions(session)


def keep_standard(runtime: Runtime, actor: Actor, wish: StandardWish) -> None:
    """Keep a sentence of the standard, or the recognition of a case.

    Raises:
        Refused: this actor keeps none.
        Invalid: a field is wrong; each is told.
    """
    require(actor, Action.KEEP_PROGRAMMES, Subject())
    kept, now = read_kept(runtime, runtime.clock.now()), runtime.clock.now()
    problems: dict[str, str] = {}
    document = read_line(wish.document_no, STANDARD_DOCUMENT_MOST)
    if document is None:
        problems["document_no"] = "请写文号，没有文件的不录。"
    if wish.case_id:
        name = read_line(wish.name, RECOGNITION_NAME_MOST)
        if name is None:
            problems["name"] = "请写认定的名称，例如 2026 年市级示范项目。"
        if wish.case_id not in {case.id for case in kept.directory.cases}:
            problems["case_id"] = "名录里没有这个案例。"
    else:
        name = read_line(wish.words, STANDARD_WORDS_MOST)
        if name is None:
            problems["words"] = f"请照文件写，最多 {STANDARD_WORDS_MOST} 个字。"
        if wish.level not in {level.code for level in kept.codes.levels.values()}:
            problems["level"] = "请选择等级。"
        if wish.scenario not in kept.codes.taxonomy.scenario_by_code:
            problems["scenario"] = "请选择场景。"
    if problems or document is None or name is None:
        raise Invalid("有几处要改，还没有保存。", fields=problems)
    with writing(runtime.database) as session:
        if wish.case_id:
            told = Recognition(new_id("rcg"), wish.case_id, name, document, now)
            add_recognition(session, told, actor.person_id)
            record_audit(
                session, [AuditEntry(now, actor, "case_recognised", "case", wish.case_id, after={"name": name, "document": document})]
            )
        else:
            entry = StandardEntry(new_id("std"), wish.level, wish.scenario, name, document, now)
            add_standard_entry(session, entry, actor.person_id)
            detail = {"level": wish.level, "scenario": wish.scenario}
            record_audit(session, [AuditEntry(now, actor, "standard_entered", "standard", entry.id, detail, after={"words": name})])


def clear_standard(runtime: Runtime, actor: Actor, entry_id: str) -> None:
    """Take an entry or a recognition away.

    Raises:
        Refused: this actor keeps none.
        NotFound: there is none such.
    """
    require(actor, Action.KEEP_PROGRAMMES, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        if not remove_standard_entry(session, entry_id) and not remove_recognition(session, entry_id):
            raise NotFound("没有这一条，可能已经删了。")
        record_audit(session, [AuditEntry(now, actor, "standard_removed", "standard", entry_id)])
