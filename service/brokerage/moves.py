"""One step of a need inside a transaction: its state, its promise, its line in the 经过, its audit entry."""

from dataclasses import dataclass, replace
from datetime import date

from service.brokerage.introducing import close_introductions
from service.brokerage.standing import Standing
from service.brokerage.telling import tell_desk, tell_firm
from service.domain.audit import AuditEntry
from service.domain.calendar import day_in_shanghai
from service.domain.need_steps import CLOSED, REASON_NEEDED, STATE_WORDS, STEP_WORDS, NeedState, NeedStep, Party, state_after, steps_open_to
from service.domain.needs import NOTE_MOST_CHARACTERS, Need, NextAction
from service.domain.people import read_line
from service.domain.permissions import ANONYMOUS
from service.domain.promises import PROMISES, stage_promised_on
from service.domain.supply_gaps import GapReason, SupplyGap
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, Invalid
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.introductions import introductions_of
from service.store.queries.needs import save_need
from service.store.queries.special_days import read_calendar
from service.store.queries.supply_gaps import add_supply_gap
from service.store.queries.timeline import add_lines

_BY_PLATFORM = Standing(Party.PLATFORM, ANONYMOUS)


@dataclass(frozen=True, slots=True)
class Move:
    """A step and the words it is kept with. `detail`: ids of what led to it, such as an introduction."""

    step: NeedStep
    reason: str = ""
    detail: tuple[tuple[str, object], ...] = ()


def take_step(runtime: Runtime, session: Transaction, need: Need, standing: Standing, move: Move) -> Need:
    """Move the need on; the need as it is then.

    Raises:
        Conflict: the state has no such step for this side; the sentence names those it has.
        Invalid: the step needs a reason.
    """
    state = state_after(need.state, move.step, standing.side)
    if state is None:
        possible = steps_open_to(need.state, standing.side)
        told = "、".join(f"{STEP_WORDS[step]}（{step}）" for step in possible) or "没有可做的"
        raise Conflict(
            f"“{STATE_WORDS[need.state]}”阶段不能做“{STEP_WORDS[move.step]}”。现在可以做的：{told}。",
            fields={"action": ",".join(possible)},
        )
    if move.step is NeedStep.ASK_AGAIN and any(each.is_open for each in introductions_of(session, need.id)):
        raise Conflict("还有对接在进行，不能退回再问清。请先撤回等答复的，结束双方已同意的。")
    reason = read_reason(move.reason) if move.reason or move.step in REASON_NEEDED else ""
    now = runtime.clock.now()
    today = day_in_shanghai(now)
    calendar = read_calendar(session)
    before = (need.state, need.promised_on) if need.promised_on else None
    until = stage_promised_on(before, state, today, calendar)
    reached = need.contacted_at or (now if move.step is NeedStep.CLARIFY else None)
    moved = replace(
        need,
        state=state,
        state_at=now,
        moved_at=now,
        promised_on=until,
        contacted_at=reached,
        closed_at=now if state in CLOSED else None,
        next_action=_next_action(state, until),
        merged_into="" if move.step is NeedStep.REOPEN else need.merged_into,
    )
    saved = save_need(session, moved)
    if state in CLOSED:
        close_introductions(runtime, session, saved)
    detail: dict[str, object] = {"step": move.step, "from": need.state, "to": state, **dict(move.detail)}
    add_lines(session, need.id, [TimelineLine(now, LineKind.STEP, standing.side, standing.actor.person_id, reason, detail)])
    record_audit(session, [AuditEntry(now, standing.by, "need_moved", "need", need.id, detail, reason=reason)])
    values = {"number": need.number, "state": STATE_WORDS[state], "need": need.id}
    key = f"need:{need.id}:{saved.version}"
    if standing.side is Party.MANUFACTURER:
        tell_desk(runtime, session, need, ("need_left", values, key))
    else:
        tell_firm(runtime, session, need.firm.manufacturer_id, ("need_moved", values, key))
    if state is NeedState.NONE_SUITABLE:
        facts = need.facts
        add_supply_gap(session, now, SupplyGap(GapReason.NOBODY, facts.scenario, "", facts.industry, facts.town))
    return saved


def follow_up(runtime: Runtime, session: Transaction, need: Need, move: Move) -> Need:
    """A step that follows from what both sides did, where the state still has it; else the need as it is."""
    if state_after(need.state, move.step, Party.PLATFORM) is None:
        return need
    return take_step(runtime, session, need, _BY_PLATFORM, move)


def read_reason(text: str) -> str:
    """A reason as it is kept.

    Raises:
        Invalid: it is empty or too long.
    """
    reason = read_line(text, NOTE_MOST_CHARACTERS)
    if reason is None:
        sentence = f"请写明原因，最多 {NOTE_MOST_CHARACTERS} 个字；会记入经过。"
        raise Invalid(sentence, fields={"reason": sentence})
    return reason


def _next_action(state: NeedState, until: date | None) -> NextAction:
    if state in CLOSED:
        return NextAction("", None, Party.DESK)
    return NextAction(PROMISES[state].action, until, PROMISES[state].waits_for)
