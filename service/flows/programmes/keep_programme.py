"""Enter or change a programme: a new policy year is a new record."""

from dataclasses import asdict, replace
from typing import Any

from service.copies.kept_codes import read_codes
from service.domain.audit import AuditEntry
from service.domain.permissions import Action, Actor, Subject
from service.domain.programme_entries import EntryReader, ProgrammeEntry, typed_of
from service.domain.programme_words import codes_by_word, names_of_codes
from service.domain.programmes import Programme, ProgrammeFacts
from service.errors import Invalid, NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.programmes import add_programme, find_programme, save_programme
from service.store.unit_of_work import reading, writing


def open_programme_form(runtime: Runtime, actor: Actor, programme_id: str) -> tuple[Programme, ProgrammeEntry]:
    """A stored programme and the form that stands for it.

    Raises:
        Refused: this actor keeps none.
        NotFound: there is none such.
    """
    require(actor, Action.KEEP_PROGRAMMES, Subject())
    with reading(runtime.database) as session:
        programme = find_programme(session, programme_id)
    if programme is None:
        raise NotFound("没有这个政策项目，可能编号写错了。")
    return programme, typed_of(programme.facts, names_of_codes(read_codes(runtime.database, runtime.copies.codes)))


def keep_programme(runtime: Runtime, actor: Actor, entry: ProgrammeEntry, programme_id: str = "", version: int = 0) -> str:
    """Store it; its id. Without `programme_id` it is new; `version`: the one the form was filled from.

    Raises:
        Refused: this actor keeps none.
        Invalid: fields are wrong; each is told.
        NotFound: there is none such.
        RecordChanged: somebody saved it meanwhile.
    """
    require(actor, Action.KEEP_PROGRAMMES, Subject())
    reader = EntryReader(entry, codes_by_word(read_codes(runtime.database, runtime.copies.codes)))
    facts = reader.read()
    if reader.problems:
        raise Invalid("有几处要改，还没有保存。", fields=reader.problems)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        if not programme_id:
            programme = Programme(new_id("prg"), 1, facts, actor.name, now)
            add_programme(session, programme, actor.person_id)
            record_audit(session, [AuditEntry(now, actor, "programme_entered", "programme", programme.id, after=_told(facts))])
            return programme.id
        stored = find_programme(session, programme_id)
        if stored is None:
            raise NotFound("没有这个政策项目，可能编号写错了。")
        before, after = _told(stored.facts), _told(facts)
        changed = {name for name in after if after[name] != before[name]}
        if not changed:
            return programme_id
        save_programme(session, replace(stored, version=version, facts=facts), actor.person_id, now)
        entry_before, entry_after = ({name: told[name] for name in sorted(changed)} for told in (before, after))
        told = AuditEntry(
            now, actor, "programme_changed", "programme", programme_id, {"fields": sorted(changed)}, before=entry_before, after=entry_after
        )
        record_audit(session, [told])
    return programme_id


def _told(facts: ProgrammeFacts) -> dict[str, Any]:
    """Every field as a word, for the audit log."""
    return {name: str(value) for name, value in asdict(facts).items()}
