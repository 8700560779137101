"""见面: arrange where and when two sides meet, change it, or call it off."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from service.brokerage.introducing import IntroductionKey, Opened, open_introduction
from service.brokerage.repeats import ONCE, Repeat
from service.brokerage.telling import tell_firm
from service.domain.audit import AuditEntry
from service.domain.calendar import SHANGHAI, day_in_shanghai, time_in_shanghai
from service.domain.introductions import IntroductionState
from service.domain.meetings import LONGEST_MINUTES, MEETING_WORDS, MEETINGS_MOST, PLACE_MOST_CHARACTERS, Meeting, MeetingKind
from service.domain.need_steps import Party
from service.domain.needs import NextAction
from service.domain.people import read_line
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, Invalid, NotFound
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.meetings import add_meeting, change_meeting, meetings_of
from service.store.queries.needs import save_need
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import reading, writing

_FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class WishedMeeting:
    """`kind`: a value of `MeetingKind`; `starts`: 2026-12-03T14:30 by the clock in Asia/Shanghai; `meeting_id`: the one that is changed."""

    kind: str
    starts: str
    minutes: int
    place: str
    meeting_id: str = ""
    cancel: bool = False


def plan_meeting(runtime: Runtime, key: IntroductionKey, wished: WishedMeeting, repeat: Repeat = ONCE) -> Meeting:
    """Arrange, change or call off a meeting. Either side and the desk may; both see it.

    Raises:
        NotFound: no such introduction or meeting.
        Invalid: `fields` says what is to be mended.
        Conflict: not both have agreed to the introduction.
    """
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        if opened.introduction.state is not IntroductionState.AGREED:
            raise Conflict("双方都同意以后才能约见面。")
        known = {each.id: each for each in meetings_of(session, [opened.introduction.id])}
        made = known.get(repeat.made(session) or "")
        if made is not None:
            return made
        before = known.get(wished.meeting_id)
        if before is None and len(known) >= MEETINGS_MOST:
            raise Conflict(f"一次对接最多约 {MEETINGS_MOST} 次见面，请改已有的。")
        if wished.meeting_id and (before is None or before.cancelled_at):
            raise NotFound("没有这次见面，或已经取消。")
        if wished.cancel:
            if before is None:
                raise NotFound("没有这次见面，或已经取消。")
            meeting = replace(before, cancelled_at=now, sequence=before.sequence + 1)
        else:
            meeting = _read(wished, before, (opened.introduction.id, key.actor.person_id, now))
        if before is None:
            add_meeting(session, meeting)
            repeat.keep(session, meeting.id, now)
        else:
            change_meeting(session, meeting)
        when = f"{time_in_shanghai(meeting.starts_at):%m月%d日 %H:%M}"
        what = f"取消 {when} 的见面" if wished.cancel else f"{when} {MEETING_WORDS[meeting.kind]} {meeting.place}".strip()
        detail: dict[str, object] = {"provider": opened.introduction.provider_id, "meeting": meeting.id, "what": what}
        side, actor = opened.standing.side, opened.standing.actor.person_id
        add_lines(session, opened.need.id, [TimelineLine(now, LineKind.MEETING, side, actor, "", detail)])
        told: dict[str, object] = {"meeting": meeting.id, "kind": meeting.kind, "sequence": meeting.sequence, "cancelled": wished.cancel}
        entry = AuditEntry(now, opened.standing.by, "meeting_planned", "introduction", opened.introduction.id, told)
        record_audit(session, [entry])
        action = NextAction(
            "重新约见面时间" if wished.cancel else f"{what}，会后问结果"[:200], day_in_shanghai(meeting.starts_at), Party.DESK
        )
        save_need(session, replace(opened.need, moved_at=now, next_action=action))
        _tell(runtime, session, opened, (meeting, what))
    return meeting


def find_meeting(runtime: Runtime, key: IntroductionKey, meeting_id: str) -> tuple[Meeting, str, str] | None:
    """One meeting with the names of both sides, for its calendar file; None when there is none such.

    Raises:
        NotFound: there is no such introduction.
    """
    with reading(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        meeting = next((each for each in meetings_of(session, [opened.introduction.id]) if each.id == meeting_id), None)
    return (meeting, opened.need.firm.name, opened.introduction.provider_name) if meeting else None


def _tell(runtime: Runtime, session: Transaction, opened: Opened, planned: tuple[Meeting, str]) -> None:
    """Whoever did not plan it hears of it; the desk sees it on its row."""
    meeting, what = planned
    introduction, key = opened.introduction, f"meeting:{meeting.id}:{meeting.sequence}"
    if opened.standing.side is not Party.MANUFACTURER:
        values = {"provider": introduction.provider_name, "what": what, "need": opened.need.id}
        tell_firm(runtime, session, opened.need.firm.manufacturer_id, ("meeting_planned_factory", values, key))
    if opened.standing.side is not Party.PROVIDER:
        told = ("meeting_planned_provider", {"what": what, "introduction": introduction.id}, key)
        tell_firm(runtime, session, introduction.provider_id, told)


def _read(wished: WishedMeeting, before: Meeting | None, made: tuple[str, str, datetime]) -> Meeting:
    introduction_id, by, now = made
    place = read_line(wished.place, PLACE_MOST_CHARACTERS) if wished.place.strip() else ""
    try:
        starts = datetime.fromisoformat(wished.starts.strip()).replace(tzinfo=SHANGHAI)
    except ValueError:
        starts = None
    fields = {
        "kind": "" if wished.kind in set(MeetingKind) else "请选线上、到工厂或约定地点。",
        "starts": "" if starts and now <= starts <= now + _FARTHEST else "时间请写成 2026-12-03T14:30 的样子，从现在起一年以内。",
        "minutes": "" if 15 <= wished.minutes <= LONGEST_MINUTES else f"时长请填 15 到 {LONGEST_MINUTES} 分钟。",
        "place": "" if place is not None and (place or wished.kind == MeetingKind.FACTORY) else "请写会议号或地点。",
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or starts is None or place is None:
        raise Invalid("有内容没填对。", fields=problems)
    return Meeting(
        id=before.id if before else new_id("mtg"),
        introduction_id=introduction_id,
        kind=MeetingKind(wished.kind),
        starts_at=starts,
        minutes=wished.minutes,
        place=place,
        sequence=before.sequence + 1 if before else 0,
        made_by=by,
        made_at=before.made_at if before else now,
    )
