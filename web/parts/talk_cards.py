"""Questions, disputes and cases of one need in words, for whoever looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from service.domain.disputes import DISPUTE_RESULT_WORDS, Dispute
from service.domain.need_steps import Party
from service.domain.questions import Question
from web.parts.need_story import SIDE_WORDS
from web.text import chinese_date


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question. `waits`: whose answer is missing, empty when none is; `gone`: why the desk took it out."""

    id: str
    at: datetime
    asker: str
    other: str
    words: str
    answer: str
    waits: str
    gone: str


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """One dispute. `waits`: whose turn it is; `can_close`: the desk may close it now."""

    id: str
    at: datetime
    raiser: str
    words: str
    reply: str
    result: str
    waits: str
    due: str
    can_close: bool


def question_lines(questions: Iterable[Question], reader: Party) -> tuple[QuestionLine, ...]:
    """As the reader may see them: a factory and a provider are 企业 and the provider's name, or 您."""
    lines = []
    for each in questions:
        names = {Party.MANUFACTURER: "企业", Party.PROVIDER: each.provider_name} | ({} if reader is Party.DESK else {reader: "您"})
        other = Party.PROVIDER if each.asked_by is Party.MANUFACTURER else Party.MANUFACTURER
        waits = each.waits_for or ""
        lines.append(
            QuestionLine(
                each.id, each.asked_at, names[each.asked_by], names[other], each.words, each.answer,
                waits if reader in {Party.DESK, waits} else "", each.withdrawn_reason,
            )
        )  # fmt: skip
    return tuple(lines)


def dispute_lines(disputes: Sequence[Dispute], reader: Party, today: date) -> tuple[DisputeLine, ...]:
    """Both words and the result. A side is asked for its own word only."""
    return tuple(
        DisputeLine(
            id=each.id,
            at=each.raised_at,
            raiser="您" if each.raised_by is reader else SIDE_WORDS[each.raised_by],
            words=each.words,
            reply=each.reply,
            result=f"{DISPUTE_RESULT_WORDS[each.result]}：{each.result_words}" if each.result else "",
            waits=(each.waits_for or "") if reader in {Party.DESK, each.waits_for} else "",
            due="" if each.replied_at or not each.is_open else chinese_date(each.reply_by),
            can_close=each.is_open and each.is_heard(today),
        )
        for each in disputes
    )
