"""对接成效: one side tells what came of it, the other confirms or denies; the need goes on once it is confirmed."""

from dataclasses import replace

from service.brokerage.introducing import (
    IntroductionKey,
    Opened,
    Voice,
    change_introduction,
    open_introduction,
    speaking_side,
)
from service.brokerage.moves import Move, follow_up, read_reason
from service.brokerage.repeats import ONCE, Repeat
from service.brokerage.telling import tell_firm
from service.brokerage.told_outcomes import ToldOutcome, read_outcome
from service.domain.audit import AuditEntry
from service.domain.introductions import IntroductionState, IntroductionStep
from service.domain.need_steps import NeedStep, Party
from service.domain.needs import NextAction
from service.domain.outcomes import MOVES, ONE_SIDED, OUTCOME_WORDS, Outcome, OutcomeKind, may_be_told
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, NotFound
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.needs import find_need, save_need
from service.store.queries.outcomes import add_outcome, outcomes_of, settle_outcome
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing


def record_outcome(runtime: Runtime, key: IntroductionKey, voice: Voice, told: ToldOutcome, repeat: Repeat = ONCE) -> Outcome:
    """Keep what one side tells. A rating and 没谈成 need nobody's word; everything else waits for the other side.

    Raises:
        NotFound: there is no such introduction.
        Refused: it is not for this actor to tell.
        Invalid: `fields` says what is to be mended.
        Conflict: the two have not agreed, it was told already, or something must come before.
    """
    facts = read_outcome(told, runtime.today, runtime.knowledge().taxonomy)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        side = speaking_side(session, opened, voice)
        made = repeat.made(session)
        for known in outcomes_of(session, [opened.introduction.id]) if made else ():
            if known.id == made:
                return known
        if opened.introduction.state is not IntroductionState.AGREED:
            raise Conflict("双方都同意以后才能记进展；已经结束的对接不能再记。")
        if not may_be_told(facts.kind, side, outcomes_of(session, [opened.introduction.id])):
            raise Conflict(f"现在不能记“{OUTCOME_WORDS[facts.kind]}”：可能已经记过，前一步还没有确认，或要由另一边来记。")
        one_sided = facts.kind in ONE_SIDED
        outcome = Outcome(
            id=new_id("out"),
            introduction_id=opened.introduction.id,
            facts=facts,
            told_by=side,
            told_at=now,
            recorded_by=key.actor.person_id,
            confirmed_at=now if one_sided else None,
        )
        add_outcome(session, outcome)
        repeat.keep(session, outcome.id, now)
        said = "；".join(each for each in (facts.words, voice.heard.strip()) if each)
        _tell(runtime, session, opened, (outcome, "" if one_sided else "，等对方确认", said))
        if one_sided:
            _confirmed(runtime, session, opened, outcome)
        else:
            _ask_other(runtime, session, opened, outcome)
    return outcome


