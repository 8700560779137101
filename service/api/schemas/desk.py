"""The desk as programs see it: heaps of open needs, handing over, declared ties, what a provider takes."""

from datetime import date, datetime

from pydantic import ConfigDict, Field

from service.api.schemas.base import Answer, RequestPart, Word
from service.domain.desk_lines import DeskLine, Heap
from service.domain.intake import Intake
from service.domain.ties import Tie
from service.flows.brokering.assign_needs import MOST_AT_ONCE
from service.flows.brokering.work_desk import DeskWork


class DeskLineOut(Answer):
    """One open need."""

    id: str
    number: str
    manufacturer: str
    town: str | None
    text: str
    state: str
    broker: str | None
    promised_on: date | None
    next_action: str
    next_on: date | None
    waits_for: str


class HeapOut(Answer):
    """One heap: late, today, waiting or later. The line first whose day comes first."""

    heap: str
    total: int
    needs: list[DeskLineOut]


class BrokerOut(Answer):
    """A colleague who brokers."""

    id: str
    name: str


class DeskOut(Answer):
    """The desk. `open_total` and `untaken` count all needs, whatever is shown."""

    heaps: list[HeapOut]
    open_total: int
    untaken: int
    brokers: list[BrokerOut]


class AssignmentIn(RequestPart):
    """Needs that are handed to one colleague."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"needs": ["ned_4k2mtx81b6qn0c7d"], "broker_id": "per_9x1mtx81b6qn0c7d", "words": "周五前回电"}]}
    )

    needs: list[Word] = Field(max_length=MOST_AT_ONCE)
    broker_id: Word = Field(description="Somebody of `brokers` of the desk, or oneself.")
    words: str = Field(default="", max_length=500, description="What the colleague must know; kept in the timeline.")


class AssignedOut(Answer):
    """How many changed hands; closed ones stay where they are."""

    assigned: int


class TieIn(RequestPart):
    """A tie to a provider."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"provider_id": "prv_4k2mtx81b6qn0c7d", "relation": "配偶在该公司任职"}]})

    provider_id: Word
    relation: str = Field(max_length=200)


class TieOut(Answer):
    """One declared tie."""

    id: str
    provider_id: str
    provider: str
    relation: str
    declared_at: datetime
    ended_at: datetime | None


class TiesOut(Answer):
    """One's own ties, ended ones too."""

    ties: list[TieOut]


class MadeTieOut(Answer):
    """The id of a new tie."""

    id: str


class IntakeIn(RequestPart):
    """Whether a provider takes introductions now, and how many in a month."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"paused": True, "paused_reason": "年底排满了"}, {"monthly_most": 8}]})

    paused: bool = False
    paused_reason: str = Field(default="", max_length=200)
    monthly_most: int | None = Field(default=None, description="Null for the usual number.")

    def wished(self) -> Intake:
        """Return it for the flow."""
        return Intake(self.paused, self.paused_reason, self.monthly_most)


class IntakeOut(Answer):
    """What a provider takes, and how many it was asked for this month."""

    paused: bool
    paused_reason: str
    monthly_most: int | None
    this_month: int


def desk_out(work: DeskWork, most: int) -> DeskOut:
    """Build it.

    Args:
        most: lines of each heap; its `total` tells how many there are.
    """
    return DeskOut(
        heaps=[HeapOut(heap=heap, total=len(work.heaps[heap]), needs=[_line(line) for line in work.heaps[heap][:most]]) for heap in Heap],
        open_total=work.open_total,
        untaken=work.untaken,
        brokers=[BrokerOut(id=broker, name=name) for broker, name in work.brokers.items()],
    )


def ties_out(ties: list[Tie]) -> TiesOut:
    """Build them."""
    return TiesOut(
        ties=[
            TieOut(
                id=tie.id,
                provider_id=tie.provider_id,
                provider=tie.provider_name,
                relation=tie.relation,
                declared_at=tie.declared_at,
                ended_at=tie.ended_at,
            )
            for tie in ties
        ]
    )


def intake_out(intake: Intake) -> IntakeOut:
    """Build it."""
    return IntakeOut(
        paused=intake.paused, paused_reason=intake.paused_reason, monthly_most=intake.monthly_most, this_month=intake.this_month
    )


def _line(line: DeskLine) -> DeskLineOut:
    return DeskLineOut(
        id=line.id,
        number=line.number,
        manufacturer=line.firm,
        town=line.town or None,
        text=line.text,
        state=line.state,
        broker=line.broker or None,
        promised_on=line.promised_on,
        next_action=line.next_words,
        next_on=line.next_on,
        waits_for=line.waits_for,
    )
