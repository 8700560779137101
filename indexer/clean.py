"""From a raw value to what is stored: text, lists, dates, amounts, numbers, USCC. Pure; a value that cannot be used says why."""

import math
import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NoReturn

from indexer.records import CellError, Raw
from service.domain import uscc
from service.domain.pools import MembershipState
from service.domain.text import clean_line, clean_text

LIST_ITEMS_MOST = 200
_FEN_PER_WAN = 1_000_000
_PRICE_MOST_WAN = 100_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2199

SEPARATORS = re.compile(r"[、，,；;/\n]+")
_DATE = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_AMOUNT = re.compile(r"¥?\s?(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d{1,12}(?:\.\d{1,12})?)\s?(万元|万|元|亿元|亿)?")
_COUNT = re.compile(r"(-?\d{1,3}(?:,\d{3})+|-?\d{1,12})(?:\.0{1,6})?\s?(?:人|名|周|个|家)?")
_YEAR = re.compile(r"(\d{4})(?:年|\.0)?|(\d{4})[-/.年]\d{1,2}(?:[-/.月].{0,20})?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_BLANKS = frozenset({"", "-", "--", "—", "——", "/", "\\"})
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_UNIT_IN_WAN: dict[str | None, Decimal] = {
    **dict.fromkeys((None, "万", "万元"), Decimal(1)), **dict.fromkeys(("亿", "亿元"), Decimal(10_000)), "元": Decimal("0.0001"),
}  # fmt: skip

WITHOUT_END = frozenset({"长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限"})
_STATES = {
    **dict.fromkeys(("有效", "正常", "在池", "在库", "active"), MembershipState.ACTIVE),
    **dict.fromkeys(("暂停", "中止", "整改", "限期整改", "suspended"), MembershipState.SUSPENDED),
    **dict.fromkeys(("退出", "已退出", "清退", "移出", "撤销", "取消", "withdrawn"), MembershipState.WITHDRAWN),
}
EXPIRED = frozenset({"已到期", "到期", "已过期", "过期", "expired"})


class Unusable(Exception):
    """The value cannot be used. `code` is a warning of `problems`, `reason` completes its sentence."""

    def __init__(self, reason: str, *, code: str = "value_unusable") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


def is_blank(raw: Raw) -> bool:
    """Tell whether a cell or value counts as empty."""
    # Nearly every value begins with a letter or digit; only the others need the slow look.
    return raw is None or (isinstance(raw, str) and not raw[:1].isalnum() and not clean_line(raw))


def read_text(raw: Raw, *, longest: int, limit: int) -> str | None:
    """Clean text of several lines, None when empty.

    Args:
        longest: characters the field takes, 0 for `limit`, which every cell is held to.
    """
    text = clean_text(_as_text(raw, limit))
    return _fitting(text, longest or limit)


def read_line(raw: Raw, *, longest: int, limit: int) -> str | None:
    """As `read_text` on one line; a lone dash or slash is empty."""
    text = clean_line(_as_text(raw, limit))
    return None if text in _BLANKS else _fitting(text, longest or limit)


def read_list(raw: Raw, *, longest: int, limit: int) -> tuple[str, ...]:
    """A JSON list of texts, or a cell split at 、，,；;/ and line breaks; repeats and empty items dropped.

    Raises:
        Unusable: an item is no text, too long, or there are too many.
    """
    parts = raw if isinstance(raw, list) else SEPARATORS.split(clean_text(_as_text(raw, limit)))
    items = [read_line(part, longest=longest, limit=limit) for part in parts[: LIST_ITEMS_MOST + 1]]
    if len(parts) > LIST_ITEMS_MOST:
        raise Unusable(f"超过 {LIST_ITEMS_MOST} 项")
    return tuple(dict.fromkeys(item for item in items if item))


def read_date(raw: Raw) -> date | None:
    """A date, or None when empty or 长期. Knows 2023-11-15, 2023/11/15, 2023年11月15日, 20231115 and Excel's day numbers.

    Raises:
        Unusable: no such day.
    """
    if isinstance(raw, date):
        return raw if _FIRST_YEAR <= raw.year <= _LAST_YEAR else _no_date()
    text = clean_line(_as_text(raw, 200))
    if text in _BLANKS or text in WITHOUT_END:
        return None
    found = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if found:
        year, month, day = (int(part) for part in found.groups())
        try:
            return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else _no_date()
        except ValueError:
            _no_date()
    if _SERIAL.fullmatch(text):
        return excel_day(float(text)) or _no_date()
    return _no_date()


def excel_day(serial: float, *, since_1904: bool = False) -> date | None:
    """The date of Excel's day number; None outside 1900–2199. Day 60 of the 1900 system never existed and counts as 28 February."""
    if not 1 <= serial <= 109_573:
        return None
    if since_1904:
        return date(1904, 1, 1) + timedelta(days=min(int(serial), 108_111))
    return date(1899, 12, 30 if serial >= 60 else 31) + timedelta(days=int(serial))


def read_fen(raw: Raw) -> int | None:
    """万元 as fen; a written unit (元, 万, 亿) is respected.

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
    text = clean_line(_as_text(raw, 200))
    if text in _BLANKS:
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
    text = clean_line(_as_text(raw, 200))
    if text in _BLANKS:
        return None
    found = _COUNT.fullmatch(text)
    if not found:
        raise Unusable("应为整数", code="number_unusable")
    number = int(found[1].replace(",", ""))
    if not 0 <= number <= most:
        raise Unusable(f"应在 0 到 {most} 之间", code="number_unusable")
    return number


def read_year(raw: Raw, *, today: date) -> int | None:
    """A year from 1900 to the present one; of a date its year.

    Raises:
        Unusable: anything else.
    """
    text = clean_line(_as_text(raw, 200))
    if text in _BLANKS:
        return None
    found = _YEAR.fullmatch(text)
    if not found or (isinstance(raw, float) and not raw.is_integer()):
        raise Unusable("应为四位年份，如 2023", code="number_unusable")
    year = int(found[1] or found[2])
    if not _FIRST_YEAR <= year <= today.year:
        raise Unusable(f"应在 {_FIRST_YEAR} 到 {today.year} 之间", code="number_unusable")
    return year


def read_uscc(raw: Raw) -> str:
    """The normalised code: half width, capitals, no spaces or hyphens; empty when there is none.

    Raises:
        Unusable: `uscc_damaged` when a spreadsheet turned it into a number, `uscc_shape` otherwise.
    """
    text = re.sub(r"[\s\-]", "", clean_line(_as_text(raw, 200))).upper()
    if isinstance(raw, float) or _SCIENTIFIC.fullmatch(re.sub(r"\s", "", str(raw))):
        raise Unusable("", code="uscc_damaged")
    if text and not uscc.has_shape(text):
        raise Unusable("", code="uscc_shape")
    return text


def read_state(raw: Raw) -> MembershipState | None:
    """What the pool's keeper decided; None when empty. 已到期 is active, its dates say the rest.

    Raises:
        Unusable: no known state.
    """
    text = clean_line(_as_text(raw, 200)).lower()
    if text in _BLANKS:
        return None
    if text in EXPIRED:
        return MembershipState.ACTIVE
    if text not in _STATES:
        raise Unusable("", code="state_unknown")
    return _STATES[text]


def escape_formula(text: str) -> str:
    """A cell of a CSV file that a spreadsheet will not run as a formula."""
    return "'" + text if text.startswith((*_FORMULA_STARTS, "'")) else text


def unescape_formula(text: str) -> str:
    """Undo `escape_formula`."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA_STARTS, "'")) else text


def _as_text(raw: Raw, limit: int) -> str:
    if raw is None:
        return ""
    if isinstance(raw, str):
        if len(raw) > limit:
            raise Unusable(str(limit), code="text_too_long")
        try:
            raw.encode("utf-8")
        except UnicodeEncodeError:
            raise Unusable("含有无法存储的字符") from None
        return raw
    if isinstance(raw, CellError):
        raise Unusable("单元格公式没有结果")
    if isinstance(raw, bool) or not isinstance(raw, int | float | date):
        raise Unusable("应为文字或数字")
    if isinstance(raw, float):
        if not math.isfinite(raw):
            raise Unusable("不是有限的数值")
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else format(raw, ".15g")
    if isinstance(raw, int) and abs(raw) >= 10**200:
        raise Unusable("数值过大")
    return str(raw)


def _fitting(text: str, longest: int) -> str | None:
    if len(text) > longest:
        raise Unusable(str(longest), code="text_too_long")
    return text or None


def _no_date() -> NoReturn:
    raise Unusable("", code="date_impossible")
