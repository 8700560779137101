"""对接台: what a broker has to do, in four heaps."""

from dataclasses import dataclass

from service.domain.desk_lines import Deadlines, DeskLine, Heap, heaps_of
from service.domain.disputes import Dispute
from service.domain.need_steps import CLOSED, NeedState
from service.domain.people import Role
from service.domain.permissions import Action, Actor, Subject
from service.domain.working_days import WorkingCalendar
from service.errors import Invalid
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.disputes import open_disputes
from service.store.queries.needs import NOBODY, DeskQuery, count_open, desk_lines
from service.store.queries.people import active_with_role, names_of
from service.store.queries.special_days import read_calendar
from service.store.unit_of_work import reading

MINE, ALL, UNTAKEN = "mine", "all", "none"
"""Whose needs are shown."""


@dataclass(frozen=True, slots=True)
class DeskAsked:
    """What the desk is narrowed to. `who`: mine, all, none, or a colleague's id; the others are codes, `text` is looked for."""

    who: str = MINE
    town: str = ""
    state: str = ""
    industry: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class DeskWork:
    """`open_total` and `untaken`: over all needs, whatever is shown. `brokers`: id → name of the colleagues who broker."""

    heaps: dict[Heap, list[DeskLine]]
    open_total: int
    untaken: int
    brokers: dict[str, str]
    calendar: WorkingCalendar
    disputes: tuple[Dispute, ...] = ()
    """All that are open, whatever is shown: each needs somebody to close it."""


def work_desk(runtime: Runtime, actor: Actor, asked: DeskAsked) -> DeskWork:
    """Read the open needs and sort them by what must be done.

    Raises:
        Refused: not for this actor.
        Invalid: there is no such open stage.
    """
    require(actor, Action.BROKER_NEEDS, Subject())
    if asked.state and asked.state not in set(NeedState) - CLOSED:
        raise Invalid("没有这个阶段，或它已经办结；办结的需求不在工作台上。")
    who = {MINE: actor.person_id, ALL: "", UNTAKEN: NOBODY}.get(asked.who, asked.who)
    with reading(runtime.database) as session:
        lines = desk_lines(session, DeskQuery(who, asked.town, asked.state, asked.industry, asked.text))
        whole, untaken = count_open(session)
        calendar = read_calendar(session)
        disputes = tuple(open_disputes(session))
        brokers = names_of(session, active_with_role(session, Role.BROKER))
    return DeskWork(heaps_of(lines, Deadlines.of(runtime.today, calendar)), whole, untaken, brokers, calendar, disputes)
