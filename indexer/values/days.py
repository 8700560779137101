"""Days as people write them: 2023-11-15, 2024.6, 二〇二四年六月底, 2026年上半年, ISO times with an offset, Excel's day numbers.

A text that leaves the day open is a span. What is not fully understood is no day: nothing is guessed.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from indexer.records import Raw
from indexer.values.text import BLANKS, Unusable, as_text
from service.domain.calendar import day_in_shanghai
from service.domain.text import clean_line

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_SERIALS_FIRST, _SERIALS_LAST = 36_526, 65_745
"""Excel's day numbers of 2000 to 2079: as text only these are days; 20246 means June 2024, not 1955."""

_DIGITS = {**dict(zip("〇一二三四五六七八九", "0123456789", strict=True)), **dict.fromkeys("零○◯ΟO", "0"), "两": "2", "叁": "3", "伍": "5"}
_YEAR_WORD = re.compile(r"[〇零○◯ΟO一二三四五六七八九]{4}(?=年)")
_NUMBER_WORD = re.compile(r"[一二两三叁四五伍六七八九十廿卅]{1,3}(?=个?月|日|号|周?年|季)")
_TENS = {"廿": "二十", "卅": "三十"}

_OFFSET = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)? ?(?:(Z)|([+-])(\d{2}):?(\d{2}))", re.IGNORECASE
)
_CLOCK = re.compile(r"(?:[T ]|(?<=日)) ?\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?|[时点](?:整|\d{1,2}分)?)(?=(?:止|为止|前)?$)")
_WEEKDAY = re.compile(r"\((?:星期|周|礼拜)[一二三四五六日天]\)$")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2})")
_SHORT_DAY = re.compile(r"'?(\d{2})年(\d{1,2})月(\d{1,2})[日号]?")
_DOTTED = re.compile(r"'?(\d{2})\.(\d{1,2})\.(\d{1,2})")
_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:月份?)?|(\d{2}))(月?[底末]|[上中下]旬)?|'?(\d{2})年(\d{1,2})月份?([底末]|[上中下]旬)?")
_PART = re.compile(r"(\d{4})年?度?(年?[底末]|[上下]半年|(?:第?([1-4])季度?|Q([1-4]))[底末]?)?", re.IGNORECASE)
_LAST_OF_TEN = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a text may mean, first and last. `to_end`: it says the end of its span itself (月底, 年末)."""

    first: date
    last: date
    to_end: bool = False

    @property
    def is_day(self) -> bool:
        """Tell whether it is one day."""
        return self.first == self.last


def read_day(raw: Raw) -> Span | None:
    """The day of a cell, or the month or year it stays within; None when empty.

    Raises:
        Unusable: no day that exists.
    """
    found = whole_day(raw)
    if found:
        return Span(found, found)
    text = clean_line(as_text(raw, 200))
    if text in BLANKS:
        return None
    span = None if is_cut_number(raw) else read_span(plain(text))
    if span is None:
        raise Unusable("", code="date_impossible")
    return span


def whole_day(raw: Raw) -> date | None:
    """The day of a date cell, a day number, or an instant (a number of seconds or milliseconds, a text with an offset)."""
    if isinstance(raw, datetime):
        return day_in_shanghai(raw) if raw.tzinfo else raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, str):
        # Nearly every day is written so; the others need the slow look.
        plainly = _day(raw[:4], raw[5:7], raw[8:]) if len(raw) == 10 and raw[4] == raw[7] == "-" and raw.isascii() else None
        return plainly.first if plainly else _with_offset(clean_line(raw[:80])) or _serial(raw.strip())
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if 10**9 <= raw < 5 * 10**9 or 10**12 <= raw < 5 * 10**12:
            return day_in_shanghai(datetime.fromtimestamp(raw if raw < 10**11 else raw / 1000, UTC))
        return _serial(format(raw, ".15g"))
    return None


def is_cut_number(raw: Raw) -> bool:
    """Tell whether a number such as 2024.1 may have been 2024.10: a spreadsheet cuts the last zero of a number."""
    return isinstance(raw, float) and format(raw, ".15g").endswith(".1")


def excel_day(serial: float, *, since_1904: bool = False) -> date | None:
    """The date of Excel's day number; None outside 1900–2199. Day 60 of the 1900 system never existed and counts as 28 February."""
    if not 1 <= serial <= 109_573:
        return None
    if since_1904:
        return date(1904, 1, 1) + timedelta(days=min(int(serial), 108_111))
    return date(1899, 12, 30 if serial >= 60 else 31) + timedelta(days=int(serial))


