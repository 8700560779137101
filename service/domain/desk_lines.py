"""对接台: the open needs in four heaps, so that a clerk sees what is late, what is due today, and what waits for others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from service.domain.need_steps import NeedState, Party
from service.domain.promises import STUCK_AFTER_DAYS
from service.domain.working_days import WorkingCalendar


class Heap(StrEnum):
    """逾期与卡住, 今天, 等别人, 以后."""

    LATE = "late"
    TODAY = "today"
    WAITING = "waiting"
    LATER = "later"


HEAP_WORDS = {Heap.LATE: "逾期与卡住", Heap.TODAY: "今天", Heap.WAITING: "等别人", Heap.LATER: "以后"}


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One open need, as much of it as its row shows."""

    id: str
    number: str
    firm: str
    town: str
    text: str
    state: NeedState
    broker_id: str
    broker: str
    made_on: date
    state_on: date
    moved_on: date
    promised_on: date | None
    next_words: str
    next_on: date | None
    waits_for: Party
    renew_by_on: date


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Today, and the last day on which a need may have moved without being stuck now."""

    today: date
    stuck_before: date

    @classmethod
    def of(cls, today: date, calendar: WorkingCalendar) -> "Deadlines":
        """For one day: counted back once, not for each line."""
        day, left = today, STUCK_AFTER_DAYS
        while left:
            left -= calendar.is_working(day)
            day -= timedelta(days=1)
        return cls(today, day)


def heap_of(line: DeskLine, deadlines: Deadlines) -> Heap:
    """The heap of one line.

    Late: a promise, the next action or the renewal is over, or nothing moved for seven working days.
    Today: it came in today, or something is due today. Then whose turn it is decides.
    """
    today = deadlines.today
    days = [day for day in (line.promised_on, line.next_on, line.renew_by_on) if day is not None]
    if min(days) < today or line.moved_on <= deadlines.stuck_before:
        return Heap.LATE
    if today in days or line.made_on == today:
        return Heap.TODAY
    return Heap.LATER if line.waits_for is Party.DESK else Heap.WAITING


def heaps_of(lines: Iterable[DeskLine], deadlines: Deadlines) -> dict[Heap, list[DeskLine]]:
    """All heaps, in each the line first whose day comes first."""
    found: dict[Heap, list[DeskLine]] = {heap: [] for heap in Heap}
    for line in lines:
        found[heap_of(line, deadlines)].append(line)
    for heap in found.values():
        heap.sort(key=lambda line: (due_day(line), line.made_on, line.id))
    return found


def due_day(line: DeskLine) -> date:
    """The first day on which something is due."""
    return min(day for day in (line.promised_on, line.next_on, line.renew_by_on) if day is not None)
