"""前后变化: the figures before and after in what a case says came of it. Pure; a figure that is not written is never made up."""

import re
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = r"±?\d[\d,]*(?:\.\d+)?"
_UNIT = (
    "个百分点|千瓦时|毫秒|分钟|小时|个月|工时|人时|平方米|立方米|立方|公里|公斤|万元|万件|万片|万张|万只|万度|美元|"
    "人|次|天|日|秒|分|周|月|年|点半|点|件|片|张|台|套|箱|宗|起|单|条|项|支|把|份|块|票|托|度|元|批|个|处|倍|吨|米|名|家|"
    "只|款|道|页|户|层|级|棵|辆|车|桶|瓶|包|盒|双|码|字|行|篇|万|亿|%|％|‰|℃|kWh|ppm"
)
_UNITS = re.compile(rf"[万亿]?(?:{_UNIT})")
_SPAN = "小时|分钟|分|秒|天|个月"
_VALUE = (
    rf"(?:(?P<{{0}}_number>{_NUMBER})\s?(?P<{{0}}_unit>[万亿]?(?:{_UNIT})?)(?P<{{0}}_rest>半|\d{{{{1,2}}}}(?:{_SPAN}))?"
    r"|(?P<{0}_words>半(?:天|小时|个月|年|日)|[百千万]分之[一二三四五六七八九十百\d.]+))"
)
_BEFORE, _AFTER = _VALUE.format("before"), _VALUE.format("after")
_NEARLY = r"(?:约|近|不足|不到|超过|接近)?"
_VERBS = "压缩|缩短|降低|提高|提升|减少|增加|下降|上升|提前|推迟|回落|改善|降|升|缩|减|增|提|变|回|涨|扩"
_TURNS = rf"(?:(?:{_VERBS})(?:到|至|为|成|回)|到|至|→|->|—>|=>|⇒)"
_PAIR = re.compile(
    rf"(?P<subject>.*?)(?P<from>由|从)?(?P<lead>[^\d±，由从]{{0,6}}?){_BEFORE}(?P<before_tail>左右|以上|以下)?\s*(?P<turn>{_TURNS})\s*"
    rf"(?P<after_lead>每[年月周天日季]|次日|当日|当天|平均)?(?P<nearly>{_NEARLY}){_AFTER}(?P<after_tail>以内|以下|以上|左右|内|多)?"
)
_CHANGE = re.compile(
    rf"(?P<subject>.*?)(?P<turn>提高|提升|上升|增加|增长|降低|下降|减少|缩短)了?\s*(?P<nearly>{_NEARLY})"
    rf"(?P<number>{_NUMBER})\s*(?P<unit>[万亿]?(?:{_UNIT}))(?P<tail>以上|以内|左右)?$"
)
_CUT_OFF = re.compile(rf"\d\s?(?:[万亿]?(?:{_UNIT}))?$")
"""A subject that ends in a figure has lost a part of the figure before: 3小时|12分."""
_WORD_AT_START = re.compile(r"\w{1,10}")
_CLAUSES = re.compile(r"[；;。！!？?\n，、]|,(?!\d{3}(?!\d))|[（(].*?[）)]")
_NEARLY_AT_END = re.compile(r"(?:约|近|不足|不到|超过|接近)$")
_SPOKEN_WITH_SUBJECT = re.compile(r"(?:每|平均|日均|月均|年均|一年|全年|全月)")
_ARROWS = frozenset({"→", "->", "—>", "=>", "⇒"})
_KINDS = (
    frozenset(["毫秒", "秒", "分", "分钟", "小时", "天", "日", "周", "月", "个月", "年"]),
    frozenset(["元", "万元", "万", "美元"]),
    frozenset(["%", "％", "‰"]),
)
_LONGEST_TEXT = 1_000
_LONGEST_CLAUSE = 60
_REMEMBERED_OUTCOMES = 8192
_LONGEST_SUBJECT = 18


