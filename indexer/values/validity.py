"""Until when a membership is valid, as clerks write it. What is not fully understood grants nothing: it is refused here.

Known: a day, month or year; a range; a term (三年, 36个月) from a start or from the day of admission; 长期; 已过期; 已撤销.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from indexer.records import Raw
from indexer.values.days import Span, is_cut_number, plain, read_span, whole_day
from indexer.values.states import EXPIRED, read_state_word
from indexer.values.text import BLANKS, Unusable, as_text
from service.domain.pools import MembershipState
from service.domain.text import clean_line

WITHOUT_END = frozenset({
    "长期", "长期有效", "永久", "永久有效", "永久性", "无固定期限", "无期限", "无限期", "不设期限", "不设有效期",
})  # fmt: skip
_BEFORE = re.compile(
    r"^(?:本?(?:资格|证书|入池)?有效期?限?(?:截至|截止|至|到|为|是)?|到期(?:日期?|时间)?(?:为|是)?|截[至止](?:日期|时间)?(?:到|至|为)?|"
    r"(?:已?延期|延长|延|顺延|续期|展期)[至到]|已?于|[至到])?[:：]?"
)
_AFTER = re.compile(
    r"(?P<by>(?:之|以)?前)?(?P<lapsed>\(?(?:已|现已)(?:到期|过期|失效|期满)\)?)?"
    r"(?:止|为止|截止|到期|期满|失效|有效|前?内?有效|\(含(?:当日|本日)?\)|\((?:止|到期|截止|共?\d{1,2}年期?)\))?[。.;；]?$"
)
_FROM = re.compile(r"^[自从由]?(?P<start>.+?)(?:之?日)?[起始](?:算|计|计算)?[,，]?")
_ADMITTED = re.compile(r"(?:入池|入库|入选|认定|公布|发布|发文|印发|批准|文件(?:公布|发布|印发))(?:之?日|时|当日|文件)?")
_TERM = re.compile(
    r"(?:有效期?限?|期限|为期|有效)?(?:为|是|[:：])?共?(?:(?P<years>\d{1,2})(?:周?年)(?P<half>半)?|(?P<months>\d{1,3})个?月|(?P<only>半年))"
    r"(?:期|整|内|有效|内有效|有效期|期限)?[。.;；]?"
)
_LAPSED = re.compile(rf"(?:{'|'.join(sorted(EXPIRED))})[(:：,，]*(?P<days>[^()]+)\)?")
_TERM_WITH_DAYS = re.compile(r"(?P<term>[^()]{2,12})\((?P<days>[^()]{6,40})\)")
_BETWEEN = re.compile(r"起?(?:[-–—―─~～]+|[至到])[至到]?")
_REST = re.compile(r"(?:(\d{1,2})月(?:(\d{1,2})[日号]?|([底末]))?|(\d{1,2})[./](\d{1,2}))")
_LONGEST_YEARS = 10
"""A larger number before 年 may be a year: 24年."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What a cell says. `until` None: no end, or only `state`. `inferred`: it is not written as a whole day. `expired`: no day given."""

    until: date | None
    inferred: bool = False
    expired: bool = False
    state: MembershipState | None = None


def read_ending(raw: Raw, *, admitted_on: date | None, today: date) -> Ending | None:
    """The end of validity; None when the cell is empty.

    Source of the count of years: 民法典 arts. 201–202, the day of the same number ends the term.

    Raises:
        Unusable: not fully understood. `reason` says why; the caller keeps what is stored or grants nothing.
    """
    day = whole_day(raw)
    if day:
        return Ending(day)
    text = clean_line(as_text(raw, 200))
    if not text:
        return None
    if text in BLANKS:
        raise Unusable("没有写截止日")
    bare = text.rstrip("。.;；").replace(" ", "")
    if bare in WITHOUT_END:
        return Ending(None)
    if bare.lower() in EXPIRED:
        return Ending(today - timedelta(days=1), inferred=True, expired=True)
    state = read_state_word(bare)
    if state in {MembershipState.SUSPENDED, MembershipState.WITHDRAWN}:
        return Ending(None, inferred=True, state=state)
    if is_cut_number(raw):
        raise Unusable("可能是 1 月，也可能是 10 月")
    found = _read(plain(text), admitted_on, today)
    if found is None:
        raise Unusable("看不出截止日")
    return found


