"""对接工作台: heaps of rows, each with its age against its promise and its next action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.calendar import day_in_shanghai
from service.domain.desk_lines import HEAP_WORDS, DeskLine, Heap, due_day
from service.domain.disputes import Dispute
from service.domain.need_steps import CLOSED, STATE_WORDS, NeedState, Party
from service.domain.taxonomy import Taxonomy
from service.domain.working_days import WorkingCalendar
from service.errors import PlatformError
from service.flows.brokering.work_desk import ALL, MINE, UNTAKEN, DeskAsked, DeskWork
from web.parts.need_story import SIDE_WORDS, STUCK_WORDS, AgeLine, age_of, short_day

_SHOWN = {Heap.LATE: 40, Heap.TODAY: 40, Heap.WAITING: 20, Heap.LATER: 10}
"""Rows of each heap before 其余 …."""
_WHOLE = 200
"""Rows of a heap that is shown whole."""
_NOTES = {
    Heap.LATE: STUCK_WORDS,
    Heap.TODAY: "今天登记、今天到期或约在今天",
    Heap.WAITING: "先到期的在前",
    Heap.LATER: "轮到我们，还没到日子",
}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One need. `due`: its next day in words; `waits`: whom it waits for, empty for the desk."""

    id: str
    href: str
    firm: str
    town: str
    text: str
    stage: str
    broker: str
    age: AgeLine
    next_words: str
    due: str
    is_due_late: bool
    waits: str


@dataclass(frozen=True, slots=True)
class HeapSection:
    """One heap. `rest`: how many rows are not shown; `rest_href`: where they are."""

    key: str
    title: str
    note: str
    total: int
    rows: tuple[DeskRow, ...]
    rest: int
    rest_href: str


@dataclass(frozen=True, slots=True)
class DisputeRowLine:
    """One open dispute. `waits`: whom it waits for; `is_late`: the other side let its time pass."""

    href: str
    number: str
    firm: str
    provider: str
    words: str
    waits: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class WorkbenchPage:
    """`here`: the address with its filters, to which a form comes back. `lacks_year`: the special days of this year are missing."""

    template: ClassVar[str] = "pages/brokering/workbench.html"
    title: str
    now: datetime
    here: str
    tally: tuple[tuple[str, str, int, bool], ...]
    sections: tuple[HeapSection, ...]
    who: str
    town: str
    state: str
    industry: str
    text: str
    people: tuple[tuple[str, str], ...]
    brokers: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    industries: tuple[tuple[str, str], ...]
    is_narrowed: bool
    lacks_year: int
    disputes: tuple[DisputeRowLine, ...]
    sentence: str = ""

    def refused(self, error: PlatformError) -> "WorkbenchPage":
        """This, with why nothing was done."""
        return replace(self, sentence=error.message)


def workbench_page(work: DeskWork, asked: DeskAsked, heap: str, taxonomy: Taxonomy, now: datetime) -> WorkbenchPage:
    """The desk now. `heap`: the one that is shown whole, empty for all."""
    today = day_in_shanghai(now)
    towns = {town.code: town.name for town in taxonomy.towns}
    only = Heap(heap) if heap in set(Heap) else None
    sections = tuple(_section(each, work, asked, (towns, today), whole=each is only) for each in Heap if only in {None, each})
    shown = [
        (HEAP_WORDS[each], f"#{each}" if only is None else _href(asked, each), len(work.heaps[each]), each is Heap.LATE) for each in Heap
    ]
    tally = (
        *shown,
        ("在办合计", _href(DeskAsked(ALL)), work.open_total, False),
        ("没人认领", _href(DeskAsked(UNTAKEN)), work.untaken, False),
        *([("争议", "#disputes", len(work.disputes), True)] if work.disputes else []),
    )
    return WorkbenchPage(
        title="对接工作台",
        now=now,
        here=_href(asked, only),
        tally=tally,
        sections=sections,
        who=asked.who,
        town=asked.town,
        state=asked.state,
        industry=asked.industry,
        text=asked.text,
        people=((MINE, "我经办的"), (ALL, "全科"), (UNTAKEN, "没人认领"), *work.brokers.items()),
        brokers=tuple(work.brokers.items()),
        towns=tuple(towns.items()),
        states=tuple((state, STATE_WORDS[state]) for state in NeedState if state not in CLOSED),
        industries=tuple((each.code, each.name) for each in taxonomy.industries),
        is_narrowed=any((asked.town, asked.state, asked.industry, asked.text)),
        lacks_year=0 if today.year in work.calendar.known else today.year,
        disputes=tuple(_dispute(each, today) for each in work.disputes),
    )


def _dispute(each: Dispute, today: date) -> DisputeRowLine:
    late = each.is_heard(today) and each.replied_at is None
    waits = "我们了结" if each.is_heard(today) else f"等{SIDE_WORDS[each.waits_for or Party.DESK]}说明，{short_day(each.reply_by)}前"
    href = f"/workbench/needs/{each.need_id}#intro-title"
    return DisputeRowLine(href, each.need_number, each.firm_name, each.provider_name, each.words, waits, late)


def _section(heap: Heap, work: DeskWork, asked: DeskAsked, around: tuple[Mapping[str, str], date], *, whole: bool) -> HeapSection:
    lines = work.heaps[heap]
    most = _WHOLE if whole else _SHOWN[heap]
    return HeapSection(
        key=heap,
        title=HEAP_WORDS[heap],
        note=_NOTES[heap],
        total=len(lines),
        rows=_rows(lines[:most], work.calendar, *around),
        rest=max(0, len(lines) - most),
        rest_href="" if whole else _href(asked, heap),
    )


def _rows(lines: Sequence[DeskLine], calendar: WorkingCalendar, towns: Mapping[str, str], today: date) -> tuple[DeskRow, ...]:
    return tuple(
        DeskRow(
            id=line.id,
            href=f"/workbench/needs/{line.id}",
            firm=line.firm,
            town=towns.get(line.town, ""),
            text=line.text,
            stage=STATE_WORDS[line.state],
            broker=line.broker,
            age=age_of(line.state_on, line.promised_on, today, calendar),
            next_words="问还要不要办，续期或办结" if line.renew_by_on <= today else line.next_words,
            due="今天" if due_day(line) == today else short_day(due_day(line)),
            is_due_late=due_day(line) < today,
            waits=SIDE_WORDS[line.waits_for] if line.waits_for is not Party.DESK else "",
        )
        for line in lines
    )


def _href(asked: DeskAsked, heap: Heap | None = None) -> str:
    told = (
        ("who", "" if asked.who == MINE else asked.who),
        ("town", asked.town),
        ("state", asked.state),
        ("industry", asked.industry),
        ("q", asked.text),
        ("heap", heap or ""),
    )
    query = urlencode([(name, value) for name, value in told if value])
    return f"/workbench?{query}" if query else "/workbench"
