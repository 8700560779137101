"""Telephones as cells hold them: numbers that lost their first 0, and a person's name beside the number."""

import re
from dataclasses import dataclass

from indexer.records import Raw
from indexer.values.text import read_line

_NUMBER = re.compile(
    r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|[（(]?0\d{2,3}[）)]?[- ]?\d{7,8}(?:转\d{1,5})?(?!\d)|(?<!\d)[2-8]\d{6,7}(?!\d)|"
    r"(?<!\d)[48]00[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)"
)
_AROUND = re.compile(
    r"^[\s,，、;；/|:：()（）-]+|[\s,，、;；/|:：()（）-]+$|(?:联系)?(?:电话|手机号?码?|方式|tel|phone)[:：]?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone as stored. `doubt`: code of a warning, when a 0 was put back or seems to be missing."""

    text: str | None
    doubt: str | None = None


def read_phone(raw: Raw, *, longest: int, limit: int) -> Phone:
    """The telephone of a cell; a first 0 is put back where that is certain: 76900000012 is 0769-00000012.

    Raises:
        Unusable: no text and no number, or too long.
    """
    text = read_line(raw, longest=longest, limit=limit)
    if text is None:
        return Phone(None)
    digits = text.replace("-", "").replace(" ", "")
    parted = re.fullmatch(r"([3-9]\d{2})[- ](\d{8})", text) or re.fullmatch(r"([3-9]\d{2})(\d{8})", text)
    parted = parted or re.fullmatch(r"(10|2\d)[- ]?(\d{8})", text)
    if parted:
        return Phone(f"0{parted[1]}-{parted[2]}", "phone_restored")
    if digits.isdecimal() and (len(digits) == 10 and digits[0] in "3456789" and digits[:3] not in {"400", "800"}):
        return Phone(text, "phone_doubtful")
    return Phone(text)


def apart(text: str) -> tuple[str | None, str | None]:
    """A contact cell as (name, telephones): 王五 0769-00000001 is 王五 and 0769-00000001."""
    numbers = [found[0] for found in _NUMBER.finditer(text)]
    name = _NUMBER.sub(" ", text)
    while (shorter := _AROUND.sub("", name)) != name:
        name = shorter
    return name.strip() or None, "、".join(numbers) or None
