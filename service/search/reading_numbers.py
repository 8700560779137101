"""Limits a need names: budget, weeks, headcount, machines, in digits or in spoken Chinese numerals."""

import re
from collections.abc import Iterator, Sequence

from service.domain.reading import Limit, LimitKind

_DIGITS = {
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2,
    "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_HAN = "零〇一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
# The lengths are limited to those of real numbers: a very long run of digits must not cost time.
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}|\d{{1,12}}(?:\.\d{{1,6}})?|[{_HAN}]{{1,12}}点[零一二三四五六七八九]{{1,3}}|[{_HAN}]{{1,12}})"
_EXACT = rf"(?<![几数\d.,{_HAN}])"  # 几十台 (some dozens) gives no number
_VAGUE = r"\s?(?:来|多|几|余)?\s?"  # people leave a space before the unit: 20 台, 10 万
_TO = r"\s*(?:到|至|-|~|—|～)\s*"
_START = r"(?<![^，。；、,;\n（(：:])"
_END = r"(?=\s*(?:$|[，。；、,;\n）)]))"
_CLAUSE_ENDS = "，。；,;\n"

_MONEY = {"": 1.0, "百万": 1e6, "千万": 1e7, "万": 1e4, "w": 1e4, "千": 1e3, "k": 1e3, "块": 1.0, "元": 1.0}
_AMOUNT = (
    rf"(?:{_NUMBER}(?:万|w|千|k|块|元)?{_TO})?{_EXACT}(?P<number>{_NUMBER}){_VAGUE}(?:个)?"
    rf"(?P<unit>百万|千万|(?:万|w|千|k)(?![a-z]|\s?(?:件|个|只|台|套|张|米|吨|条|双|打|平|方|人|次|模|转|片|支|行|款|单|度|伏|瓦|家|份|字|分|pcs|ppm))"
    rf"|块(?!板|屏|料|钢|布)|元(?!器|件))(?P<rest>(?<=[万w千k])[一二两三四五六七八九\d](?![\d.{_HAN}万个台天周月年号人期到至~-]))?(?:元|块钱?|人民币)?"
)
_BUDGET = (
    re.compile(
        rf"(?:预算|投入|花|费用|价格|总价|一次性|控制在|不超过?|不能超|别超过?|最多|顶多|上限|封顶|年费|年付)[^{_CLAUSE_ENDS}]{{0,8}}?{_AMOUNT}"
    ),
    re.compile(rf"{_AMOUNT}(?:左右|上下)?(?:以内|以下|之内|内|封顶|打住|的预算|预算|能接受|可以接受)"),
    re.compile(rf"(?:一年|每年|按年)(?:就|只|大概|大约|约)?{_AMOUNT}(?:左右|上下|这样)?{_END}"),
    re.compile(rf"{_START}{_AMOUNT}(?:左右|上下|这样|全包|含税)?{_END}"),
    re.compile(r"[¥￥](?P<number>\d{1,3}(?:,\d{3}){1,3}|\d{3,10})(?:\.\d{1,2})?(?P<unit>)(?P<rest>)"),
)
_PER_YEAR = re.compile(r"(?:一年|每年|年费|年付|按年|年度|/年)")
_PER_MONTH = re.compile(r"(?:每个?月|一个月|月费|按月|/月)")
_ONCE = re.compile(r"一次性")
_NOT_BUDGET = re.compile(
    r"(?:电费|营收|产值|销售额|年产|亏|赔|损失|工资|月薪|罚|多花|白花|(?:花|投入|投|用|使|买)(?:了|掉|过|咗)|一台(?:成本|价|不)|每[台套件人片支米张个条]|单[台套件价])"
)

_SPAN = rf"(?:{_NUMBER}{_TO})?(?P<number>{_EXACT}{_NUMBER}|半){_VAGUE}(?P<measure>个)?(?P<half>半)?"
_UNIT = r"(?P<unit>周(?![年转期边末])|星期|礼拜|月(?![份底初结])|天|个?工作日|年(?![度底初会费产]))"
_WEEKS = (
    re.compile(
        rf"{_SPAN}{_UNIT}(?P<within>之内|以内|内(?![部存外容]))?[^{_CLAUSE_ENDS}\d{_HAN}]{{0,4}}?"
        r"(?:上线|搞定|完成|交付|做完|见效|装好|装完|弄好|用起来|跑起来|落地|投用|交(?!期|货)|看到|能用)"
    ),
    re.compile(rf"{_SPAN}{_UNIT}(?P<within>之内|以内|内(?![部存外容]))"),
    re.compile(rf"(?:还剩|还有|只有|工期|周期|限期|期限)\s?(?:只|是|为|大概|约|不超过)?{_SPAN}{_UNIT}(?P<within>)"),
    re.compile(rf"{_START}(?:大概|大约|约|工期)?{_SPAN}{_UNIT}(?P<within>)(?:左右)?{_END}"),
)
_WEEKS_OF = {"周": 1.0, "星期": 1.0, "礼拜": 1.0, "月": 4.3, "天": 1 / 7, "工作日": 1 / 5, "个工作日": 1 / 5, "年": 52.0}
_NOT_WEEKS = re.compile(r"(?:交期|交货|账期|回款|质保|保修|响应|换型|换模|库存|每|近|最近|过去|用了)[^，。；,;\n]{0,6}$")
_NOT_AFTER = re.compile(r"\s?(?:回本|的?(?:库存|数据|账|质保|保修))")

