"""履约备注: the desk notes how a provider behaves, for colleagues; shared notes are read by the provider too."""

from dataclasses import dataclass

from service.brokerage.introducing import require_untied
from service.brokerage.telling import tell_firm
from service.domain.audit import AuditEntry
from service.domain.conduct import CONDUCT_MOST_CHARACTERS, ConductKind, ConductNote
from service.domain.people import read_line
from service.domain.permissions import Action, Actor
from service.errors import Invalid, NotFound
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.conduct_notes import add_conduct_note, take_back_conduct_note
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class WishedNote:
    """`kind`: a value of `ConductKind`. `shared`: the provider reads it too. `need_id`: what it is about, empty for none."""

    kind: str
    words: str
    shared: bool = False
    need_id: str = ""


def note_conduct(runtime: Runtime, actor: Actor, provider_id: str, wished: WishedNote) -> str:
    """Keep a note; its id.

    Raises:
        NotFound: there is no such provider.
        Refused: not for this actor, or the actor is tied to the provider.
        Invalid: no such kind, or the words cannot be used.
    """
    words = read_line(wished.words, CONDUCT_MOST_CHARACTERS)
    fields = {
        "kind": "" if wished.kind in set(ConductKind) else "请选是哪一类。",
        "words": "" if words else f"请写明是什么事，最多 {CONDUCT_MOST_CHARACTERS} 个字。",
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or words is None:
        raise Invalid("有内容没填对。", fields=problems)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        require_untied(session, actor, provider_id, Action.INTRODUCE)
        if find_stored_firm(session, provider_id) is None:
            raise NotFound("没有这家服务商。")
        note = ConductNote(
            new_id("cnd"), provider_id, ConductKind(wished.kind), words, actor.person_id, now, shared=wished.shared, need_id=wished.need_id
        )
        add_conduct_note(session, note)
        detail: dict[str, object] = {"note": note.id, "kind": note.kind, "shared": note.shared, "need": note.need_id}
        record_audit(session, [AuditEntry(now, actor, "conduct_noted", "provider", provider_id, detail, reason=words)])
        if note.shared:
            tell_firm(runtime, session, provider_id, ("conduct_noted", {}, f"conduct:{note.id}"))
    return note.id


def withdraw_conduct_note(runtime: Runtime, actor: Actor, provider_id: str, note_id: str) -> None:
    """Take a note back; that it was there stays on record.

    Raises:
        NotFound: there is none such.
        Refused: not for this actor, or the actor is tied to the provider.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        require_untied(session, actor, provider_id, Action.INTRODUCE)
        if not take_back_conduct_note(session, provider_id, note_id, now):
            raise NotFound("没有这条备注，或已经撤回。")
        record_audit(session, [AuditEntry(now, actor, "conduct_withdrawn", "provider", provider_id, {"note": note_id})])
