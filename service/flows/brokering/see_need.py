"""One need with everything around it, as whoever opens it may see it."""

from dataclasses import dataclass, replace

from service.brokerage.standing import NeedKey, open_need
from service.copies.kept_codes import read_codes
from service.domain.codes import CodeTables
from service.domain.need_steps import NeedStep, Party, steps_open_to
from service.domain.needs import Need
from service.domain.people import Role
from service.domain.shortlists import ShortlistLine
from service.domain.snapshots import Snapshot
from service.domain.timeline import FACTORY_SEES, TimelineLine
from service.domain.working_days import WorkingCalendar
from service.runtime import Runtime
from service.store.queries.need_contacts import find_need_contact
from service.store.queries.needs import find_need
from service.store.queries.people import active_with_role, find_person, names_of
from service.store.queries.shortlist import shortlist_of
from service.store.queries.snapshots import find_snapshot
from service.store.queries.special_days import read_calendar
from service.store.queries.timeline import lines_of
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class SeenNeed:
    """`side`: of whoever looks. `steps`: what that side can do now. `broker`: the name of who is in charge.

    `contact`: how the contact is told without telling it, such as 何先生 138****1234; empty when there is none.
    `merged_number`: of the need this one was merged into. `brokers`: id → name of the colleagues it can be handed to, for the desk.
    `calendar`: for counting days on the page.
    """

    need: Need
    side: Party
    steps: tuple[NeedStep, ...]
    timeline: tuple[TimelineLine, ...]
    shortlist: tuple[ShortlistLine, ...]
    snapshot: Snapshot | None
    broker: str
    contact: str
    merged_number: str
    brokers: dict[str, str]
    codes: CodeTables
    calendar: WorkingCalendar


def see_need(runtime: Runtime, key: NeedKey) -> SeenNeed:
    """Open it. Of the shortlist the factory sees what stands; of the 经过 what is meant for it.

    Raises:
        NotFound: there is no such need, or it is none of this person's business.
    """
    codes = read_codes(runtime.database, runtime.copies.codes)
    with reading(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        on_desk = standing.side is Party.DESK
        lines = lines_of(session, need.id)
        contact = find_need_contact(session, need.id)
        merged = find_need(session, need.merged_into) if need.merged_into else None
        broker = find_person(session, need.broker_id) if need.broker_id else None
        return SeenNeed(
            need=need,
            side=standing.side,
            steps=steps_open_to(need.state, standing.side),
            timeline=tuple(line if on_desk else _without_stranger(line) for line in lines if on_desk or line.kind in FACTORY_SEES),
            shortlist=tuple(line for line in shortlist_of(session, need.id) if on_desk or line.stands),
            snapshot=find_snapshot(session, need.snapshot_id),
            broker=broker.name if broker else "",
            contact=_masked(contact.name, contact.phone, contact.email) if contact else "",
            merged_number=merged.number if merged else "",
            brokers=names_of(session, active_with_role(session, Role.BROKER)) if on_desk else {},
            codes=codes,
            calendar=read_calendar(session),
        )


def _without_stranger(line: TimelineLine) -> TimelineLine:
    """Who of a provider wrote a line is none of the factory's business; which provider it was stands in the line."""
    return replace(line, name="") if line.side is Party.PROVIDER else line


def _masked(name: str, phone: str, email: str) -> str:
    """`何先生 138****1234`: enough to know whom it is, too little to call."""
    kept = [name[:1] + "*" * (len(name) - 1)] if name else []
    if phone:
        kept.append(f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "****")
    if email:
        kept.append(f"{email[:1]}***@{email.partition('@')[2]}")
    return " ".join(kept)
