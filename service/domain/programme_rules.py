"""Conditions of a programme as rules: each asks for one fact, and holds, fails, or cannot be told because the fact is not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Fact(StrEnum):
    """What a condition can ask for."""

    INDUSTRY = "industry"
    TOWN = "town"
    SCENARIO = "scenario"
    LEVEL = "level"
    STAFF = "staff"
    YEARS = "years"
    REVENUE = "revenue"
    AMOUNT = "amount"
    PAID = "paid"
    CONTRACT_ON = "contract_on"
    CLEAN = "clean"
    UNFUNDED = "unfunded"
    IN_POOL = "in_pool"


CODE_FACTS = (Fact.INDUSTRY, Fact.TOWN, Fact.SCENARIO, Fact.LEVEL)
NUMBER_FACTS = (Fact.STAFF, Fact.YEARS, Fact.REVENUE, Fact.AMOUNT, Fact.PAID)
MONEY_FACTS = frozenset({Fact.REVENUE, Fact.AMOUNT})
"""Kept in fen."""
YES_FACTS = (Fact.CLEAN, Fact.UNFUNDED, Fact.IN_POOL)
FACT_WORDS: Mapping[Fact, str] = {
    Fact.INDUSTRY: "企业的行业",
    Fact.TOWN: "企业所在镇街",
    Fact.SCENARIO: "项目的应用场景",
    Fact.LEVEL: "企业现在的应用水平",
    Fact.STAFF: "企业人数",
    Fact.YEARS: "企业成立几年",
    Fact.REVENUE: "上一年主营业务收入",
    Fact.AMOUNT: "合同金额",
    Fact.PAID: "已付合同款的比例",
    Fact.CONTRACT_ON: "合同签订的日期",
    Fact.CLEAN: "近五年有没有违规使用财政资金",
    Fact.UNFUNDED: "同一内容有没有领过其他财政资金",
    Fact.IN_POOL: "服务商是不是池内成员",
}
"""What is missing, when it is not known."""
YES_WORDS: Mapping[Fact, str] = {
    Fact.CLEAN: "近五年没有违规使用财政资金",
    Fact.UNFUNDED: "同一内容没有领过其他财政资金",
    Fact.IN_POOL: "服务商是资源池成员",
}
UNITS: Mapping[Fact, str] = {Fact.STAFF: "人", Fact.YEARS: "年", Fact.REVENUE: "万元", Fact.AMOUNT: "万元", Fact.PAID: "%"}


@dataclass(frozen=True, slots=True)
class RoughDay:
    """A day that is known roughly: somewhere from `first` to `last`, both included."""

    first: date
    last: date


FactValue = frozenset[str] | int | bool | RoughDay
Facts = Mapping[Fact, FactValue]
"""What is known; a fact that is not in it is unknown."""


@dataclass(frozen=True, slots=True)
class ProgrammeRule:
    """One rule about one fact. `codes`: it must be one of them. `least`, `most`: a number, money in fen, both included.

    `since`, `until`: days, both included. A fact of `YES_FACTS` must be so and needs none of these.
    """

    fact: Fact
    codes: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    since: date | None = None
    until: date | None = None

    def holds(self, facts: Facts) -> bool | None:
        """Whether it does; None when the fact is not known, or not well enough."""
        value = facts.get(self.fact)
        match value:
            case None:
                return None
            case bool():
                return value
            case int():
                return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
            case RoughDay():
                return self._holds_through(value)
            case _:
                return bool(value & set(self.codes)) if value else None

    def _holds_through(self, rough: RoughDay) -> bool | None:
        """A rough day holds when all of it does, and fails when none of it can."""
        since, until = self.since or date.min, self.until or date.max
        if rough.last < since or rough.first > until:
            return False
        return True if since <= rough.first and rough.last <= until else None
