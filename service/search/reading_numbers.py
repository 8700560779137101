"""Limits a need names: budget, weeks, headcount, machines, in digits or in spoken Chinese numerals."""

import re

from service.domain.reading import Limit, LimitKind

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"
_VAGUE = r"\s?(?:来|多|几|余)?\s?"  # people leave a space before the unit: 20 台, 10 万
_RANGE = rf"(?:{_NUMBER}\s*(?:到|至|-|~|—|～)\s*)?"

_AMOUNT = rf"{_RANGE}(?P<number>{_NUMBER}){_VAGUE}(?:个)?(?P<unit>万|w|千|块|元)(?:元|块钱?|人民币)?"
_BUDGET = (
    re.compile(rf"(?:预算|投入|花|费用|价格|总价|一次性|控制在|不超过|不能超|别超过?|最多|顶多|上限|封顶)[^，。；,;\n]{{0,8}}?{_AMOUNT}"),
    re.compile(rf"{_AMOUNT}(?:左右|上下)?(?:以内|以下|之内|内|封顶|打住|的预算|预算)"),
)
_PER_YEAR = re.compile(r"(?:一年|每年|年费|按年|/年)")
_PER_MONTH = re.compile(r"(?:每个?月|一个月|月费|按月|/月)")
_TIME = re.compile(
    rf"(?P<number>{_NUMBER}|半)\s*(?:个)?(?:半)?(?P<unit>周|星期|礼拜|月|天)(?:之内|以内|内|左右)?[^，。；,;\n]{{0,4}}?"
    r"(?:上线|搞定|完成|交付|做完|见效|装好|弄好|用起来|跑起来|落地|投用|之内|以内|内)"
)
_HEADCOUNT = re.compile(
    rf"(?P<number>{_NUMBER}){_VAGUE}(?:个|号|名)?(?:员工|工人|人)(?=的?[小厂规左上，。；,;、\s]|$|的?[\u4e00-\u9fff]{0, 4}厂|规模)"
)
_MACHINES = re.compile(rf"(?P<number>{_NUMBER}){_VAGUE}台")
_LEVELS = (("B", "乙级"), ("A", "甲级"), ("D", "创新示范"))
_NOT_BUDGET = re.compile(r"(?:电费|营收|产值|销售额|年产|亏|赔|损失|工资|月薪|罚)")


def parse_number(text: str) -> float | None:
    """`三十` → 30, `一百二` → 120, `两百五十` → 250, `1.5` → 1.5; None when it is none."""
    try:
        return float(text)
    except ValueError:
        pass
    total, digit, last_unit = 0, 0, 1
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            last_unit = _UNITS[character]
            total += (digit or 1) * last_unit
            digit = 0
        else:
            return None
    if digit and last_unit >= 100:
        return float(total + digit * last_unit // 10)  # 一百二 is 120
    return float(total + digit)


def read_limits(folded: str) -> tuple[Limit, ...]:
    """All limits of a folded need, each kind once, the first mention."""
    found = [_budget(folded), _weeks(folded), _count(folded, _HEADCOUNT, LimitKind.HEADCOUNT, 100_000)]
    found.append(_count(folded, _MACHINES, LimitKind.MACHINES, 100_000))
    found.extend(Limit(LimitKind.LEVEL, name, code=code) for code, name in _LEVELS if name in folded)
    return tuple(limit for limit in found if limit is not None)


def _budget(text: str) -> Limit | None:
    for pattern in _BUDGET:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 6) : match.end("number")]
            number = parse_number(match["number"])
            if number is None or _NOT_BUDGET.search(before):
                continue
            yuan = number * {"万": 10_000, "w": 10_000, "千": 1000}.get(match["unit"], 1)
            around = text[max(0, match.start() - 8) : match.end() + 6]
            months = 12 if _PER_MONTH.search(around) else 1
            if not 100 <= yuan * months <= 1e10:
                continue
            yearly = months == 12 or bool(_PER_YEAR.search(around))
            return Limit(LimitKind.BUDGET, match[0].strip(), number=round(yuan * months * 100), per_year=yearly)
    return None


def _weeks(text: str) -> Limit | None:
    match = _TIME.search(text)
    if match is None:
        return None
    number = 0.5 if match["number"] == "半" else parse_number(match["number"])
    if number is None:
        return None
    weeks = number * {"月": 4.3, "天": 1 / 7}.get(match["unit"], 1)
    return Limit(LimitKind.WEEKS, match[0], number=max(1, round(weeks))) if weeks <= 520 else None


def _count(text: str, pattern: re.Pattern[str], kind: LimitKind, most: int) -> Limit | None:
    match = pattern.search(text)
    number = parse_number(match["number"]) if match else None
    if match is None or number is None or not 2 <= number <= most:
        return None
    return Limit(kind, match[0], number=int(number))
