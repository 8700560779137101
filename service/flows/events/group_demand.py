"""按需求办活动: open needs that are alike, and the draft of an event made from one group of them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from service.copies.kept_codes import read_codes
from service.copies.kept_directory import read_kept
from service.domain.audit import AuditEntry
from service.domain.bookings import GuestSide
from service.domain.calendar import SHANGHAI
from service.domain.directory import ListedProvider
from service.domain.events import Event, EventFacts, EventKind, EventState, TalkTimes, Venue
from service.domain.exposure import FEWEST_TOLD
from service.domain.invitations import (
    INVITED_MOST,
    REASON_MOST_CHARACTERS,
    DemandGroup,
    EventInvitation,
    InvitationState,
    demand_groups,
)
from service.domain.permissions import Action, Actor, Subject
from service.domain.taxonomy import Taxonomy
from service.errors import NotFound
from service.identity.actors import require
from service.runtime import DirectoryState, Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.events import add_event
from service.store.queries.invitations import add_invitation, open_needs
from service.store.queries.special_days import read_calendar
from service.store.unit_of_work import reading, writing

NEEDS_MOST = 5_000
_AHEAD_WORKING_DAYS = 15
_TALK_SLOTS = 8


@dataclass(frozen=True, slots=True)
class Demand:
    """One group with its words. `providers`: public ones that do it; `title`: the topic that is proposed."""

    group: DemandGroup
    scenario: str
    industry: str
    towns: tuple[tuple[str, int], ...]
    providers: int
    title: str


def group_demand(runtime: Runtime, actor: Actor) -> list[Demand]:
    """All groups of open needs, the largest first. For staff alone.

    Raises:
        Refused: not for this actor.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    taxonomy = read_codes(runtime.database, runtime.copies.codes).taxonomy
    kept = read_kept(runtime, runtime.clock.now())
    with reading(runtime.database) as session:
        groups = demand_groups(open_needs(session, NEEDS_MOST))
    return [_told(group, taxonomy, len(_doers(kept, group))) for group in groups]


def draft_from_demand(runtime: Runtime, actor: Actor, key: str) -> Event:
    """A draft of an event for one group: topic, a day some weeks ahead, a main and branch venues, and whom to invite, each with its reason.

    Raises:
        Refused: not for this actor.
        NotFound: the group has gone meanwhile.
    """
    require(actor, Action.KEEP_EVENTS, Subject())
    now = runtime.clock.now()
    taxonomy = read_codes(runtime.database, runtime.copies.codes).taxonomy
    kept = read_kept(runtime, now)
    with writing(runtime.database) as session:
        group = next((each for each in demand_groups(open_needs(session, NEEDS_MOST)) if each.key == key), None)
        if group is None:
            raise NotFound("这组需求已经变了，请回到列表重新选。")
        day = read_calendar(session).after(runtime.today, _AHEAD_WORKING_DAYS)
        starts = datetime.combine(day, time(14), SHANGHAI)
        told = _told(group, taxonomy, 0)
        venues = _venues(group, taxonomy)
        facts = EventFacts(
            kind=EventKind.SALON,
            title=told.title,
            summary=_summary(told),
            host=runtime.settings.bureau_name,
            cohosts=(),
            starts_at=starts,
            ends_at=starts + timedelta(hours=3),
            sign_up_until=starts - timedelta(days=1),
            scenario=group.scenario,
            industry=group.industry,
            town=group.towns[0][0] if group.towns else "",
            talks=TalkTimes(starts + timedelta(hours=1), 15, _TALK_SLOTS),
        )
        event = Event(new_id("evt"), 1, EventState.DRAFT, facts, venues, (), actor.person_id, now)
        add_event(session, event)
        invited = _invitations(event, (group, told), _doers(kept, group), actor, now)
        _store(session, invited)
        detail: dict[str, object] = {"kind": facts.kind, "group": group.key, "invited": len(invited)}
        record_audit(session, [AuditEntry(now, actor, "event_planned", "event", event.id, detail)])
    return event


def _store(session: Transaction, invited: list[EventInvitation]) -> None:
    for invitation in invited:
        add_invitation(session, invitation)


def _told(group: DemandGroup, taxonomy: Taxonomy, providers: int) -> Demand:
    scenario = next((each.name for each in taxonomy.scenarios if each.code == group.scenario), group.scenario)
    industry = next((each.name for each in taxonomy.industries if each.code == group.industry), "")
    names = {town.code: town.name for town in taxonomy.towns}
    towns = tuple((names.get(town, town), firms) for town, firms in group.towns)
    return Demand(group, scenario, industry, towns, providers, f"{industry}{scenario}供需对接沙龙"[:80])


def _summary(demand: Demand) -> str:
    """What the public reads: a number only where the group is large enough."""
    who = f"{demand.group.firms} 家企业" if demand.group.firms >= FEWEST_TOLD else "有企业"
    return f"{who}提出了“{demand.scenario}”方面的需求，请做过的服务商当面讲、一对一谈。"


def _venues(group: DemandGroup, taxonomy: Taxonomy) -> tuple[Venue, ...]:
    names = {town.code: town.short for town in taxonomy.towns}
    firms = dict(group.towns)
    main = group.towns[0][0] if group.towns else ""
    found = [Venue(new_id("evv"), "主会场", is_main=True, place="", town=main, seats=max(30, group.firms * 2), tables=6)]
    found += [
        Venue(new_id("evv"), f"{names.get(town, town)}分会场", is_main=False, place="", town=town, seats=firms[town] * 2, tables=2)
        for town in group.branch_towns
    ]
    return tuple(found)


def _doers(kept: DirectoryState, group: DemandGroup) -> list[ListedProvider]:
    """Public providers of the scenario: those with a case of it first, then by their random ids."""
    found = [each for each in kept.directory.providers if group.scenario in each.facets.get("scenario", ())]
    return sorted(found, key=lambda each: (-_cases(each, group), each.id))


def _cases(provider: ListedProvider, group: DemandGroup) -> int:
    return sum(group.scenario in case.facets.get("scenario", ()) for case in provider.cases)


def _invitations(
    event: Event, demand: tuple[DemandGroup, Demand], doers: list[ListedProvider], actor: Actor, now: datetime
) -> list[EventInvitation]:
    group, told = demand
    by_town = {venue.town: venue.id for venue in event.venues}
    found: dict[str, EventInvitation] = {}

    def add(side: GuestSide, firm: tuple[str, str], need_id: str, town: str, reason: str) -> None:
        firm_id, name = firm
        venue = by_town.get(town) or event.venues[0].id
        one = EventInvitation(
            new_id("inv"), event.id, side, firm_id, name[:80], need_id, venue, reason[:REASON_MOST_CHARACTERS],
            InvitationState.PROPOSED, actor.person_id, now,
        )  # fmt: skip
        if one.firm_key and len(found) < INVITED_MOST:
            found.setdefault(one.firm_key, one)

    for need in group.needs:
        add(
            GuestSide.FACTORY,
            (need.firm_id, need.firm_name),
            need.id,
            need.town,
            f"您登记的需求 {need.number} 正是这个题目：{told.scenario}",
        )
    for provider in doers:
        cases = _cases(provider, group)
        reason = f"名录里有“{told.scenario}”的能力" + (f"，做过 {cases} 个案例" if cases else "，还没有案例")
        add(GuestSide.PROVIDER, (provider.id, provider.name), "", "", reason)
    return list(found.values())
