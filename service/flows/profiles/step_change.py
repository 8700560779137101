"""送审、撤回、申诉、丢弃: what a firm does with its change."""

from dataclasses import dataclass, replace
from datetime import datetime

from service.domain.audit import AuditEntry
from service.domain.calendar import day_in_shanghai
from service.domain.notices import NewNotice
from service.domain.people import Role, read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.profile_changes import (
    QUEUED_STATES,
    SIDES,
    STATE_WORDS,
    WORDS_MAX_CHARACTERS,
    ChangeStep,
    ProfileChange,
    Side,
    next_state,
    promised_on,
)
from service.domain.profile_content import changed_parts
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require_known
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.notices import post_notice
from service.store.queries.people import active_with_role, firm_names
from service.store.queries.profile_changes import find_open_change, save_profile_change
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class StepWish:
    """`step`: one of `ChangeStep` of the firm's side; `words`: a note to the reviewer, or why one appeals; `version`: as it was seen."""

    step: str
    version: int
    words: str = ""


def step_change(runtime: Runtime, actor: Actor, provider_id: str, wish: StepWish) -> None:
    """Do one step with the open change of one's own firm.

    Raises:
        NotFound: there is no open change, or it is another firm's.
        Invalid: the step is unknown, an appeal says nothing, or the words are too long.
        Conflict: this step cannot be done now, the change was altered since it was seen, or nothing differs.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    step = _step(wish.step)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        change = find_open_change(session, provider_id)
        if change is None:
            raise NotFound("现在没有草稿。")
        state = next_state(change.state, step)
        if state is None:
            raise Conflict(f"这份资料现在是“{STATE_WORDS[change.state]}”，不能这样做。请看页面上现在能做的。")
        if change.version != wish.version:
            raise Conflict("这份资料刚被同事改过，没有执行。请看一遍现在的差别，再点一次。")
        after = replace(_stepped(change, step, wish.words), state=state, version=change.version + 1)
        if step in {ChangeStep.SUBMIT, ChangeStep.APPEAL}:
            after = replace(after, waits_since=now)
        save_profile_change(session, after)
        if after.state in QUEUED_STATES:
            _tell_reviewers(session, after, now)
        detail: dict[str, object] = {"provider": provider_id}
        record_audit(session, [AuditEntry(now, actor, f"profile_{step}", "profile_change", change.id, detail)])


def _tell_reviewers(session: Transaction, change: ProfileChange, now: datetime) -> None:
    day = promised_on(day_in_shanghai(now))
    firm = firm_names(session, [change.provider_id])[change.provider_id]
    values = {"firm": firm, "promised": f"{day.month}月{day.day}日", "change": change.id}
    for person_id in active_with_role(session, Role.REVIEWER):
        post_notice(session, NewNotice("change_submitted", person_id, values, f"change:{change.id}:{change.version}"), now)


def _step(name: str) -> ChangeStep:
    known = {str(step): step for step, side in SIDES.items() if side is Side.FIRM and step is not ChangeStep.EDIT}
    if name not in known:
        raise Invalid("没有认出要做什么，请用页面上的按钮。")
    return known[name]


def _stepped(change: ProfileChange, step: ChangeStep, words: str) -> ProfileChange:
    said = read_line(words, WORDS_MAX_CHARACTERS) if words.strip() else ""
    if said is None:
        raise Invalid("这段话不能用。", fields={"words": f"最多 {WORDS_MAX_CHARACTERS} 个字，写在一段里。"})
    if step is ChangeStep.SUBMIT and not changed_parts(change.base, change.content):
        raise Conflict("草稿和已公布的没有差别，不用送审。")
    if step is ChangeStep.APPEAL and not said:
        raise Invalid("请写明不同意在哪里。", fields={"words": "请写明不同意哪一处、为什么，由另一位审核人复核。"})
    return (
        replace(change, note=said) if step is ChangeStep.SUBMIT else replace(change, appeal=said) if step is ChangeStep.APPEAL else change
    )
