"""From a raw value to clean text: blank or not, one line or several, lists; and the marks that spreadsheets put around a text."""

import math
import re
from datetime import date

from indexer.records import CellError, Raw
from service.domain.text import clean_line, clean_text

LIST_ITEMS_MOST = 200
SEPARATORS = re.compile(r"[、，,；;/\n]+")
BLANKS = frozenset({"", "-", "--", "—", "——", "/", "\\"})
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WRAPPED = re.compile(r'=\s*"((?:[^"]|"")*)"')
_MARKS = "'‘’`´\"“”"


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
    text = clean_text(as_text(raw, limit))
    return _fitting(text, longest or limit)


def read_line(raw: Raw, *, longest: int, limit: int) -> str | None:
    """As `read_text` on one line; a lone dash or slash is empty."""
    text = clean_line(as_text(raw, limit))
    return None if text in BLANKS else _fitting(text, longest or limit)


def read_list(raw: Raw, *, longest: int, limit: int) -> tuple[str, ...]:
    """A JSON list of texts, or a cell split at 、，,；;/ and line breaks; repeats and empty items dropped.

    Raises:
        Unusable: an item is no text, too long, or there are too many.
    """
    parts = raw if isinstance(raw, list) else SEPARATORS.split(clean_text(as_text(raw, limit)))
    items = [read_line(part, longest=longest, limit=limit) for part in parts[: LIST_ITEMS_MOST + 1]]
    if len(parts) > LIST_ITEMS_MOST:
        raise Unusable(f"超过 {LIST_ITEMS_MOST} 项")
    return tuple(dict.fromkeys(item for item in items if item))


def unmarked(raw: Raw) -> Raw:
    """A code, number, day or telephone without the marks that keep it a text in a spreadsheet: '914…, `914…, “914…”, ="914…"."""
    if not isinstance(raw, str) or (raw[:1].isalnum() and raw[-1:].isalnum()):
        return raw
    text = raw.strip()
    wrapped = _WRAPPED.fullmatch(text)
    return (wrapped[1] if wrapped else text.removeprefix("=") if text[1:2].isalnum() else text).strip(_MARKS).strip()


def escape_formula(text: str) -> str:
    """A cell of a CSV file that a spreadsheet will not run as a formula."""
    return "'" + text if text.startswith((*_FORMULA_STARTS, "'")) else text


def unescape_formula(text: str) -> str:
    """Undo `escape_formula`, and ="…", by which other programs keep a code a text."""
    if text.startswith("="):
        wrapped = _WRAPPED.fullmatch(text)
        return wrapped[1].replace('""', '"') if wrapped else text
    rest = text[1:]
    # '市级: the mark by which a spreadsheet keeps a text a text, unless it opens a quotation.
    return rest if text.startswith("'") and (rest.startswith((*_FORMULA_STARTS, "'")) or "'" not in rest) else text


def as_text(raw: Raw, limit: int) -> str:
    """The raw value as a text of at most `limit` characters; a whole number without .0.

    Raises:
        Unusable: no text and no number, over the limit, or with characters that no database holds.
    """
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
