"""记一笔: a note of the desk, and what is to be done next until which day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from service.brokerage.moves import read_reason
from service.brokerage.repeats import ONCE, Repeat
from service.brokerage.standing import NeedKey, open_need
from service.domain.need_steps import Party
from service.domain.needs import Need, NextAction
from service.domain.people import read_line
from service.domain.timeline import LineKind, TimelineLine
from service.errors import Conflict, Invalid, Refused
from service.runtime import Runtime
from service.store.queries.needs import save_need
from service.store.queries.timeline import add_lines
from service.store.unit_of_work import writing

NEXT_MOST_CHARACTERS = 200
_FARTHEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class NextPlan:
    """`words`: what is to be done; `on`: 2026-12-01; `waits_for`: a value of `Party`, empty for the desk."""

    words: str
    on: str
    waits_for: str = ""


def note_need(runtime: Runtime, key: NeedKey, note: str, repeat: Repeat = ONCE) -> Need:
    """Add a note to the 经过. The desk's notes stay with the desk; a factory's are for both.

    Raises:
        NotFound: the key opens no need.
        Invalid: the note is empty or too long.
    """
    said = read_reason(note)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        if repeat.made(session):
            return need
        repeat.keep(session, need.id, now)
        kind = LineKind.NOTE if standing.side is Party.DESK else LineKind.REPLIED
        add_lines(session, need.id, [TimelineLine(now, kind, standing.side, standing.actor.person_id, said)])
        return save_need(session, replace(need, moved_at=now))


def plan_need(runtime: Runtime, key: NeedKey, plan: NextPlan) -> Need:
    """Set 下一步.

    Raises:
        NotFound: the key opens no need.
        Refused: not for this actor.
        Invalid: no words, or a day that cannot be meant.
        Conflict: the need is closed.
    """
    words, on, waits_for = _read_plan(plan, runtime.today)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        if standing.side is not Party.DESK:
            raise Refused("下一步由工作人员来定。")
        if not need.is_open:
            raise Conflict("这条需求已经办结，没有下一步。")
        detail: dict[str, object] = {"on": on.isoformat(), "waits_for": waits_for}
        add_lines(session, need.id, [TimelineLine(now, LineKind.PLANNED, Party.DESK, key.actor.person_id, words, detail)])
        return save_need(session, replace(need, moved_at=now, next_action=NextAction(words, on, waits_for)))


def _read_plan(plan: NextPlan, today: date) -> tuple[str, date, Party]:
    words = read_line(plan.words, NEXT_MOST_CHARACTERS)
    try:
        on = date.fromisoformat(plan.on.strip())
    except ValueError:
        on = None
    fields = {
        "words": "" if words else f"请写下一步做什么，最多 {NEXT_MOST_CHARACTERS} 个字。",
        "on": "" if on and today <= on <= today + timedelta(days=_FARTHEST_DAYS) else "日期请写成 2026-12-31 的样子，从今天起一年以内。",
        "waits_for": "" if plan.waits_for in {"", Party.DESK, Party.MANUFACTURER, Party.PROVIDER} else "请选等谁：服务台、企业或服务商。",
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or words is None or on is None:
        raise Invalid("有内容没填对。", fields=problems)
    return words, on, Party(plan.waits_for or Party.DESK)
