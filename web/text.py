"""How values are written for people: dates, money, weeks, numbers. Pure; every template filter lives here.

Source of the forms: 2026年1月5日, 25–70 万元 (pages brief, Craft).
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup, escape

from service.domain.calendar import time_in_shanghai
from service.domain.money import write_wan

_PHRASE_ENDS = re.compile(r"(?<=[，、：；])(?=.)|(?<=.)(?=“)|(?<=”)(?=[^，。；：”])|(?<=互联网)(?=产业)")


def chinese_date(value: date | None, absent: str = "未填写") -> str:
    """Write a date as 2026年1月5日; an instant is first taken to Asia/Shanghai."""
    if value is None:
        return absent
    local = time_in_shanghai(value) if isinstance(value, datetime) else value
    return f"{local.year}年{local.month}月{local.day}日"


def chinese_instant(value: datetime) -> str:
    """Write an instant as 2026年1月5日 09:30, Asia/Shanghai."""
    return f"{chinese_date(value)} {time_in_shanghai(value):%H:%M}"


def price_band(low_fen: int | None, high_fen: int | None) -> str:
    """Write a price band as 25–70 万元; with one end only 25 万元起 or 70 万元以内; with none 面议."""
    if low_fen is None and high_fen is None:
        return "价格面议"
    if high_fen is None:
        return f"{write_wan(low_fen or 0)} 万元起"
    if low_fen is None:
        return f"{write_wan(high_fen)} 万元以内"
    if low_fen == high_fen:
        return f"约 {write_wan(low_fen)} 万元"
    return f"{write_wan(low_fen)}–{write_wan(high_fen)} 万元"


def weeks_text(weeks: int | None) -> str:
    """Write a time to deliver."""
    return "周期面议" if weeks is None else f"约 {weeks} 周"


def thousands(value: int) -> str:
    """Write a count with separators."""
    return f"{value:,}"


def percent(share: float) -> str:
    """Write 0..1 as a whole percentage; under one percent with a decimal, so that a small share is never told as none."""
    return f"{share * 100:.1f}%" if 0 < share < 0.01 else f"{round(share * 100)}%"


def joined(parts: Sequence[str], separator: str = "、") -> str:
    """Join words as a Chinese list."""
    return separator.join(parts)


def clipped(text: str, characters: int) -> str:
    """Shorten to at most `characters`, after a stop when one is near, with an ellipsis; the template gives the whole text as a title."""
    if len(text) <= characters:
        return text
    cut = text[: characters - 1]
    stop = max(cut.rfind(mark) for mark in "。；，！？")
    return (cut[:stop] if stop >= characters // 2 else cut).rstrip("，、；。 ") + "…"


def phrased(text: str) -> Markup:
    """A heading in pieces that stay whole while there is room: a line breaks behind a comma or before a quotation, not inside a word."""
    return Markup("").join(Markup('<span class="phrase">{}</span>').format(piece) for piece in _PHRASE_ENDS.split(text))


def marked(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    """Escape `text` and put the ranges [start, end) between <mark>; overlapping or foreign ranges are merged or cut."""
    parts: list[Markup] = []
    position = 0
    for start, end in sorted(marks):
        begin, stop = max(start, position), min(end, len(text))
        if begin >= stop:
            continue
        parts += [escape(text[position:begin]), Markup("<mark>{}</mark>").format(text[begin:stop])]
        position = stop
    parts.append(escape(text[position:]))
    return Markup("").join(parts)
