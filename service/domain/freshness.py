"""到期日历: what a firm stands for is asked again every six months, and a certificate until its day. Nothing is hidden: it is told."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.domain.calendar import day_in_shanghai
from service.domain.confirmations import Confirmed
from service.domain.profile_content import CASE_PART, ProfileContent, name_of
from service.domain.profile_sections import certificate_end

MONTHS_KEPT = 6
REMINDED_BEFORE = timedelta(days=30)
CONFIRMED_AGAIN_DAYS_BEFORE = (14, 3)
"""Somebody is reminded so many days before what he confirmed is to be confirmed again."""
TOLD_AFTER_DAYS = 30
"""What is over for longer is not told any more; the page says it."""
CONTACT = "contact"
_CONTACT_PARTS = ("contact_name", "contact_phone", "contact_email")


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to stand for again. `part`: what 仍有效 is clicked for; empty: a certificate, which wants a new one.

    `confirmed_on`: when a person last stood for it; None: never, it came by file on the entry's day.
    """

    part: str
    name: str
    confirmed_on: date | None
    due_on: date

    def standing(self, day: date) -> str:
        """`late`, `soon` (within 30 days), or `fresh`."""
        if self.due_on < day:
            return "late"
        return "soon" if self.due_on <= day + REMINDED_BEFORE else "fresh"


def due_mark(days_left: int, marks: Iterable[int]) -> int | None:
    """The mark that has been reached: the smallest that is not smaller than what is left; None before the first and long after the end.

    A round that was missed is made good by the next one: not the day itself counts.
    """
    reached = [mark for mark in marks if days_left <= mark]
    return min(reached) if reached and days_left >= -TOLD_AFTER_DAYS else None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def confirmed_on(confirmed: Confirmed, parts: Iterable[str]) -> date | None:
    """The day on which somebody stood for all of these parts; the oldest counts. None when one of them was never confirmed."""
    words = [confirmed.get(part) for part in parts]
    days = [day_in_shanghai(word.at) for word in words if word]
    return min(days) if days and len(days) == len(words) else None


def dues_of(content: ProfileContent, confirmed: Confirmed, updated_at: datetime) -> list[Due]:
    """Everything that falls due, the earliest first: the contact, the certificates, each case, and the end of each certificate."""
    return sorted(_dues(content, confirmed, day_in_shanghai(updated_at)), key=lambda due: (due.due_on, due.name))


def _dues(content: ProfileContent, confirmed: Confirmed, updated_on: date) -> Iterator[Due]:
    def due(part: str, name: str, parts: tuple[str, ...]) -> Due:
        since = confirmed_on(confirmed, parts)
        return Due(part, name, since, months_later(since or updated_on, MONTHS_KEPT))

    told = tuple(part for part in _CONTACT_PARTS if content.fields.get(part))
    if told:
        yield due(CONTACT, "联系方式", told)
    held = content.fields.get("qualifications")
    if isinstance(held, tuple) and held:
        yield due("qualifications", f"资质 {len(held)} 项", ("qualifications",))
        yield from (Due("", text, None, end) for text in held if (end := certificate_end(text)))
    for key, case in content.cases.items():
        yield due(CASE_PART + key, name_of(CASE_PART + key, case), (CASE_PART + key,))


def parts_of_due(content: ProfileContent, part: str) -> tuple[str, ...]:
    """The parts that one click on 仍有效 stands for; empty when there is no such thing."""
    if part == CONTACT:
        return tuple(name for name in _CONTACT_PARTS if content.fields.get(name))
    if part == "qualifications" and content.fields.get(part):
        return (part,)
    return (part,) if part.startswith(CASE_PART) and part in content.parts() else ()
