"""What the steps of an introduction share: who speaks for which side, and how its state is changed and told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from service.brokerage.standing import NeedKey, Standing, get_standing, open_need
from service.brokerage.telling import tell_over
from service.domain.audit import AuditEntry
from service.domain.introductions import (
    INTRODUCTION_WORDS,
    OPEN_STATES,
    Introduction,
    IntroductionState,
    IntroductionStep,
    answer_days,
    next_introduction_state,
)
from service.domain.need_steps import NeedState, Party
from service.domain.needs import Need
from service.domain.people import REASON_MAX_CHARACTERS, Role, read_line
from service.domain.permissions import ANONYMOUS, Action, Actor, Subject, may
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, Invalid, NotFound, RecordChanged, Refused
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.introductions import find_introduction, introductions_of, save_introduction
from service.store.queries.meetings import change_meeting, meetings_of
from service.store.queries.needs import find_need
from service.store.queries.special_days import read_calendar
from service.store.queries.ties import tied_people
from service.store.queries.timeline import add_lines

_GONE = "没有找到这次对接，可能编号不对，或不属于您。"
_TIED = "您登记过与这家服务商的利益关系，不能经办它的对接，请转给别的同事。"


@dataclass(frozen=True, slots=True)
class IntroductionKey:
    """How somebody comes to an introduction: signed in, or by the secret of the need's link. `version`: as it was seen; 0: any."""

    introduction_id: str
    actor: Actor = ANONYMOUS
    secret: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """An introduction, its need, and where whoever opened it stands."""

    introduction: Introduction
    need: Need
    standing: Standing


@dataclass(frozen=True, slots=True)
class Voice:
    """For which side something is said. A broker names the `side` and tells in `heard` how it was heard: whom, when, by which number."""

    side: str = ""
    heard: str = ""


def open_introduction(runtime: Runtime, session: Transaction, key: IntroductionKey) -> Opened:
    """The introduction behind a key. A provider sees it from the moment the factory has agreed to be put to it.

    Raises:
        NotFound: there is none such, or it is none of this actor's business.
        RecordChanged: it was changed since it was seen.
    """
    opened = _open(runtime, session, key)
    if key.version and key.version != opened.introduction.version:
        raise RecordChanged("这次对接刚被别人改过，请刷新后再做，您的修改没有写入。")
    return opened


def _open(runtime: Runtime, session: Transaction, key: IntroductionKey) -> Opened:
    introduction = find_introduction(session, key.introduction_id)
    if introduction is None:
        raise NotFound(_GONE)
    if key.secret:
        need, standing = open_need(runtime, session, NeedKey(secret=key.secret))
        if need.id != introduction.need_id:
            raise NotFound(_GONE)
        return Opened(introduction, need, standing)
    found = find_need(session, introduction.need_id)
    assert found is not None  # noqa: S101  a foreign key sees to it
    is_provider = any(grant.role is Role.PROVIDER and grant.firm_id == introduction.provider_id for grant in key.actor.grants)
    if is_provider and introduction.asked_at:
        return Opened(introduction, found, Standing(Party.PROVIDER, key.actor))
    try:
        return Opened(introduction, found, get_standing(key.actor, found))
    except NotFound:
        raise NotFound(_GONE) from None


def speaking_side(session: Transaction, opened: Opened, voice: Voice) -> Party:
    """The side for which this is said: one's own, or for a broker the one whose words are written down.

    Raises:
        Refused: the broker is tied to the provider, or somebody speaks for the other side.
        Invalid: a broker names no side, or not how it was heard.
    """
    standing = opened.standing
    if standing.side is not Party.DESK:
        if voice.side and voice.side != standing.side:
            raise Refused("您只能替自己这一边说话。")
        return standing.side
    require_untied(session, standing.actor, opened.introduction.provider_id, Action.ANSWER_INTRODUCTIONS)
    if voice.side not in {Party.MANUFACTURER, Party.PROVIDER}:
        raise Invalid("请写明是替哪一边记的：manufacturer 或 provider。", fields={"side": "请选企业或服务商"})
    if read_line(voice.heard, REASON_MAX_CHARACTERS) is None:
        sentence = "代记对方的话，请写明怎么听到的，例如：11月25日 打座机，何先生说的。"
        raise Invalid(sentence, fields={"reason": sentence})
    return Party(voice.side)


