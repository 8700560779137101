"""争议: one side tells the desk what went wrong, the other side is heard, and somebody of the desk without a tie closes it."""

from dataclasses import dataclass, replace

from service.brokerage.introducing import IntroductionKey, Opened, Voice, open_introduction, speaking_side
from service.brokerage.moves import read_reason
from service.brokerage.talking import both_agreed
from service.brokerage.telling import tell_desk, tell_firm
from service.domain.audit import AuditEntry
from service.domain.disputes import (
    DISPUTE_MOST_CHARACTERS,
    DISPUTE_RESULT_WORDS,
    REPLY_DAYS,
    Dispute,
    DisputeResult,
    other_side,
)
from service.domain.need_steps import Party
from service.domain.people import read_line
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, Invalid, NotFound, Refused
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.disputes import add_dispute, disputes_of, save_reply, save_result
from service.store.queries.needs import save_need
from service.store.queries.special_days import read_calendar
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing

_DISPUTES_MOST = 1


@dataclass(frozen=True, slots=True)
class SaidResult:
    """`result`: a value of `DisputeResult`; `words`: how it was settled, which both sides read."""

    result: str
    words: str


def raise_dispute(runtime: Runtime, key: IntroductionKey, voice: Voice, words: str) -> Dispute:
    """One line to the desk.

    Raises:
        NotFound: there is no such introduction.
        Refused: it is not for this actor to say.
        Invalid: the words cannot be used.
        Conflict: not both had agreed, or there is an open one already.
    """
    said = _read(words)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        side = speaking_side(session, opened, voice)
        introduction = opened.introduction
        if not both_agreed(introduction):
            raise Conflict("双方都同意谈以后才有争议可提。现在有话，请写在补充里或打服务台电话。")
        if sum(each.is_open for each in disputes_of(session, [introduction.id])) >= _DISPUTES_MOST:
            raise Conflict("这次对接已经有一件争议在处理，请等它有了结果。")
        dispute = Dispute(
            id=new_id("dsp"),
            introduction_id=introduction.id,
            need_id=opened.need.id,
            provider_id=introduction.provider_id,
            raised_by=side,
            raised_at=now,
            words=said,
            reply_by=read_calendar(session).after(runtime.today, REPLY_DAYS),
            provider_name=introduction.provider_name,
        )
        add_dispute(session, dispute)
        _keep(runtime, session, opened, ("提出", dispute.id, _with(said, voice)))
        _tell_side(runtime, session, opened, (other_side(side), "dispute_raised", dispute))
        values = {"number": opened.need.number, "need": opened.need.id}
        tell_desk(runtime, session, opened.need, ("dispute_to_close", values, f"dispute:{dispute.id}"))
    return dispute


def reply_to_dispute(runtime: Runtime, key: IntroductionKey, voice: Voice, dispute_id: str, words: str) -> None:
    """The other side's word.

    Raises:
        NotFound, Refused, Invalid: as `raise_dispute`.
        Conflict: it was heard already, the dispute is closed, or one raised it oneself.
    """
    said = _read(words)
    with writing(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        side = speaking_side(session, opened, voice)
        dispute = _find(session, opened, dispute_id)
        if dispute.raised_by is side or not save_reply(session, dispute.id, said, runtime.clock.now()):
            raise Conflict("这件争议已经有说明或有了结果，或要由另一边来说明。")
        _keep(runtime, session, opened, ("对方说明", dispute.id, _with(said, voice)))
        values = {"number": opened.need.number, "need": opened.need.id}
        tell_desk(runtime, session, opened.need, ("dispute_heard", values, f"dispute:{dispute.id}:heard"))


def close_dispute(runtime: Runtime, key: IntroductionKey, dispute_id: str, said: SaidResult) -> None:
    """The desk closes it once both sides were heard, or the other one let its time pass; both are told the result.

    Raises:
        NotFound: there is no such introduction or dispute.
        Refused: not for this actor, or a tie stands against it.
        Invalid: no such result, or no words.
        Conflict: it is closed, or the other side has still time to be heard.
    """
    if said.result not in set(DisputeResult):
        raise Invalid("请选一个结果。", fields={"result": "请选一个结果"})
    words, result = _read(said.words), DisputeResult(said.result)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        if opened.standing.side is not Party.DESK:
            raise Refused("争议由工作人员来了结。")
        # Writing down nobody's word: who is tied to the provider is told so, as everywhere.
        speaking_side(session, opened, Voice(Party.MANUFACTURER, words))
        dispute = _find(session, opened, dispute_id)
        if not dispute.is_heard(runtime.today) and result is not DisputeResult.TAKEN_BACK:
            raise Conflict(f"另一边还没有说明，{dispute.reply_by.isoformat()} 以前不能了结。可以打电话问清，代记它的说明。")
        if not save_result(session, dispute.id, result, words, (key.actor.person_id, now)):
            raise Conflict("这件争议已经了结。")
        _keep(runtime, session, opened, (f"了结，{DISPUTE_RESULT_WORDS[result]}", dispute.id, words))
        for side in (Party.MANUFACTURER, Party.PROVIDER):
            _tell_side(runtime, session, opened, (side, "dispute_closed", dispute))


def _find(session: Transaction, opened: Opened, dispute_id: str) -> Dispute:
    found = next((each for each in disputes_of(session, [opened.introduction.id]) if each.id == dispute_id), None)
    if found is None:
        raise NotFound("没有这件争议。")
    return found


def _keep(runtime: Runtime, session: Transaction, opened: Opened, told: tuple[str, str, str]) -> None:
    what, dispute_id, said = told
    now, introduction = runtime.clock.now(), opened.introduction
    detail: dict[str, object] = {"provider": introduction.provider_id, "introduction": introduction.id, "dispute": dispute_id, "what": what}
    add_lines(
        session, opened.need.id, [TimelineLine(now, LineKind.DISPUTE, opened.standing.side, opened.standing.actor.person_id, said, detail)]
    )
    record_audit(session, [AuditEntry(now, opened.standing.by, "dispute_moved", "introduction", introduction.id, detail, reason=said)])
    save_need(session, replace(opened.need, moved_at=now))


def _tell_side(runtime: Runtime, session: Transaction, opened: Opened, told: tuple[Party, str, Dispute]) -> None:
    side, wording, dispute = told
    key = f"dispute:{dispute.id}:{wording}"
    if side is Party.MANUFACTURER:
        values = {"number": opened.need.number, "need": opened.need.id}
        tell_firm(runtime, session, opened.need.firm.manufacturer_id, (f"{wording}_factory", values, key))
    else:
        values = {"introduction": opened.introduction.id}
        tell_firm(runtime, session, opened.introduction.provider_id, (f"{wording}_provider", values, key))


def _with(said: str, voice: Voice) -> str:
    return f"{said}（{voice.heard.strip()}）" if voice.heard.strip() else said


def _read(text: str) -> str:
    line = read_line(text, DISPUTE_MOST_CHARACTERS)
    if line is None:
        sentence = f"请用一段话写明，最多 {DISPUTE_MOST_CHARACTERS} 个字。"
        raise Invalid(sentence, fields={"words": sentence})
    read_reason(line)
    return line