@dataclass(frozen=True, slots=True)
class Gain:
    """One figure of a case: 晚班开机率 58% → 74%. All words are the provider's own.

    `before` is empty when only the change is written: 工艺编制时间 “下降54%” stands in `after`.
    """

    subject: str
    before: str
    after: str


@lru_cache(maxsize=_REMEMBERED_OUTCOMES)
def read_gains(outcome: str) -> tuple[Gain, ...]:
    """Every figure told with its subject, pairs of before and after first, then single changes; in the order they are written.

    Forms read: 由58%升到74%, 从3天缩到半天, 26人→11人, 提高 16 个百分点. Two figures of different kinds (4 起, 14 个月) are no pair.
    """
    clauses = [clause.strip() for clause in _CLAUSES.split(outcome[:_LONGEST_TEXT]) if len(clause) <= _LONGEST_CLAUSE]
    pairs = [gain for clause in clauses if (gain := _pair(clause)) is not None]
    changes = [gain for clause in clauses if (gain := _change(clause)) is not None]
    return (*pairs, *changes)


def _pair(clause: str) -> Gain | None:
    for found in _PAIR.finditer(clause):
        told_so = found["from"] or found["turn"] in _ARROWS
        if told_so and _same_kind(found):
            return _gain(found, clause[found.end() :])
    return None


def _same_kind(found: re.Match[str]) -> bool:
    """Both figures count the same thing; a bare number takes the other's unit."""
    before, after = (_unit(found[f"{side}_unit"], found[f"{side}_words"]) for side in ("before", "after"))
    return not before or not after or before == after or any({before, after} <= kind for kind in _KINDS)


def _unit(unit: str | None, words: str | None) -> str:
    if words is not None:
        return "%" if "分之" in words else words.removeprefix("半")
    bare = (unit or "").lstrip("万亿") or unit or ""
    return {"点半": "点"}.get(bare, bare)


def _gain(found: re.Match[str], rest: str) -> Gain | None:
    subject, lead = found["subject"].strip(), found["lead"].strip()
    if not found["from"]:
        subject, lead = subject + lead, ""
    if _CUT_OFF.search(subject + lead):
        return None
    if _SPOKEN_WITH_SUBJECT.match(lead) and not found["after_lead"]:
        subject, lead = subject + lead, ""
    nearly = _NEARLY_AT_END.search(subject)
    if nearly and not lead:
        subject, lead = subject[: nearly.start()], nearly[0]
    after = _after(found, rest)
    return _told(subject, lead + _figure(found, "before"), after) if after else None


def _figure(found: re.Match[str], side: str) -> str:
    number = f"{found[f'{side}_number']}{found[f'{side}_unit']}{found[f'{side}_rest'] or ''}"
    return (found[f"{side}_words"] or number) + (found[f"{side}_tail"] or "")


def _after(found: re.Match[str], rest: str) -> str:
    """The figure after, with the unit that only one side tells; empty where an unknown unit follows."""
    unit = ""
    if found["after_number"] and not found["after_unit"]:
        word = _WORD_AT_START.match(rest)
        if word and (found["before_unit"] or word[0] != rest):
            return ""
        told = found["before_unit"] or ""
        unit = word[0] if word else told.lstrip("万亿") if found["after_number"] == "0" else told
    return f"{found['after_lead'] or ''}{found['nearly']}{_figure(found, 'after')}{unit}"


def _change(clause: str) -> Gain | None:
    found = _CHANGE.fullmatch(clause)
    if found is None:
        return None
    return _told(found["subject"].strip(), "", f"{found['turn']}{found['nearly']}{found['number']}{found['unit']}{found['tail'] or ''}")


def _told(subject: str, before: str, after: str) -> Gain | None:
    """None without a subject, or with one too long to stand beside a figure."""
    subject = subject.strip("：:，, ")
    return Gain(subject, before, after) if 1 < len(subject) <= _LONGEST_SUBJECT else None
