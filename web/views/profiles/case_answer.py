"""案例确认: a factory reads what a provider says it did there, and says whether that is so."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.domain.gains import Gain, read_gains
from service.errors import PlatformError
from service.flows.profiles.confirm_case import AskedCase, CaseAnswer


@dataclass(frozen=True, slots=True)
class CaseAnswerPage:
    """`done`: what was said; empty while nothing was."""

    template: ClassVar[str] = "pages/profiles/case_answer.html"
    title: str
    firm: str
    customer: str
    facts: tuple[str, ...]
    summary: str
    gains: tuple[Gain, ...]
    outcome: str
    secret: str
    unit: str = ""
    words: str = ""
    done: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)

    def refused(self, error: PlatformError, answer: CaseAnswer) -> "CaseAnswerPage":
        """This, with what was wrong and what was typed."""
        return replace(self, problems=error.fields, unit=answer.unit, words=answer.words)

    def thanked(self, answer: CaseAnswer) -> "CaseAnswerPage":
        """After the answer."""
        return replace(
            self, done="谢谢，已记下贵单位确认了这个案例。" if answer.agrees else "谢谢，已记下贵单位说情况不符，工作人员会核实。"
        )


def case_answer_page(asked: AskedCase, secret: str) -> CaseAnswerPage:
    """What the link shows."""
    case = asked.case
    facts = (f"{case.year} 年" if case.year else "", case.industry or "", case.town or "")
    return CaseAnswerPage(
        title="这个案例属实吗？",
        firm=asked.firm,
        customer=case.customer or "客户未写明",
        facts=tuple(fact for fact in facts if fact),
        summary=case.summary,
        gains=read_gains(case.outcome or ""),
        outcome=case.outcome or "",
        secret=secret,
    )
