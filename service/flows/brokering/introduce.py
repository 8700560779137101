"""对接: put a provider of the shortlist to the factory, or take that back."""

from dataclasses import replace
from datetime import date, datetime

from service.brokerage.introducing import (
    IntroductionKey,
    change_introduction,
    lapse_introductions,
    open_introduction,
    require_untied,
)
from service.brokerage.listed import get_listed_provider
from service.brokerage.moves import read_reason
from service.brokerage.repeats import ONCE, Repeat
from service.brokerage.standing import NeedKey, open_need
from service.brokerage.telling import tell_firm, tell_over
from service.domain.audit import AuditEntry
from service.domain.calendar import month_began_at
from service.domain.introductions import OPEN_MOST, Introduction, IntroductionState, IntroductionStep, answer_days
from service.domain.need_steps import NeedState, Party
from service.domain.needs import Need, NextAction
from service.domain.permissions import Action
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, Refused
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.intake import read_intake
from service.store.queries.introductions import add_introduction, find_introduction, introductions_of
from service.store.queries.needs import save_need
from service.store.queries.shortlist import shortlist_of
from service.store.queries.special_days import read_calendar
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing

_INTRODUCED_IN = frozenset({NeedState.RECOMMENDED, NeedState.AGREED, NeedState.MET, NeedState.INTENDED})


def introduce(runtime: Runtime, key: NeedKey, provider_id: str, repeat: Repeat = ONCE) -> Introduction:
    """Ask the factory whether it wants to be put to this provider.

    Raises:
        NotFound: no such need or listed provider.
        Refused: not for this actor, or the actor is tied to the provider.
        Conflict: the need is not that far, three are open, the provider is not on the shortlist, or takes nobody now.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        if standing.side is not Party.DESK:
            raise Refused("对接由工作人员发起。您中意哪一家，请在补充里写给我们。")
        require_untied(session, key.actor, provider_id, Action.INTRODUCE)
        made = find_introduction(session, repeat.made(session) or "")
        if made is not None:
            return made
        provider = get_listed_provider(runtime, session, provider_id)
        if need.state not in _INTRODUCED_IN:
            raise Conflict("要先发出推荐名单，才能发起对接。")
        lapse_introductions(runtime, session, need.id)
        _require_place(runtime, session, need, provider_id)
        answer_by, remind_on = answer_days(IntroductionState.PROPOSED, runtime.today, read_calendar(session))
        introduction = Introduction(
            id=new_id("itr"),
            need_id=need.id,
            provider_id=provider_id,
            version=1,
            state=IntroductionState.PROPOSED,
            proposed_at=now,
            proposed_by=key.actor.person_id,
            reason=_reason_on_list(session, need, provider_id),
            snapshot_id=need.snapshot_id,
            answer_by=answer_by,
            remind_on=remind_on,
            provider_name=provider.display_name,
        )
        add_introduction(session, introduction)
        detail: dict[str, object] = {"provider": provider_id, "introduction": introduction.id}
        add_lines(session, need.id, [TimelineLine(now, LineKind.INTRODUCED, Party.DESK, key.actor.person_id, "", detail)])
        record_audit(session, [AuditEntry(now, key.actor, "introduced", "introduction", introduction.id, detail)])
        told = {"number": need.number, "until": _day(answer_by), "provider": provider.display_name, "need": need.id}
        tell_firm(runtime, session, need.firm.manufacturer_id, ("introduction_proposed", told, f"introduction:{introduction.id}"))
        repeat.keep(session, introduction.id, now)
        _wait(session, need, now, NextAction(f"等企业答复{provider.display_name}的对接"[:200], answer_by, Party.MANUFACTURER))
    return introduction


def withdraw_introduction(runtime: Runtime, key: IntroductionKey, reason: str) -> Introduction:
    """The desk takes it back, or ends one that both had agreed to.

    Raises:
        NotFound: there is none such.
        Refused: not for this actor.
        Invalid: no reason is given.
        Conflict: it is over already.
    """
    said = read_reason(reason)
    with writing(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        if opened.standing.side is not Party.DESK:
            raise Refused("撤回由工作人员来做。您不想谈了，请答复“不同意”或写明“没谈成”。")
        introduction = opened.introduction
        agreed = introduction.state is IntroductionState.AGREED
        step = IntroductionStep.END if agreed else IntroductionStep.WITHDRAW
        detail: dict[str, object] = {"provider": introduction.provider_id, "introduction": introduction.id}
        line = TimelineLine(runtime.clock.now(), LineKind.WITHDRAWN, Party.DESK, key.actor.person_id, said, detail)
        saved = change_introduction(runtime, session, introduction, (step, Party.DESK, key.actor), line)
        tell_over(runtime, session, opened.need, saved)
        if opened.need.is_open:
            words = f"撤回了{saved.provider_name}，看要不要换一家"[:200]
            _wait(session, opened.need, runtime.clock.now(), NextAction(words, runtime.today, Party.DESK))
        return saved


def _require_place(runtime: Runtime, session: Transaction, need: Need, provider_id: str) -> None:
    introductions = introductions_of(session, need.id)
    if any(each.is_open and each.provider_id == provider_id for each in introductions):
        raise Conflict("这家的对接还没有结果，不能再发一次。")
    if sum(each.is_open for each in introductions) >= OPEN_MOST:
        raise Conflict(f"同时最多 {OPEN_MOST} 家对接，免得企业电话接不完。请先等一家有结果，或撤回一家。")
    if not any(line.stands and line.provider_id == provider_id for line in shortlist_of(session, need.id)):
        raise Conflict("这家不在推荐名单上，请先写明理由加进名单。")
    refusal = read_intake(session, provider_id, month_began_at(runtime.clock.now())).refusal
    if refusal:
        raise Conflict(f"{refusal}请先找别家。")


def _reason_on_list(session: Transaction, need: Need, provider_id: str) -> str:
    lines = shortlist_of(session, need.id)
    return next((line.added_reason for line in lines if line.stands and line.provider_id == provider_id), "")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _wait(session: Transaction, need: Need, now: datetime, action: NextAction) -> None:
    save_need(session, replace(need, moved_at=now, next_action=action))
