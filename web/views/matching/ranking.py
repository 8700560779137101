"""排序说明: is it fair?"""

from dataclasses import dataclass
from typing import ClassVar

from service.flows.matching.explain_ranking import RankingRules

SIGNAL_WORDS = {
    "scenario": ("说的是不是同一件事", "把您的话和 70 个应用场景的说法比对，看最像哪几个场景，再看服务商写的能力或案例属不属于这些场景。"),
    "industry": (
        "做没做过您这一行",
        "您提到的行业，和服务商写明的适用行业、案例行业是否一致；相近行业算一半，写明只做别的行业要减分；哪一边没写，不加不减。",
    ),
    "words": ("字面上的词对不对得上", "您用的词在服务商原文里出现多少，少见的词比常见的词更算数。"),
    "bigrams": ("挨着的两个字对不对得上", "词典里没有的行话、简称，按相邻两个字比对，免得切错词就找不到。"),
    "cosine": ("整句话的意思近不近", "把整句话变成一串数，比较意思远近，说法不同、意思相同也能找到。"),
}
"""Signal → (short name, what it is). A signal without words here would be a rule nobody can read: a test compares."""


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One row of the table. `share`: 0..1."""

    name: str
    meaning: str
    weight: str
    share: float


@dataclass(frozen=True, slots=True)
class RankingPage:
    """The rules in words, with the running numbers."""

    template: ClassVar[str] = "pages/matching/ranking.html"
    title: str
    signals: tuple[SignalLine, ...]
    second_evidence: str
    strong_from: float
    possible_from: float
    confident_from: float


def ranking_page(rules: RankingRules) -> RankingPage:
    """The page of the running rules."""
    return RankingPage(
        title="排序说明",
        signals=tuple(SignalLine(*SIGNAL_WORDS[line.name], f"{line.weight:g}", line.share) for line in rules.signals),
        second_evidence=f"{rules.second_evidence:g}",
        strong_from=rules.strong_from,
        possible_from=rules.possible_from,
        confident_from=rules.confident_from,
    )
