"""Amounts of money, counts, weeks and years."""

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from indexer.records import Raw
from indexer.values.text import BLANKS, Unusable, as_text
from service.domain.text import clean_line

_FEN_PER_WAN = 1_000_000
_PRICE_MOST_WAN = 100_000
PRICE_DOUBTFUL_FEN = 1_000 * _FEN_PER_WAN
"""A price above 1,000 万元 was probably written in 元."""
_FIRST_YEAR = 1900

_AMOUNT = re.compile(r"¥?\s?(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d{1,12}(?:\.\d{1,12})?)\s?(万元|万|元|千元|亿元|亿)?")
_COUNT = re.compile(r"(-?\d{1,3}(?:,\d{3})+|-?\d{1,12})(?:\.0{1,6})?\s?(?:人|名|个|家)?")
_WEEKS = re.compile(r"(-?\d{1,4}(?:\.\d{1,3})?)\s?(周|星期|天|日|个?工作日|个?自然日|个?月)?")
_YEAR = re.compile(r"(\d{4})(?:年|\.0)?|(\d{4})[-/.年]\d{1,2}(?:[-/.月].{0,20})?")
_UNIT_IN_WAN: dict[str | None, Decimal] = {
    **dict.fromkeys((None, "万", "万元"), Decimal(1)), **dict.fromkeys(("亿", "亿元"), Decimal(10_000)), "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
}  # fmt: skip
_WEEKS_OF = {"天": 1 / 7, "日": 1 / 7, "自然日": 1 / 7, "工作日": 1 / 5, "月": 52 / 12}


def read_fen(raw: Raw) -> int | None:
    """万元 as fen; a written unit (元, 千元, 万, 亿) is respected.

    Raises:
        Unusable: no amount, negative, or over 10 亿元.
    """
    number, unit = _amount(raw)
    if number is None:
        return None
    wan = number * _UNIT_IN_WAN[unit]
    if wan < 0:
        raise Unusable("不能为负数", code="number_unusable")
    if wan > _PRICE_MOST_WAN:
        raise Unusable(f"超过 {_PRICE_MOST_WAN} 万元", code="number_unusable")
    return int((wan * _FEN_PER_WAN).quantize(Decimal(1), ROUND_HALF_UP))


def _amount(raw: Raw) -> tuple[Decimal | None, str | None]:
    text = clean_line(as_text(raw, 200))
    if text in BLANKS:
        return None, None
    if isinstance(raw, int | float):
        try:
            return Decimal(text), None
        except InvalidOperation:
            raise Unusable("应为数字，如 4.5", code="number_unusable") from None
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise Unusable("应为数字，如 4.5", code="number_unusable")
    return Decimal(found[1].replace(",", "")), found[2]


def read_count(raw: Raw, *, most: int) -> int | None:
    """A whole number from 0 to `most`.

    Raises:
        Unusable: anything else.
    """
    text = clean_line(as_text(raw, 200))
    if text in BLANKS:
        return None
    found = _COUNT.fullmatch(text)
    if not found:
        raise Unusable("应为整数", code="number_unusable")
    return _within(int(found[1].replace(",", "")), most)


def read_weeks(raw: Raw, *, most: int) -> int | None:
    """Weeks; days, working days and months are turned into weeks, a started week counts.

    Raises:
        Unusable: anything else.
    """
    text = clean_line(as_text(raw, 200))
    if text in BLANKS:
        return None
    found = _WEEKS.fullmatch(text)
    unit = (found[2] or "周").removeprefix("个") if found else ""
    if not found or (unit not in _WEEKS_OF and not float(found[1]).is_integer()):
        raise Unusable("应为整数", code="number_unusable")
    return _within(math.ceil(float(found[1]) * _WEEKS_OF.get(unit, 1) - 1e-9), most)


def _within(number: int, most: int) -> int:
    if not 0 <= number <= most:
        raise Unusable(f"应在 0 到 {most} 之间", code="number_unusable")
    return number


def read_year(raw: Raw, *, today: date) -> int | None:
    """A year from 1900 to the present one; of a date or a month its year.

    Raises:
        Unusable: anything else.
    """
    text = clean_line(as_text(raw, 200))
    if text in BLANKS:
        return None
    found = _YEAR.fullmatch(text)
    if not found:
        raise Unusable("应为四位年份，如 2023", code="number_unusable")
    year = int(found[1] or found[2])
    if not _FIRST_YEAR <= year <= today.year:
        raise Unusable(f"应在 {_FIRST_YEAR} 到 {today.year} 之间", code="number_unusable")
    return year