def settle_told_outcome(runtime: Runtime, key: IntroductionKey, voice: Voice, outcome_id: str, denied: str) -> Outcome:
    """The other side says whether it is so.

    Args:
        denied: why it is not so; empty: it is.

    Raises:
        NotFound: there is no such introduction or outcome.
        Refused: it is not for this actor to say.
        Invalid: a broker does not tell how it was heard.
        Conflict: it is settled already, or one's own.
    """
    with writing(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        side = speaking_side(session, opened, voice)
        outcome = next((each for each in outcomes_of(session, [opened.introduction.id]) if each.id == outcome_id), None)
        if outcome is None:
            raise NotFound("没有这条进展。")
        if opened.introduction.state is not IntroductionState.AGREED:
            raise Conflict("这次对接已经结束，不能再确认。事情有变化请告诉服务台。")
        if outcome.waits_for is not side:
            raise Conflict("这条进展已经有结果，或要由另一边来确认。")
        reason = read_reason(denied)[:500] if denied.strip() else ""
        settle_outcome(session, outcome.id, runtime.clock.now(), reason)
        said = "；".join(each for each in (reason, voice.heard.strip()) if each)
        _tell(runtime, session, opened, (outcome, "，对方说不是这样" if reason else "，双方确认", said))
        _tell_teller(runtime, session, opened, (outcome, "说不是这样" if reason else "确认了"))
        if not reason:
            _confirmed(runtime, session, opened, outcome)
        return next(each for each in outcomes_of(session, [opened.introduction.id]) if each.id == outcome_id)


def _tell(runtime: Runtime, session: Transaction, opened: Opened, told: tuple[Outcome, str, str]) -> None:
    outcome, how, said = told
    now, actor = runtime.clock.now(), opened.standing.actor.person_id
    what = OUTCOME_WORDS[outcome.facts.kind] + how
    detail: dict[str, object] = {"provider": opened.introduction.provider_id, "outcome": outcome.id, "what": what}
    add_lines(session, opened.need.id, [TimelineLine(now, LineKind.OUTCOME, opened.standing.side, actor, said, detail)])
    told_detail: dict[str, object] = {"kind": outcome.facts.kind, "outcome": outcome.id, "side": outcome.told_by, "how": how.strip("，")}
    record_audit(
        session, [AuditEntry(now, opened.standing.by, "outcome_told", "introduction", opened.introduction.id, told_detail, reason=said)]
    )


def _ask_other(runtime: Runtime, session: Transaction, opened: Opened, outcome: Outcome) -> None:
    what, key = OUTCOME_WORDS[outcome.facts.kind], f"outcome:{outcome.id}"
    introduction, need = opened.introduction, opened.need
    if outcome.told_by is Party.MANUFACTURER:
        told = ("outcome_told_provider", {"what": what, "introduction": introduction.id}, key)
        tell_firm(runtime, session, introduction.provider_id, told)
    else:
        values = {"provider": introduction.provider_name, "what": what, "need": need.id}
        tell_firm(runtime, session, need.firm.manufacturer_id, ("outcome_told_factory", values, key))


def _tell_teller(runtime: Runtime, session: Transaction, opened: Opened, settled: tuple[Outcome, str]) -> None:
    """Who told it hears what the other side said."""
    outcome, how = settled
    values, key = {"what": OUTCOME_WORDS[outcome.facts.kind], "how": how}, f"outcome:{outcome.id}:settled"
    if outcome.told_by is Party.PROVIDER:
        told = ("outcome_settled_provider", {**values, "introduction": opened.introduction.id}, key)
        tell_firm(runtime, session, opened.introduction.provider_id, told)
    else:
        tell_firm(runtime, session, opened.need.firm.manufacturer_id, ("outcome_settled_factory", {**values, "need": opened.need.id}, key))


def _confirmed(runtime: Runtime, session: Transaction, opened: Opened, outcome: Outcome) -> None:
    """The need goes on; an introduction that came to nothing ends, and its place is free."""
    need = find_need(session, opened.need.id)
    assert need is not None  # noqa: S101  it was opened in this transaction
    kind = outcome.facts.kind
    if step := MOVES.get(kind):
        led = (("introduction", opened.introduction.id), ("outcome", outcome.id))
        # The desk may have looked for others meanwhile: what these two agreed still stands.
        need = follow_up(runtime, session, need, Move(NeedStep.AGREE, detail=led))
        follow_up(runtime, session, need, Move(step, detail=led))
        return
    assert kind is OutcomeKind.NONE_SUITABLE  # noqa: S101  the only kind that moves nothing
    detail: dict[str, object] = {"provider": opened.introduction.provider_id, "introduction": opened.introduction.id}
    line = TimelineLine(runtime.clock.now(), LineKind.WITHDRAWN, Party.PLATFORM, "", "", detail)
    change_introduction(runtime, session, opened.introduction, (IntroductionStep.END, outcome.told_by, opened.standing.by), line)
    if need.is_open:
        action = NextAction(f"{opened.introduction.provider_name}没谈成，看要不要换一家"[:200], runtime.today, Party.DESK)
        save_need(session, replace(need, moved_at=runtime.clock.now(), next_action=action))
