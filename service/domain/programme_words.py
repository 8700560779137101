"""Programmes in words: conditions, what is missing, and the names that codes stand for."""

from collections.abc import Mapping
from datetime import date

from service.domain.codes import CodeTables
from service.domain.money import write_wan
from service.domain.programme_rules import CODE_FACTS, FACT_WORDS, MONEY_FACTS, UNITS, YES_WORDS, Fact, ProgrammeRule
from service.domain.programmes import Judgement

UNRATED = "none"
"""The level of an enterprise that was not assessed: 未评."""
UNRATED_WORD = "未评"
_CODES_NAMED = 6
_SUBJECTS: Mapping[Fact, str] = {
    Fact.INDUSTRY: "行业",
    Fact.TOWN: "镇街",
    Fact.SCENARIO: "应用场景",
    Fact.LEVEL: "应用水平",
    Fact.STAFF: "企业人数",
    Fact.YEARS: "企业成立",
    Fact.REVENUE: "上一年主营业务收入",
    Fact.AMOUNT: "合同金额",
    Fact.PAID: "已付合同款",
}


def names_of_codes(codes: CodeTables) -> dict[Fact, dict[str, str]]:
    """Fact → code → word."""
    taxonomy = codes.taxonomy
    return {
        Fact.INDUSTRY: {industry.code: industry.name for industry in taxonomy.industries},
        Fact.TOWN: {town.code: town.name for town in taxonomy.towns},
        Fact.SCENARIO: {scenario.code: scenario.name for scenario in taxonomy.scenarios},
        Fact.LEVEL: {UNRATED: UNRATED_WORD} | {level.code: level.name for level in codes.levels.values()},
    }


def codes_by_word(codes: CodeTables) -> dict[Fact, dict[str, str]]:
    """Fact → word or code → code, for forms."""
    names = names_of_codes(codes)
    found = {fact: {code: code for code in names[fact]} | {word: code for code, word in names[fact].items()} for fact in CODE_FACTS}
    found[Fact.TOWN] |= {word: town.code for word, town in codes.taxonomy.town_by_name.items()}
    return found


def condition_words(condition: ProgrammeRule, names: Mapping[Fact, Mapping[str, str]]) -> str:
    """企业人数不少于 20 人."""
    fact = condition.fact
    if fact in YES_WORDS:
        return YES_WORDS[fact]
    if fact in CODE_FACTS:
        named = [names[fact].get(code, code) for code in condition.codes]
        more = f"等 {len(named)} 项" if len(named) > _CODES_NAMED else ""
        return f"{_SUBJECTS[fact]}属于：{'、'.join(named[:_CODES_NAMED])}{more}"
    if fact is Fact.CONTRACT_ON:
        ends = [f"{_day(condition.since)}起" if condition.since else "", f"{_day(condition.until)}止" if condition.until else ""]
        return "合同签订日期：" + "，".join(end for end in ends if end)
    unit = UNITS[fact]
    ends = [
        f"不少于 {_number(fact, condition.least)} {unit}" if condition.least is not None else "",
        f"不超过 {_number(fact, condition.most)} {unit}" if condition.most is not None else "",
    ]
    return f"{_SUBJECTS[fact]}{'，'.join(end for end in ends if end)}"


def why_words(judgement: Judgement, names: Mapping[Fact, Mapping[str, str]]) -> str:
    """Why it is judged so: the conditions that fail, or what is missing; empty where there is nothing to say."""
    if judgement.failed:
        return "因为要求：" + "；".join(condition_words(condition, names) for condition in judgement.failed)
    missing = [FACT_WORDS[condition.fact] for condition in judgement.missing]
    missing += ["文件的有效期（还没有录入）"] if judgement.lacks_end else []
    missing += ["申报条件（还没有录入）"] if judgement.lacks_rules else []
    return f"因为还缺：{'、'.join(missing)}" if missing else ""


def support_words(rate_percent: int | None, cap_fen: int | None) -> str:
    """What the document says of rate and cap, as an upper bound; never an amount that anybody gets."""
    parts = [
        f"比例上限 {rate_percent}%" if rate_percent is not None else "",
        f"金额上限 {write_wan(cap_fen)} 万元" if cap_fen is not None else "",
    ]
    return "，".join(part for part in parts if part) or "比例和上限没有录入"


def _number(fact: Fact, value: int | None) -> str:
    return write_wan(value or 0) if fact in MONEY_FACTS else f"{value or 0:,}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
