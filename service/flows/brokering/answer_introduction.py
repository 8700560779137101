"""答复: one side agrees to an introduction or does not; with the second consent both may see whom to call."""

from dataclasses import dataclass, replace

from service.brokerage.introducing import IntroductionKey, Opened, Voice, change_introduction, note_heard, open_introduction, speaking_side
from service.brokerage.listed import require_available
from service.brokerage.moves import Move, follow_up, read_reason
from service.brokerage.telling import tell_desk, tell_firm, tell_over
from service.domain.contacts import MOBILE
from service.domain.introductions import INTRODUCTION_WORDS, TURNS, Introduction, IntroductionState, IntroductionStep, SideAnswer
from service.domain.need_steps import NeedStep, Party
from service.domain.needs import Need, NextAction, read_phone
from service.domain.people import NAME_MAX_CHARACTERS, read_line
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, Invalid
from service.runtime import Runtime
from service.search.reading_privacy import strip_personal
from service.store.access import Transaction
from service.store.queries.introductions import ProviderContact, put_introduction_contact
from service.store.queries.needs import find_need, save_need
from service.store.unit_of_work import writing

ANSWERS = {"accept": IntroductionStep.ACCEPT, "decline": IntroductionStep.DECLINE}


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """`answer`: accept or decline. `reason`: must be given to decline. The contact is whom a provider names when it accepts."""

    answer: str
    reason: str = ""
    contact_name: str = ""
    contact_phone: str = ""


def answer_introduction(runtime: Runtime, key: IntroductionKey, voice: Voice, said: SaidAnswer) -> Introduction:
    """Note the answer of one side.

    Raises:
        NotFound: there is none such.
        Refused: it is not for this actor to answer.
        Invalid: no such answer, or what it needs is missing.
        Conflict: it is not this side's turn, or its time is over.
    """
    step = ANSWERS.get(said.answer)
    if step is None:
        raise Invalid("请答复同意（accept）或不同意（decline）。", fields={"answer": "请选同意或不同意"})
    with writing(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        introduction = opened.introduction
        side = speaking_side(session, opened, voice)
        if introduction.is_over(runtime.today):
            raise Conflict("答复的时间已经过了，这次对接作废。还想谈，请让工作人员重新发起。")
        if step is IntroductionStep.ACCEPT:
            if TURNS.get(introduction.state) not in {None, side}:
                raise Conflict("现在轮到另一边答复。")
            require_available(runtime, session, introduction, side)
        by_phone = opened.standing.side is Party.DESK
        reason = _reason(said, needed=step is IntroductionStep.DECLINE and not by_phone)
        answer = SideAnswer(step is IntroductionStep.ACCEPT, runtime.clock.now(), key.actor.person_id, reason, by_phone)
        answered = replace(introduction, manufacturer=answer) if side is Party.MANUFACTURER else replace(introduction, provider=answer)
        if side is Party.PROVIDER and answer.accepted:
            _keep_contact(runtime, session, introduction, said)
        line = TimelineLine(
            runtime.clock.now(),
            LineKind.ANSWERED,
            opened.standing.side,
            key.actor.person_id,
            reason,
            {"by": side, "answer": said.answer, "provider": introduction.provider_id, "introduction": introduction.id},
        )
        saved = change_introduction(runtime, session, answered, (step, side, opened.standing.by), line)
        if by_phone:
            note_heard(runtime, session, opened, voice)
        _go_on(runtime, session, opened, saved)
        return saved


def _reason(said: SaidAnswer, *, needed: bool) -> str:
    """As it is kept: the other side may read it before both have agreed, so numbers and names are taken out."""
    if not said.reason.strip() and not needed:
        return ""
    stripped, _ = strip_personal(read_reason(said.reason))
    return stripped.strip() or "（没有写别的）"


def _keep_contact(runtime: Runtime, session: Transaction, introduction: Introduction, said: SaidAnswer) -> None:
    """Whom the provider named; naming nobody leaves the unit's published contact. A mobile needs its owner's consent."""
    if not said.contact_name.strip() and not said.contact_phone.strip():
        return
    name, phone = read_line(said.contact_name, NAME_MAX_CHARACTERS), read_phone(said.contact_phone)
    fields = {
        "contact_name": "" if name else f"请填怎么称呼，最多 {NAME_MAX_CHARACTERS} 个字。",
        "contact_phone": "" if phone else "请填能打通的电话，例如 0769-12345678。",
    }
    if phone and MOBILE.search(phone):
        fields["contact_phone"] = "这里填单位座机。手机号要本人先同意：请在“我的资料”的“联系人”里把链接发给他。"
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or name is None or phone is None:
        raise Invalid("有内容没填对。", fields=problems)
    put_introduction_contact(session, introduction.id, ProviderContact(name, phone), runtime.clock.now())


def _go_on(runtime: Runtime, session: Transaction, opened: Opened, saved: Introduction) -> None:
    """Both agreed: the need goes on. Else the desk's row says whom it waits for."""
    need = find_need(session, opened.need.id)
    assert need is not None  # noqa: S101  it was opened in this transaction
    name = opened.introduction.provider_name
    _notify(runtime, session, need, saved)
    if saved.state is IntroductionState.AGREED:
        follow_up(runtime, session, need, Move(NeedStep.AGREE, detail=(("introduction", saved.id),)))
        return
    if saved.state is IntroductionState.ASKED:
        action = NextAction(f"等{name}答复"[:200], saved.answer_by, Party.PROVIDER)
    else:
        action = NextAction(f"{name}没谈拢，看要不要换一家"[:200], runtime.today, Party.DESK)
    if need.is_open:
        save_need(session, replace(need, moved_at=runtime.clock.now(), next_action=action))


def _notify(runtime: Runtime, session: Transaction, need: Need, saved: Introduction) -> None:
    key = f"introduction:{saved.id}:{saved.state}"
    match saved.state:
        case IntroductionState.ASKED:
            until = saved.answer_by.isoformat() if saved.answer_by else ""
            tell_firm(runtime, session, saved.provider_id, ("introduction_asked", {"until": until, "introduction": saved.id}, key))
        case IntroductionState.AGREED:
            for_factory = {"provider": saved.provider_name, "need": need.id}
            tell_firm(runtime, session, need.firm.manufacturer_id, ("introduction_agreed_factory", for_factory, key))
            tell_firm(runtime, session, saved.provider_id, ("introduction_agreed_provider", {"introduction": saved.id}, key))
        case _:
            told = {"number": need.number, "provider": saved.provider_name, "state": INTRODUCTION_WORDS[saved.state], "need": need.id}
            tell_desk(runtime, session, need, ("introduction_over", told, key))
            tell_over(runtime, session, need, saved)
