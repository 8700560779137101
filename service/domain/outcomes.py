"""对接成效: what came of an introduction, told by one side and confirmed by the other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.domain.need_steps import NeedStep, Party


class OutcomeKind(StrEnum):
    """What happened."""

    MET = "met"
    INTENT = "intent"
    SIGNED = "signed"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    RATED = "rated"
    NONE_SUITABLE = "none_suitable"


OUTCOME_WORDS: Mapping[OutcomeKind, str] = {
    OutcomeKind.MET: "已见面",
    OutcomeKind.INTENT: "达成意向",
    OutcomeKind.SIGNED: "已签约",
    OutcomeKind.DELIVERED: "实施完成",
    OutcomeKind.ACCEPTED: "已验收",
    OutcomeKind.RATED: "企业评价",
    OutcomeKind.NONE_SUITABLE: "没谈成",
}
MOVES: Mapping[OutcomeKind, NeedStep] = {
    OutcomeKind.MET: NeedStep.MEET,
    OutcomeKind.INTENT: NeedStep.INTEND,
    OutcomeKind.SIGNED: NeedStep.SIGN,
    OutcomeKind.DELIVERED: NeedStep.DELIVER,
    OutcomeKind.ACCEPTED: NeedStep.ACCEPT,
    OutcomeKind.RATED: NeedStep.RATE,
}
"""The step of the need that follows once it is confirmed."""
COMES_AFTER: Mapping[OutcomeKind, OutcomeKind] = {
    OutcomeKind.DELIVERED: OutcomeKind.SIGNED,
    OutcomeKind.ACCEPTED: OutcomeKind.SIGNED,
    OutcomeKind.RATED: OutcomeKind.ACCEPTED,
}
"""What must be confirmed before it can be told."""
ONE_SIDED: Mapping[OutcomeKind, frozenset[Party]] = {
    OutcomeKind.RATED: frozenset({Party.MANUFACTURER}),
    OutcomeKind.NONE_SUITABLE: frozenset({Party.MANUFACTURER, Party.PROVIDER}),
}
"""What needs nobody's confirmation, and who may tell it."""
BANDS: Mapping[str, str] = {
    "under_10": "10 万元以下",
    "10_30": "10–30 万元",
    "30_50": "30–50 万元",
    "50_100": "50–100 万元",
    "100_300": "100–300 万元",
    "over_300": "300 万元以上",
}
"""Of a contract. Bands and not amounts: the amount is the two firms' own affair."""
RATING_MOST = 5
EFFECTS_MOST = 6


@dataclass(frozen=True, slots=True)
class Effect:
    """A figure before and after: 晚班开机率, 58%, 74%."""

    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What is told. `band`: a key of `BANDS`; `rating`: 1..5; `publish`: the factory agrees that it becomes a case."""

    kind: OutcomeKind
    happened_on: date
    words: str = ""
    band: str = ""
    scenarios: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    rating: int | None = None
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome. `told_by`: the side that told it, also when a broker wrote it down from the telephone.

    Without `confirmed_at` and `denied_at` the other side has said nothing: silence, which pages show.
    """

    id: str
    introduction_id: str
    facts: OutcomeFacts
    told_by: Party
    told_at: datetime
    recorded_by: str
    confirmed_at: datetime | None = None
    denied_at: datetime | None = None
    denied_reason: str = ""
    case_id: str = ""

    @property
    def waits_for(self) -> Party | None:
        """The side that has not said yet whether it is so."""
        if self.confirmed_at or self.denied_at:
            return None
        return Party.PROVIDER if self.told_by is Party.MANUFACTURER else Party.MANUFACTURER


def may_be_told(kind: OutcomeKind, side: Party, told: Collection[Outcome]) -> bool:
    """Whether this side can tell this now.

    Args:
        told: all outcomes of the introduction. Each kind stands once, unless it was denied; an end is the end.
    """
    standing = [outcome for outcome in told if outcome.denied_at is None]
    confirmed = {outcome.facts.kind for outcome in standing if outcome.confirmed_at}
    if kind in {outcome.facts.kind for outcome in standing} or OutcomeKind.NONE_SUITABLE in confirmed:
        return False
    if side not in ONE_SIDED.get(kind, frozenset({Party.MANUFACTURER, Party.PROVIDER})):
        return False
    return COMES_AFTER.get(kind, kind) in confirmed or kind not in COMES_AFTER