def plain(text: str) -> str:
    """A text of days without clock, weekday and spaces, its numbers in digits."""
    text = _WEEKDAY.sub("", _CLOCK.sub("", text.replace("（", "(").replace("）", ")")))
    text = _YEAR_WORD.sub(lambda found: "".join(_DIGITS[each] for each in found[0]), text.replace(" ", ""))
    return _NUMBER_WORD.sub(lambda found: str(_number(found[0])), text)


def read_span(text: str) -> Span | None:
    """The span of a text that `plain` made; None when it is none."""
    return _day_span(text) or _month_span(text) or _part_span(text)


def _number(word: str) -> int:
    for short, long in _TENS.items():
        word = word.replace(short, long)
    tens, ten, ones = word.rpartition("十")
    return (int(_DIGITS.get(tens, "1")) * 10 if ten else 0) + (int("".join(_DIGITS[each] for each in ones)) if ones else 0)


def _day_span(text: str) -> Span | None:
    found = _DAY.fullmatch(text)
    if found:
        return _day(*(part for part in found.groups() if part))
    found = _SHORT_DAY.fullmatch(text)
    if found:
        return _short_day(*found.groups())
    found = _DOTTED.fullmatch(text)
    if not found:
        return None
    # 24.6.30 may be written from the year or from the day: the earlier one grants less.
    readings = [each for each in (_short_day(*found.groups()), _short_day(*found.groups()[::-1])) if each]
    return min(readings, key=lambda each: each.first, default=None)


def _short_day(year: str, month: str, day: str) -> Span | None:
    return _day("20" + year, month, day) if 10 <= int(year) < 50 else None


def _month_span(text: str) -> Span | None:
    found = _MONTH.fullmatch(text)
    if not found:
        return None
    year, parted, joined, ending, short, short_month, short_ending = found.groups()
    month = int(parted or joined or short_month)
    number = int(year or "20" + short)
    if not (1 <= month <= 12 and _FIRST_YEAR <= number <= _LAST_YEAR):
        return None
    word = ending or short_ending or ""
    last = date(number, month, _LAST_OF_TEN.get(word) or monthrange(number, month)[1])
    return Span(date(number, month, 1), last, to_end=bool(word))


def _part_span(text: str) -> Span | None:
    found = _PART.fullmatch(text)
    if not found or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        return None
    year, word = int(found[1]), found[2] or ""
    quarter = found[3] or found[4]
    if quarter:
        last = int(quarter) * 3
        return Span(date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]), to_end=True)
    if word == "上半年":
        return Span(date(year, 1, 1), date(year, 6, 30), to_end=True)
    return Span(date(year, 7 if word == "下半年" else 1, 1), date(year, 12, 31), to_end=bool(word))


def _day(year: str, month: str, day: str) -> Span | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Span(found, found) if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _with_offset(text: str) -> date | None:
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    ahead = timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0))
    try:
        zone = UTC if found[7] else timezone(-ahead if found[8] == "-" else ahead)
        return day_in_shanghai(datetime(year, month, day, hour, minute, second, tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def _serial(text: str) -> date | None:
    whole, _, rest = text.partition(".")
    if len(whole) != 5 or not whole.isdecimal() or (rest and not rest.isdecimal()):
        return None
    return excel_day(float(whole)) if _SERIALS_FIRST <= int(whole) <= _SERIALS_LAST else None