_HEADCOUNT = (
    re.compile(
        rf"(?<![组部科室班]){_EXACT}(?P<number>{_NUMBER}){_VAGUE}(?:个|号|名|位)?(?:员工|工人|人)"
        r"(?=$|[，。；,;、\s）)]|的|左右|上下|规模|小|[\u4e00-\u9fff]{0,4}厂|做|分[两三四])"
    ),
    re.compile(
        rf"(?:员工|工人|车工|人数)\s?(?:有|共|约|大概)?\s?{_EXACT}(?P<number>{_NUMBER}){_VAGUE}(?:个|号|名)?人?(?=$|[，。；,;、\s）)]|分)"
    ),
)
_MACHINES = (re.compile(rf"{_EXACT}(?P<number>{_NUMBER}){_VAGUE}台(?!\s?(?:服务器|电脑|笔记本|打印机|平板))"),)
_MOST_COUNTED = 100_000
_LEVELS = (("B", "乙级"), ("A", "甲级"), ("D", "创新示范"))


def parse_number(text: str) -> float | None:
    """`三十` → 30, `一百二` → 120, `一百零二` → 102, `二〇二五` → 2025, `1,500` → 1500; None when the text is no number."""
    if re.fullmatch(_NUMBER, text) is None:
        return None
    if text[0] not in _HAN:
        return float(text.replace(",", ""))
    if "点" in text:  # 十二点五
        whole, _, part = text.partition("点")
        return (parse_number(whole) or 0.0) + float("0." + "".join(str(_DIGITS[character]) for character in part))
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not any(unit in text for unit in _UNITS) and (len(text) > 2 or not {"零", "〇"}.isdisjoint(text)):
        return float("".join(str(_DIGITS[character]) for character in text))  # said digit by digit
    total, digit, last_unit = 0, 0, 1
    for character in text:
        if character in _UNITS:
            last_unit = _UNITS[character]
            total += (digit or 1) * last_unit
            digit = 0
        else:
            digit = _DIGITS[character]  # 三四十 (thirty or forty) counts as 40
            last_unit = 1 if digit == 0 else last_unit
    if digit and last_unit >= 100:
        return float(total + digit * last_unit // 10)  # 一百二 is 120
    return float(total + digit)


def read_limits(folded: str) -> tuple[Limit, ...]:
    """All limits of a folded need: the first mention of each kind. A limit's `text` is quoted from the need."""
    found = [
        _budget(folded),
        _weeks(folded),
        _count(folded, _HEADCOUNT, LimitKind.HEADCOUNT),
        _count(folded, _MACHINES, LimitKind.MACHINES),
    ]
    found.extend(Limit(LimitKind.LEVEL, name, code=code) for code, name in _LEVELS if name in folded)
    return tuple(limit for limit in found if limit is not None)


def _budget(text: str) -> Limit | None:
    for match in _found(text, _BUDGET):
        clause, place = _clause_of(text, match)
        number = parse_number(match["number"])
        if number is None or _NOT_BUDGET.search(clause[:place]):
            continue
        yuan = (number + (parse_number(match["rest"] or "零") or 0) / 10) * _MONEY[match["unit"]]
        months = 12 if _PER_MONTH.search(clause) else 1
        if not 100 <= yuan * months <= 1e10:
            continue
        yearly = months == 12 or (_PER_YEAR.search(clause) is not None and not _ONCE.search(clause))
        return Limit(LimitKind.BUDGET, match[0].strip(), number=round(yuan * months * 100), per_year=yearly)
    return None


def _weeks(text: str) -> Limit | None:
    for match in _found(text, _WEEKS):
        clause, _ = _clause_of(text, match)
        number = 0.5 if match["number"] == "半" else parse_number(match["number"])
        if number is None or _NOT_WEEKS.search(clause[: clause.find(match[0])]) or _NOT_AFTER.match(text, match.end()):
            continue
        unit, within = match["unit"], bool(match["within"])
        if (unit == "月" and not match["measure"] and not within) or (unit == "年" and match["number"] != "半" and not within):
            continue  # 三月上线 names a month
        if unit == "天" and number < 5:
            continue  # so few days are a time to answer, not to finish a project
        weeks = (number + (0.5 if match["half"] else 0)) * _WEEKS_OF[unit]
        if weeks <= 520:
            return Limit(LimitKind.WEEKS, match[0].strip(), number=max(1, round(weeks)))
    return None


def _count(text: str, patterns: Sequence[re.Pattern[str]], kind: LimitKind) -> Limit | None:
    for match in _found(text, patterns):
        number = parse_number(match["number"])
        if number is not None and 2 <= number <= _MOST_COUNTED:
            return Limit(kind, match[0].strip(), number=int(number))
    return None


def _found(text: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(text)


def _clause_of(text: str, match: re.Match[str]) -> tuple[str, int]:
    """The clause of a match, and where in it the number ends. Words of other clauses say nothing about this limit."""
    start = max(text.rfind(sign, 0, match.start("number")) for sign in _CLAUSE_ENDS) + 1
    ends = [place for sign in _CLAUSE_ENDS if (place := text.find(sign, match.end())) >= 0]
    return text[start : min(ends, default=len(text))], match.end("number") - start