def _read(text: str, admitted_on: date | None, today: date) -> Ending | None:
    single = _end_of(text, today)
    if single:
        return single
    lapsed = _LAPSED.fullmatch(text)
    if lapsed:
        end = _end_of(lapsed["days"], today)
        return end if end and end.until and end.until < today else None
    ranged = _range_end(text, today)
    if ranged:
        return ranged
    both = _TERM_WITH_DAYS.fullmatch(text)
    if both and _TERM.fullmatch(both["term"]):
        return _earlier(_range_end(both["days"], today) or _end_of(both["days"], today), both, admitted_on)
    return _term_end(text, admitted_on)


def _end_of(text: str, today: date) -> Ending | None:
    """A single day, month or year with the words around it."""
    core = _BEFORE.sub("", text, count=1)
    found = _AFTER.search(core)
    span = read_span(core[: found.start()]) if found else None
    if not found or span is None:
        return None
    last = span.last
    if found["by"] and not (span.is_day or span.to_end):
        last = span.first - timedelta(days=1)
    if found["lapsed"] and last >= today:
        return None
    return Ending(last, inferred=not span.is_day)


def _range_end(text: str, today: date) -> Ending | None:
    """The end of 2021.7-2024.6, 2023年7月至2026年6月, 2024年1月-6月; None unless it can be split in one way only."""
    text = re.sub(r"^(?:有效期?限?(?:为|是|[:：])?)", "", text)
    ends: set[date | None] = set()
    for found in _BETWEEN.finditer(text):
        left, right = text[: found.start()].lstrip("自从由").rstrip("起"), text[found.end() :]
        start = read_span(left)
        if start is None:
            continue
        if right.rstrip("。") in WITHOUT_END:
            ends.add(None)
        end = _end_of(right, today)
        until = end.until if end else _without_year(right, start)
        if until and until >= start.first:
            ends.add(until)
    return Ending(ends.pop(), inferred=True) if len(ends) == 1 else None


def _without_year(text: str, start: Span) -> date | None:
    found = _REST.fullmatch(re.sub(r"(?:止|为止)$", "", text))
    if not found:
        return None
    month = int(found[1] or found[4])
    try:
        last = monthrange(start.first.year, month)[1]
        return date(start.first.year, month, int(found[2] or found[5] or last))
    except ValueError:
        return None


def _term_end(text: str, admitted_on: date | None) -> Ending | None:
    """The end of 三年, 自2023.1.1起三年, 自入池之日起36个月."""
    start = admitted_on
    begun = _FROM.match(text)
    if begun:
        span = read_span(begun["start"].removesuffix("之"))
        if span is None and not _ADMITTED.fullmatch(begun["start"]):
            return None
        start = span.first if span else admitted_on
        text = text[begun.end() :]
    found = _TERM.fullmatch(text)
    if not found:
        return None
    months = 6 if found["only"] else int(found["months"] or 0) + int(found["years"] or 0) * 12 + (6 if found["half"] else 0)
    if not 0 < months <= _LONGEST_YEARS * 12:
        raise Unusable("可能是年份，也可能是年数" if found["years"] else "期限太长或为零")
    if start is None:
        raise Unusable("只写了期限，没有入池日期可以起算")
    return Ending(_months_after(start, months), inferred=True)


def _earlier(days: Ending | None, both: re.Match[str], admitted_on: date | None) -> Ending | None:
    """Of 三年（2024—2030） the earlier end: the term counts from the day of admission, else from the end of what the range begins with."""
    if days is None or days.until is None:
        return None
    start = read_span(_BETWEEN.split(both["days"], maxsplit=1)[0])
    begun = admitted_on or (start.last if start else None)
    term = _term_end(both["term"], begun) if begun else None
    return term if term and term.until and term.until < days.until else days


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