def note_heard(runtime: Runtime, session: Transaction, opened: Opened, voice: Voice) -> None:
    """How a broker heard it, kept as a note of the desk: whom he called by which number is not for the other side."""
    detail: dict[str, object] = {"introduction": opened.introduction.id}
    line = TimelineLine(runtime.clock.now(), LineKind.NOTE, Party.DESK, opened.standing.actor.person_id, voice.heard.strip(), detail)
    add_lines(session, opened.need.id, [line])


def require_untied(session: Transaction, actor: Actor, provider_id: str, action: Action) -> None:
    """Go on only for a provider that this actor has no tie to.

    Raises:
        Refused: there is a declared tie, or the actor has no such right at all.
    """
    if not may(actor, action, Subject(firm_id=provider_id, tied=tied_people(session, provider_id))):
        raise Refused(_TIED if may(actor, action, Subject(firm_id=provider_id)) else "您的账户没有这项权限，没有执行。")


def change_introduction(
    runtime: Runtime,
    session: Transaction,
    introduction: Introduction,
    taken: tuple[IntroductionStep, Party, Actor | str],
    line: TimelineLine,
) -> Introduction:
    """Move it on and tell it; the introduction as it is then.

    Args:
        taken: step, side, and by whom for the audit log.
        line: what is added to the 经过 of the need.

    Raises:
        Conflict: its state has no such step for this side.
    """
    step, side, by = taken
    state = next_introduction_state(introduction.state, step, side)
    if state is None:
        raise Conflict(f"这次对接现在是“{INTRODUCTION_WORDS[introduction.state]}”，不能这样做。")
    now = runtime.clock.now()
    answer_by, remind_on = answer_days(state, runtime.today, read_calendar(session))
    closed_at = None if state in OPEN_STATES else now
    moved = replace(
        introduction,
        state=state,
        answer_by=answer_by,
        remind_on=remind_on,
        reminded_at=None,
        asked_at=now if state is IntroductionState.ASKED else introduction.asked_at,
        closed_at=closed_at,
    )
    saved = save_introduction(session, moved)
    if closed_at is not None:
        _call_off_meetings(session, introduction.id, now)
    add_lines(session, introduction.need_id, [line])
    detail: dict[str, object] = {"step": step, "side": side, "to": state, "provider": introduction.provider_id}
    entry = AuditEntry(now, by or side, "introduction_moved", "introduction", introduction.id, detail, reason=line.words)
    record_audit(session, [entry])
    return saved


def _call_off_meetings(session: Transaction, introduction_id: str, now: datetime) -> None:
    """What was still to come is off, so that calendars take it out."""
    for meeting in meetings_of(session, [introduction_id]):
        if meeting.cancelled_at is None and meeting.starts_at > now:
            change_meeting(session, replace(meeting, cancelled_at=now, sequence=meeting.sequence + 1))


def close_introductions(runtime: Runtime, session: Transaction, need: Need) -> None:
    """The need is closed: what still waits is withdrawn, what was agreed ends, and whoever had been asked hears of it."""
    for introduction in introductions_of(session, need.id):
        if introduction.is_open:
            agreed = introduction.state is IntroductionState.AGREED
            step = IntroductionStep.END if agreed else IntroductionStep.WITHDRAW
            line = platform_line(runtime, LineKind.WITHDRAWN, introduction, {})
            ended = change_introduction(runtime, session, introduction, (step, Party.PLATFORM, ""), line)
            if need.state is not NeedState.RATED:
                tell_over(runtime, session, need, ended)


def lapse_introductions(runtime: Runtime, session: Transaction, need_id: str) -> None:
    """Those of a need whose time is over give their place back, whether or not the daily round has come by."""
    for introduction in introductions_of(session, need_id):
        if introduction.is_open and introduction.is_over(runtime.today):
            lapse(runtime, session, introduction)


def lapse(runtime: Runtime, session: Transaction, introduction: Introduction) -> Introduction:
    """One whose time is over."""
    line = platform_line(runtime, LineKind.LAPSED, introduction, {})
    return change_introduction(runtime, session, introduction, (IntroductionStep.LAPSE, Party.PLATFORM, ""), line)


def platform_line(runtime: Runtime, kind: LineKind, introduction: Introduction, detail: Mapping[str, object]) -> TimelineLine:
    """A line of the 经过 that nobody wrote."""
    told = {"provider": introduction.provider_id, "introduction": introduction.id, **detail}
    return TimelineLine(runtime.clock.now(), kind, Party.PLATFORM, "", "", told)
