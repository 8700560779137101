"""问答: what one side asks of the other about a need. Until both agreed, names, numbers and firms in it are masked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from service.domain.need_steps import Party

QUESTION_MOST_CHARACTERS = 300
UNANSWERED_MOST = 3
"""Questions of one side to the other that wait for an answer, about one need."""
QUESTIONS_MOST = 12
"""Questions of one provider and one factory about one need, both ways together."""
A_DAY_MOST = 20
"""Questions of one provider within 24 hours, whatever the needs: a quota against who asks everybody."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answer. `asked_by`: manufacturer or provider, also when a broker wrote it down.

    Its words are kept as they may be shown: what told a person or a firm was masked before it was stored. `withdrawn_reason`: why the
    desk took it out, such as an advertisement.
    """

    id: str
    need_id: str
    provider_id: str
    asked_by: Party
    asked_at: datetime
    recorded_by: str
    words: str
    answer: str = ""
    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    provider_name: str = ""
    """Read with it, for pages."""

    @property
    def waits_for(self) -> Party | None:
        """The side whose answer is missing; None when nothing is waited for."""
        if self.answered_at or self.withdrawn_at:
            return None
        return Party.PROVIDER if self.asked_by is Party.MANUFACTURER else Party.MANUFACTURER


def question_refusal(side: Party, asked: Collection[Question]) -> str:
    """Why this side cannot ask another one now; empty when it can.

    Args:
        asked: all questions between this factory and this provider about the need.
    """
    if sum(each.asked_by is side and each.waits_for is not None for each in asked) >= UNANSWERED_MOST:
        return f"已经有 {UNANSWERED_MOST} 个问题在等答复，请等对方答了再问。"
    if len(asked) >= QUESTIONS_MOST:
        return f"一条需求上两家之间最多 {QUESTIONS_MOST} 个问答。再往下谈，请让工作人员安排见面。"
    return ""
