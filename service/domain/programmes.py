"""政策项目: what a document of the bureau grants to whom, as rules that can be checked. A hint, never a promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.domain.programme_rules import Facts, ProgrammeRule


class ProgrammeKind(StrEnum):
    """服务券, 事后奖补, 两化融合, 示范项目, 其他."""

    VOUCHER = "voucher"
    REWARD = "reward"
    INTEGRATION = "integration"
    DEMONSTRATION = "demonstration"
    OTHER = "other"


KIND_NAMES: Mapping[ProgrammeKind, str] = {
    ProgrammeKind.VOUCHER: "服务券",
    ProgrammeKind.REWARD: "事后奖补",
    ProgrammeKind.INTEGRATION: "两化融合",
    ProgrammeKind.DEMONSTRATION: "示范项目",
    ProgrammeKind.OTHER: "其他",
}


class Bearing(StrEnum):
    """How a programme bears on what is known: 可能适用, 不适用, 还不能判断, 已失效, 未到期."""

    MAY = "may"
    NOT = "not"
    UNKNOWN = "unknown"
    OVER = "over"
    BEFORE = "before"


BEARING_WORDS: Mapping[Bearing, str] = {
    Bearing.MAY: "可能适用",
    Bearing.NOT: "不适用",
    Bearing.UNKNOWN: "还不能判断",
    Bearing.OVER: "已失效",
    Bearing.BEFORE: "还没开始",
}


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What the document says, as staff entered it. `document_no`: 粤工信〔2018〕1号, with its brackets.

    `rate_percent`, `cap_fen`: at most so much of the cost, and in all; None: the document was not read for it.
    `valid_until` None: nobody has entered the end, so nothing is called valid. `terms`: more of its words.
    `contact`: the unit to ask, with its telephone. `source`: address or place of the document.
    """

    name: str
    kind: ProgrammeKind
    document_no: str
    issuer: str
    valid_from: date | None
    valid_until: date | None
    rate_percent: int | None
    cap_fen: int | None
    terms: str
    conditions: tuple[ProgrammeRule, ...]
    source: str
    contact: str


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme. `entered_by`: the name of who entered or changed it last."""

    id: str
    version: int
    facts: ProgrammeFacts
    entered_by: str
    entered_at: datetime
    is_demo: bool = False

    def standing(self, today: date) -> Bearing | None:
        """`OVER` or `BEFORE` when it is not in force today; None when it is, or when its end is not known."""
        if self.facts.valid_until and self.facts.valid_until < today:
            return Bearing.OVER
        if self.facts.valid_from and self.facts.valid_from > today:
            return Bearing.BEFORE
        return None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A programme against what is known. `failed`: conditions that do not hold; `missing`: what is not known yet."""

    programme: Programme
    bearing: Bearing
    failed: tuple[ProgrammeRule, ...] = ()
    missing: tuple[ProgrammeRule, ...] = ()
    lacks_end: bool = False
    """Nobody has entered until when the document is valid."""

    @property
    def lacks_rules(self) -> bool:
        """Nobody has entered the conditions, so nothing can be said."""
        return not self.programme.facts.conditions


def judge(programme: Programme, facts: Facts, today: date) -> Judgement:
    """Compare. What is not in force is never more than that; a condition that fails decides; whatever is not known leaves it open."""
    standing = programme.standing(today)
    if standing:
        return Judgement(programme, standing)
    answers = [(condition, condition.holds(facts)) for condition in programme.facts.conditions]
    failed = tuple(condition for condition, holds in answers if holds is False)
    missing = tuple(condition for condition, holds in answers if holds is None)
    lacks_end = programme.facts.valid_until is None
    if failed:
        bearing = Bearing.NOT
    elif missing or lacks_end or not answers:
        bearing = Bearing.UNKNOWN
    else:
        bearing = Bearing.MAY
    return Judgement(programme, bearing, failed, missing, lacks_end)


_ORDER = (Bearing.MAY, Bearing.UNKNOWN, Bearing.BEFORE, Bearing.NOT, Bearing.OVER)


def judge_all(programmes: Sequence[Programme], facts: Facts, today: date) -> tuple[Judgement, ...]:
    """All of them: those that may apply first, then those that are open; within each the one that ends first."""
    judged = [judge(programme, facts, today) for programme in programmes]
    return tuple(
        sorted(judged, key=lambda each: (_ORDER.index(each.bearing), each.programme.facts.valid_until or date.max, each.programme.id))
    )
