"""一家服务商的对接情况: what it takes, what it had, what was noted and disputed; for the desk, and the part that is meant for itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.calendar import month_began_at
from service.domain.conduct import CONDUCT_SHOWN, ConductNote
from service.domain.disputes import Dispute
from service.domain.intake import Intake
from service.domain.permissions import Action, Actor, Subject, may
from service.errors import NotFound
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.conduct_notes import conduct_notes_of, count_conduct_notes
from service.store.queries.disputes import disputes_of_provider
from service.store.queries.intake import read_intake
from service.store.queries.introductions import AnswerRecord, answer_record
from service.store.queries.stored_firms import find_stored_firm
from service.store.queries.ties import tied_people
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class ProviderConduct:
    """`tied`: whoever looks may not write about it. `record`: how it answered within two years."""

    provider_id: str
    name: str
    intake: Intake
    notes: tuple[ConductNote, ...]
    disputes: tuple[Dispute, ...]
    record: AnswerRecord
    tied: bool


@dataclass(frozen=True, slots=True)
class ProviderLoad:
    """What a broker must know before putting a provider to a factory. `notes`: how many notes on its conduct stand."""

    intake: Intake
    notes: int


def see_conduct(runtime: Runtime, actor: Actor, provider_id: str) -> ProviderConduct:
    """Everything about one provider, for the desk.

    Raises:
        Refused: not for this actor.
        NotFound: there is no such provider.
    """
    require(actor, Action.BROKER_NEEDS, Subject())
    now = runtime.clock.now()
    with reading(runtime.database) as session:
        provider = find_stored_firm(session, provider_id)
        if provider is None:
            raise NotFound("没有这家服务商。")
        since = now - CONDUCT_SHOWN
        tied = not may(actor, Action.INTRODUCE, Subject(firm_id=provider_id, tied=tied_people(session, provider_id)))
        return ProviderConduct(
            provider_id,
            provider.display_name,
            read_intake(session, provider_id, month_began_at(now)),
            tuple(conduct_notes_of(session, [provider_id], since)),
            tuple(each for each in disputes_of_provider(session, provider_id) if each.raised_at >= since or each.is_open),
            answer_record(session, provider_id, since),
            tied,
        )


def see_loads(runtime: Runtime, actor: Actor, provider_ids: Sequence[str]) -> dict[str, ProviderLoad]:
    """Provider → its load, for those on a need's list.

    Raises:
        Refused: not for this actor.
    """
    require(actor, Action.BROKER_NEEDS, Subject())
    now = runtime.clock.now()
    with reading(runtime.database) as session:
        notes = count_conduct_notes(session, provider_ids, now - CONDUCT_SHOWN)
        began = month_began_at(now)
        return {each: ProviderLoad(read_intake(session, each, began), notes.get(each, 0)) for each in dict.fromkeys(provider_ids)}


def see_shared_notes(runtime: Runtime, actor: Actor, provider_id: str) -> tuple[ConductNote, ...]:
    """What the desk wrote for one's own firm to read.

    Raises:
        Refused: it is somebody else's firm.
    """
    require(actor, Action.KEEP_INTAKE, Subject(firm_id=provider_id))
    with reading(runtime.database) as session:
        return tuple(conduct_notes_of(session, [provider_id], runtime.clock.now() - CONDUCT_SHOWN, shared=True))
