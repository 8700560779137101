"""Words that one side writes to the other before both agreed: without numbers, mailboxes, people and firms."""

import re
from collections.abc import Iterable

from service.domain.needs import FIRM_MOST_CHARACTERS
from service.domain.open_profile import mask_personal
from service.search.reading_privacy import NO_NAMES, SURNAMES, strip_personal

_FIRM_SIGN = "〔厂名已遮〕"
_PERSON_SIGN = "〔称呼已遮〕"
_NUMBER_SIGN = "〔联系方式已遮〕"
_SHORTEST_NAME = 2
_PERSON = re.compile(
    rf"(?!{NO_NAMES})[{SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}?)?(?:先生|女士|小姐|太太|经理|总监|主任|厂长|师傅|老板)"
    rf"|(?!{NO_NAMES})[{SURNAMES}](?:总(?![部共计体数价量会线])|工(?![作程厂人具业艺件序资装时位期单段装]))"
)
"""A surname before a title: 何先生, 李厂长, 赵工. 老板 alone names nobody. Rather too much is masked than too little."""
_LINK = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff]{3,200}", re.IGNORECASE)
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-—– ]?\d{7,8}(?!\d)")
"""Whatever has the shape of one, also where no exchange begins so."""
_FIRM = re.compile(r"[\u4e00-\u9fffA-Za-z0-9（）()]{2,30}(?:有限责任公司|股份有限公司|有限公司|集团公司)")


def mask_words(text: str, names: Iterable[str]) -> tuple[str, int]:
    """The text as the other side may read it, and how many things were masked.

    Args:
        names: what the two firms are called: full, short and former names.
    """
    masked, count = text, 0
    known = {each.strip() for each in names if _SHORTEST_NAME <= len(each.strip()) <= FIRM_MOST_CHARACTERS}
    for name in sorted(known, key=len, reverse=True):
        count += masked.count(name)
        masked = masked.replace(name, _FIRM_SIGN)
    for pattern, sign in ((_FIRM, _FIRM_SIGN), (_LINK, _NUMBER_SIGN), (_LANDLINE, _NUMBER_SIGN), (_PERSON, _PERSON_SIGN)):
        masked, found = pattern.subn(sign, masked)
        count += found
    stripped, found = strip_personal(masked)
    if found:
        masked, count = stripped, count + found
    return mask_personal(masked).strip(), count
