"""问答: a factory and a provider ask each other about a need before they meet, without learning who the other is."""

from dataclasses import dataclass, replace
from datetime import timedelta

from service.brokerage.introducing import Voice
from service.brokerage.moves import read_reason
from service.brokerage.standing import NeedKey, open_need
from service.brokerage.talking import Talk, open_talk
from service.domain.audit import AuditEntry
from service.domain.disputes import other_side
from service.domain.need_steps import Party
from service.domain.people import read_line
from service.domain.questions import A_DAY_MOST, QUESTION_MOST_CHARACTERS, Question, question_refusal
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, Invalid, NotFound, Refused
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.needs import save_need
from service.store.queries.questions import add_question, count_asked_since, find_question, questions_of, save_answer, take_out_question
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AskedWords:
    """`provider_id`: the one who asks or is asked. `words`: the question."""

    provider_id: str
    words: str


def ask_question(runtime: Runtime, key: NeedKey, voice: Voice, asked: AskedWords) -> Question:
    """Put a question to the other side. What would tell a person or a firm is masked while not both have agreed.

    Raises:
        NotFound: no such need or provider, or the need is not shown to it.
        Refused: a broker is tied to the provider.
        Invalid: the words cannot be used, or a broker does not tell how they were heard.
        Conflict: the need is closed, or too much was asked.
    """
    words = _read(asked.words)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        talk = open_talk(runtime, session, key, asked.provider_id)
        side = talk.side_of(voice)
        if not talk.need.is_open:
            raise Conflict("这条需求已经办结，不能再问。")
        refusal = question_refusal(side, questions_of(session, talk.need.id, [asked.provider_id]))
        if refusal:
            raise Conflict(refusal)
        if side is Party.PROVIDER and count_asked_since(session, asked.provider_id, now - _DAY) >= A_DAY_MOST:
            raise Conflict(f"一家服务商一天最多问 {A_DAY_MOST} 个问题，请明天再问。")
        question = Question(
            id=new_id("qst"),
            need_id=talk.need.id,
            provider_id=talk.provider.id,
            asked_by=side,
            asked_at=now,
            recorded_by=key.actor.person_id,
            words=talk.as_shown(words),
            provider_name=talk.provider.display_name,
        )
        add_question(session, question)
        _keep(runtime, session, talk, (LineKind.ASKED, question, voice.heard.strip()))
        talk.tell(runtime, session, other_side(side), ("question_asked", f"question:{question.id}"))
    return question


def answer_question(runtime: Runtime, key: NeedKey, voice: Voice, question_id: str, words: str) -> Question:
    """Answer a question, masked likewise.

    Raises:
        NotFound, Refused, Invalid: as `ask_question`.
        Conflict: it is answered, was taken out, or it is for the other side to answer.
    """
    said = _read(words)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        question = find_question(session, question_id)
        if question is None or (key.need_id and question.need_id != key.need_id):
            raise NotFound("没有这个问题，可能已经撤下。")
        talk = open_talk(runtime, session, key, question.provider_id)
        if talk.need.id != question.need_id:
            raise NotFound("没有这个问题，可能已经撤下。")
        side = talk.side_of(voice)
        if question.waits_for is not side or not save_answer(session, question.id, talk.as_shown(said), now):
            raise Conflict("这个问题已经有答复，或要由另一边来答。")
        answered = replace(question, answer=talk.as_shown(said), answered_at=now)
        _keep(runtime, session, talk, (LineKind.TOLD, answered, voice.heard.strip()))
        talk.tell(runtime, session, question.asked_by, ("question_answered", f"question:{question.id}:answered"))
    return answered


def withdraw_question(runtime: Runtime, key: NeedKey, question_id: str, reason: str) -> None:
    """The desk takes out what does not belong there, such as an advertisement.

    Raises:
        NotFound: no such need or question.
        Refused: not for this actor.
        Invalid: no reason is given.
    """
    said = read_reason(reason)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        if standing.side is not Party.DESK:
            raise Refused("撤下问答由工作人员来做。")
        question = find_question(session, question_id)
        if question is None or question.need_id != need.id or not take_out_question(session, question.id, said[:500], now):
            raise NotFound("没有这个问题，可能已经撤下。")
        detail: dict[str, object] = {"provider": question.provider_id, "question": question.id}
        add_lines(session, need.id, [TimelineLine(now, LineKind.NOTE, Party.DESK, key.actor.person_id, f"撤下一个问答：{said}", detail)])
        record_audit(session, [AuditEntry(now, key.actor, "question_withdrawn", "need", need.id, detail, reason=said)])


def _keep(runtime: Runtime, session: Transaction, talk: Talk, told: tuple[LineKind, Question, str]) -> None:
    """In the 经过 and in the audit log; whoever reads the 经过 reads the words as they were masked."""
    kind, question, heard = told
    now = runtime.clock.now()
    words = question.answer if kind is LineKind.TOLD else question.words
    asker = question.asked_by if kind is LineKind.ASKED else other_side(question.asked_by)
    detail: dict[str, object] = {"provider": question.provider_id, "question": question.id, "by": asker}
    said = f"{words}（{heard}）" if heard else words
    add_lines(session, talk.need.id, [TimelineLine(now, kind, talk.standing.side, talk.standing.actor.person_id, said, detail)])
    action = "question_answered" if kind is LineKind.TOLD else "question_asked"
    record_audit(session, [AuditEntry(now, talk.standing.by, action, "need", talk.need.id, detail, reason=heard)])
    save_need(session, replace(talk.need, moved_at=now))


def _read(text: str) -> str:
    words = read_line(text, QUESTION_MOST_CHARACTERS)
    if words is None:
        sentence = f"请写一到 {QUESTION_MOST_CHARACTERS} 个字，写在一段里。"
        raise Invalid(sentence, fields={"words": sentence})
    return words
