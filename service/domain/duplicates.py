"""重复的企业: which stored firms may be one. A guess names its reasons and how sure it is; people decide.

Firms of the same name in different cities are common and mostly two: such a pair is shown as a doubt, never as likely.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

_GROUP_MOST = 12
"""A key that more firms share, such as the telephone of a business park, tells nothing of two of them."""
_CORE_LEAST = 3
_CITY = re.compile("^(?:广东省?)?(东莞|深圳|广州|佛山|惠州|中山|珠海|江门|肇庆|[\u4e00-\u9fff]{2}(?=市))市?(?!场|政)")
_FORM = re.compile(r"(?:股份)?有限(?:责任)?公司(?:[\u4e00-\u9fff]{0,6}分公司)?$")
_FIELD = re.compile("科技|信息|技术|智能|软件|网络|数字|自动化|装备|实业|集团|发展|工程|服务|系统|数据")
PUBLIC_MAIL = frozenset(
    {
        *("qq.com", "163.com", "126.com", "139.com", "189.cn", "sina.com"),
        *("foxmail.com", "gmail.com", "outlook.com", "example.com"),
    }
)
"""Domains that everybody may have a mailbox at."""


class Certainty(StrEnum):
    """How sure a guess is."""

    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class FirmMark:
    """What of a firm is compared. `names`: its name, short and former names, the name first; `phone`: digits of the unit's landline."""

    id: str
    uscc: str
    names: tuple[str, ...]
    city: str
    phone: str
    mail_domain: str


@dataclass(frozen=True, slots=True)
class DuplicateGuess:
    """Two firms that may be one, and why. `first` is before `second` in the order of ids."""

    first: FirmMark
    second: FirmMark
    certainty: Certainty
    reasons: tuple[str, ...]


def guess_duplicates(firms: Sequence[FirmMark]) -> list[DuplicateGuess]:
    """All guesses, the likely ones first.

    Cost: about 0.4 ms a firm; only firms that share a key are compared.
    """
    pairs = {pair for key in _keys(firms).values() if len(key) <= _GROUP_MOST for pair in combinations(sorted(key), 2)}
    by_id = {firm.id: firm for firm in firms}
    found = [guess for first, second in pairs if (guess := compare_firms(by_id[first], by_id[second]))]
    return sorted(found, key=lambda each: (each.certainty is not Certainty.LIKELY, -len(each.reasons), each.first.names[0], each.second.id))


def compare_firms(first: FirmMark, second: FirmMark) -> DuplicateGuess | None:
    """What speaks for these two being one; None when too little does."""
    near_code = codes_differ_by_one(first.uscc, second.uscc)
    contact = [
        *(["单位电话相同"] if first.phone and first.phone == second.phone else []),
        *(["邮箱域名相同"] if first.mail_domain and first.mail_domain == second.mail_domain else []),
    ]
    name, apart = _names_agree(first, second)
    reasons = [*([name] if name else []), *(["信用代码只差一位"] if near_code else []), *contact]
    if not name and not (near_code and contact) and len(contact) < 2:
        return None
    if apart:
        reasons.append("所在城市不同，多半是两家")
    strong = name in {_SAME, _FORMER} or near_code or (bool(name) and bool(contact))
    certainty = Certainty.LIKELY if strong and not apart and name else Certainty.POSSIBLE
    one, other = sorted((first, second), key=lambda firm: firm.id)
    return DuplicateGuess(one, other, certainty, tuple(reasons))


_SAME, _FORMER, _NEAR, _CORE = "名称相同", "一家的名称是另一家的曾用名", "名称只差一个字", "名称的主体相同"


def codes_differ_by_one(first: str, second: str) -> bool:
    """Whether one sign differs, or two neighbours changed places: how codes are mistyped. The check character may differ besides."""
    if len(first) != len(second):
        return False
    places = [place for place, (one, other) in enumerate(zip(first[:-1], second[:-1], strict=True)) if one != other]
    if len(places) <= 1:
        return True
    left, right = places[0], places[-1]
    return len(places) == 2 and right == left + 1 and first[left] == second[right] and first[right] == second[left]


def plain_name(name: str) -> str:
    """A name without what is written now one way and now another: width of signs, brackets, spaces."""
    return re.sub(r"[\s()（）·•.\-]", "", unicodedata.normalize("NFKC", name)).upper()


def city_in(name: str) -> str:
    """The city that a name begins with; empty when it names none."""
    found = _CITY.match(plain_name(name))
    return found.group(1) if found else ""


def core_of(name: str) -> str:
    """The part of a name by which people call the firm: 东莞市淙塑云科技有限公司 → 淙塑云."""
    bare = _FORM.sub("", _CITY.sub("", plain_name(name)))
    core = _FIELD.sub("", bare)
    return core if len(core) >= 2 else bare


def _keys(firms: Iterable[FirmMark]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for firm in firms:
        for key in _keys_of(firm):
            found[key].add(firm.id)
    return found


def _keys_of(firm: FirmMark) -> Iterator[str]:
    for name in firm.names:
        plain, core = plain_name(name), core_of(name)
        yield f"name:{plain}"
        yield f"core:{core}"
        if len(core) > _CORE_LEAST:
            yield from (f"near:{core[:place]}?{core[place + 1 :]}" for place in range(len(core)))
    if firm.phone:
        yield f"phone:{firm.phone}"
    if firm.mail_domain:
        yield f"mail:{firm.mail_domain}"
    body = firm.uscc[:-1]
    yield from (f"code:{body[:place]}?{body[place + 1 :]}" for place in range(len(body)))
    yield from (
        f"swap:{body[:place]}{''.join(sorted(body[place : place + 2]))}{place}{body[place + 2 :]}" for place in range(len(body) - 1)
    )


def _names_agree(first: FirmMark, second: FirmMark) -> tuple[str, bool]:
    """(how the names agree, or nothing; whether the firms are of different cities)."""
    one, other = ({plain_name(name) for name in firm.names[:1]} for firm in (first, second))
    ones, others = ({plain_name(name) for name in firm.names} for firm in (first, second))
    cities = {city_in(first.names[0]) or first.city.removesuffix("市"), city_in(second.names[0]) or second.city.removesuffix("市")} - {""}
    apart = len(cities) > 1
    cores = {core_of(name) for name in first.names}, {core_of(name) for name in second.names}
    if one & other:
        return _SAME, apart
    if one & others or ones & other:
        return _FORMER, apart
    if cores[0] & cores[1]:
        return _CORE, apart
    if any(_near(left, right) for left in cores[0] for right in cores[1]):
        return _NEAR, apart
    return "", apart


def _near(left: str, right: str) -> bool:
    if len(left) != len(right) or len(left) <= _CORE_LEAST:
        return False
    return sum(one != other for one, other in zip(left, right, strict=True)) == 1
