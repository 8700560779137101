"""What identifies a firm: its unified social credit code and its registered name."""

import re

from indexer.records import Raw
from indexer.values.text import Unusable, as_text
from service.domain import uscc
from service.domain.text import clean_line

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_FILLING = re.compile(r"23456789|[*×?？]{3,}")
_SAME_AGAIN = re.compile(r"(.)\1{6,}|(?<=.{8})X{4,}")
_BETWEEN_SPACES = re.compile(r"(?<=[⺀-鿿（）]) +| +(?=[⺀-鿿（）])")
_CHINESE = re.compile(r"[一-鿿]")
_WIDE_BRACKETS = str.maketrans("()[]", "（）（）")


def read_uscc(raw: Raw) -> str:
    """The normalised code: half width, capitals, no spaces or hyphens; empty when there is none.

    Raises:
        Unusable: `uscc_damaged` when a spreadsheet turned it into a number, `uscc_placeholder` when it only fills the cell,
            `uscc_shape` otherwise.
    """
    text = re.sub(r"[\s\-]", "", clean_line(as_text(raw, 200))).upper()
    if isinstance(raw, float) or _SCIENTIFIC.fullmatch(re.sub(r"\s", "", str(raw))):
        raise Unusable("", code="uscc_damaged")
    if _FILLING.search(text) or (_SAME_AGAIN.search(text) and not (uscc.has_shape(text) and uscc.has_valid_check(text))):
        raise Unusable("", code="uscc_placeholder")
    if text and not uscc.has_shape(text):
        raise Unusable("", code="uscc_shape")
    return text


def firm_name(text: str) -> str:
    """A firm's name in one spelling: Chinese names have full-width brackets and no spaces beside a Chinese character."""
    if not _CHINESE.search(text):
        return text
    return _BETWEEN_SPACES.sub("", text.translate(_WIDE_BRACKETS))
