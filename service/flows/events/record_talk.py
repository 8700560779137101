"""洽谈 that took place: its outcome in one line, by either side or by staff, and the introduction that it became."""

from dataclasses import replace

from service.domain.audit import AuditEntry
from service.domain.people import read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.talks import TALK_WORDS_MOST_CHARACTERS, EventTalk, TalkResult, TalkState
from service.errors import Conflict, Invalid, NotFound
from service.gathering.guests import BookingKey
from service.gathering.talking import open_own_talk
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.talks import find_talk, save_talk
from service.store.unit_of_work import writing


def record_talk(runtime: Runtime, key: BookingKey, talk_id: str, result: str, words: str) -> EventTalk:
    """Keep what came of it; told again, the newest stands.

    Args:
        key: of either booking; staff come by the booking of the factory.

    Raises:
        NotFound: the key opens none, or the talk is somebody else's.
        Invalid: no such result, or the line is too long.
        Conflict: it has no slot, has not begun, or was called off.
    """
    said = read_line(words, TALK_WORDS_MOST_CHARACTERS) if words.strip() else ""
    if result not in set(TalkResult) or said is None:
        raise Invalid("有内容没填对。", fields={"result": f"请选谈得怎么样；要说的话最多 {TALK_WORDS_MOST_CHARACTERS} 个字。"})
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        found = open_own_talk(runtime, session, key, talk_id)
        talk = found.talk
        if talk.place is None or talk.state not in {TalkState.ACCEPTED, TalkState.HELD}:
            raise Conflict("这次洽谈没有排上，或已经取消，不用填结果。")
        if now < found.opened.event.facts.starts_at:
            raise Conflict("活动还没有开始。")
        saved = save_talk(session, replace(talk, state=TalkState.HELD, result=TalkResult(result), result_words=said))
        entry = AuditEntry(now, found.opened.by, "talk_recorded", "talk", talk.id, {"result": result}, reason=said)
        record_audit(session, [entry])
    return saved


def link_talk(runtime: Runtime, actor: Actor, talk_id: str, introduction_id: str) -> EventTalk:
    """The desk made an introduction of it.

    Raises:
        Refused: not for this actor.
        NotFound: no such talk.
    """
    require(actor, Action.BROKER_NEEDS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        talk = find_talk(session, talk_id)
        if talk is None:
            raise NotFound("没有这次洽谈。")
        saved = save_talk(session, replace(talk, introduction_id=introduction_id))
        detail: dict[str, object] = {"introduction": introduction_id}
        record_audit(session, [AuditEntry(now, actor, "talk_recorded", "talk", talk.id, detail)])
    return saved
