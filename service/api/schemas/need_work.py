"""What the desk and a factory do with a need, as it is sent and told."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import ConfigDict, Field

from service.api.schemas.base import Answer, RequestPart, Word
from service.domain.needs import NOTE_MOST_CHARACTERS, NeedContact
from service.domain.snapshots import ShownLine, Snapshot
from service.flows.brokering.note_need import NEXT_MOST_CHARACTERS, NextPlan
from service.flows.brokering.recall_alike import AlikeNeed


class NoteIn(RequestPart):
    """A note."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "老板下周出差，周五后再打"}]})

    note: str = Field(max_length=NOTE_MOST_CHARACTERS, description="A desk's note stays with the desk; a factory's is for both.")


class PlanIn(RequestPart):
    """What is to be done next."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"words": "问见面时间", "on": "2026-12-03", "waits_for": "manufacturer"}]})

    words: str = Field(max_length=NEXT_MOST_CHARACTERS)
    on: date
    waits_for: Word = Field(default="", description="desk, manufacturer or provider; empty for the desk.")

    def plan(self) -> NextPlan:
        """Return it for the flow."""
        return NextPlan(self.words, self.on.isoformat(), self.waits_for)


class NeedContactOut(Answer):
    """Whom to call. That it was read is kept, and the factory sees it."""

    name: str
    phone: str
    email: str


class FollowLinkOut(Answer):
    """A link by which a need is followed without an account; told this once. Older ones have ended."""

    path: str = Field(description="Below the site's address.")


class AlikeOut(Answer):
    """Another need of the same firm."""

    id: str
    number: str
    state: str
    text: str
    alike: bool = Field(description="Whether it says nearly the same.")


class AlikesOut(Answer):
    """Other needs of the same firm, the alike ones first."""

    needs: list[AlikeOut]


class ShownReasonOut(Answer):
    """A reason, with the provider's words it quoted."""

    text: str
    quote: str


class ShownLineOut(Answer):
    """One place of the list."""

    rank: int
    provider_id: str
    name: str
    fit: str
    score: float
    reasons: list[ShownReasonOut]
    missing: list[str]


class SnapshotOut(Answer):
    """The list as it was shown when the need was stated. It never changes."""

    id: str
    made_at: datetime
    text: str
    confident: bool
    total: int
    lines: list[ShownLineOut]
    engine: str
    index_generation: int
    encoder: str
    weights: Mapping[str, float]


def contact_out(contact: NeedContact) -> NeedContactOut:
    """Build it."""
    return NeedContactOut(name=contact.name, phone=contact.phone, email=contact.email)


def alikes_out(found: list[AlikeNeed]) -> AlikesOut:
    """Build them."""
    return AlikesOut(
        needs=[
            AlikeOut(id=each.need.id, number=each.need.number, state=each.need.state, text=each.need.text, alike=each.alike)
            for each in found
        ]
    )


def snapshot_out(snapshot: Snapshot) -> SnapshotOut:
    """Build it."""
    origin = snapshot.origin
    return SnapshotOut(
        id=snapshot.id,
        made_at=snapshot.made_at,
        text=snapshot.text,
        confident=snapshot.confident,
        total=snapshot.total,
        lines=[_line(line) for line in snapshot.lines],
        engine=origin.engine,
        index_generation=origin.generation,
        encoder=origin.encoder,
        weights=origin.weights,
    )


def _line(line: ShownLine) -> ShownLineOut:
    return ShownLineOut(
        rank=line.rank,
        provider_id=line.provider_id,
        name=line.name,
        fit=line.fit,
        score=line.score,
        reasons=[ShownReasonOut(text=reason.text, quote=reason.quote) for reason in line.reasons],
        missing=list(line.missing),
    )
