"""Needs: stored, changed under their version, found and listed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from service.domain.calendar import day_in_shanghai
from service.domain.desk_lines import DeskLine
from service.domain.funnel import FunnelNeed
from service.domain.need_steps import NeedState, Party
from service.domain.needs import Need, NeedFacts, NeedFirm, NeedSource, NextAction, Visibility
from service.domain.open_needs import POOL_STATES, SENT_STATES
from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.domain.timeline import LineKind
from service.errors import RecordChanged
from service.store.rows import NeedRow, PersonRow, ShortlistRow, TimelineRow


@dataclass(frozen=True, slots=True)
class NeedQuery:
    """What a list of needs is narrowed to; empty means no narrowing. `manufacturer_ids` None: of any firm.

    `before`: year and serial of the last need of the part before, for lists that are read on while new needs come in.
    """

    states: tuple[NeedState, ...] = ()
    town: str = ""
    manufacturer_ids: tuple[str, ...] | None = None
    before: tuple[int, int] | None = None
    number: int = 1
    size: int = 20


def next_serial(session: Session, year: int) -> int:
    """The number after the last one of this year. Only inside `writing`, where nobody else counts."""
    return (session.scalar(select(func.max(NeedRow.serial)).where(NeedRow.year == year)) or 0) + 1


def add_need(session: Session, need: Need) -> None:
    """Store a new need."""
    session.add(NeedRow(id=need.id, year=need.year, serial=need.serial, version=need.version, made_at=need.made_at, **_values(need)))
    session.flush()


def save_need(session: Session, need: Need) -> Need:
    """Store a changed need over the version it was read at; the need with its new version.

    Raises:
        RecordChanged: somebody saved it meanwhile.
    """
    changed = update(NeedRow).where(NeedRow.id == need.id, NeedRow.version == need.version)
    values = _values(need) | {"version": need.version + 1}
    if not session.execute(changed.values(**values).returning(NeedRow.id)).all():
        raise RecordChanged("这条需求刚被别人改过，请刷新后再做，您的修改没有写入。")
    found = find_need(session, need.id)
    assert found is not None  # noqa: S101  it was updated in this transaction
    return found


def find_need(session: Session, need_id: str) -> Need | None:
    """One need."""
    row = session.execute(select(NeedRow).where(NeedRow.id == need_id).execution_options(populate_existing=True)).scalar_one_or_none()
    return _read(row) if row else None


def list_needs(session: Session, query: NeedQuery) -> Page[Need]:
    """Needs, newest first."""
    conditions: list[ColumnElement[bool]] = []
    if query.states:
        conditions.append(NeedRow.state.in_(query.states))
    if query.town:
        conditions.append(NeedRow.town_code == query.town)
    if query.manufacturer_ids is not None:
        conditions.append(NeedRow.manufacturer_id.in_(query.manufacturer_ids))
    total = session.scalar(select(func.count()).select_from(NeedRow).where(*conditions)) or 0
    if query.before:
        year, serial = query.before
        conditions.append(or_(NeedRow.year < year, and_(NeedRow.year == year, NeedRow.serial < serial)))
    ordered = select(NeedRow).where(*conditions).order_by(NeedRow.year.desc(), NeedRow.serial.desc())
    rows = session.scalars(ordered.limit(query.size).offset((query.number - 1) * query.size))
    return Page([_read(row) for row in rows], total, query.number, query.size)


def needs_of_firm(session: Session, firm: NeedFirm, most: int) -> list[Need]:
    """The newest needs of a firm, found by its account, its code, or its name."""
    same: list[ColumnElement[bool]] = [NeedRow.firm_name == firm.name] if firm.name else []
    if firm.uscc:
        same.append(NeedRow.firm_uscc == firm.uscc)
    if firm.manufacturer_id:
        same.append(NeedRow.manufacturer_id == firm.manufacturer_id)
    if not same:
        return []
    newest = select(NeedRow).where(or_(*same)).order_by(NeedRow.made_at.desc(), NeedRow.id).limit(most)
    return [_read(row) for row in session.scalars(newest)]


def needs_to_renew(session: Session, until: date, most: int) -> list[Need]:
    """Open needs whose time is over by that day, the first to end first."""
    ending = select(NeedRow).where(NeedRow.is_open.is_(True), NeedRow.renew_by_on <= until)
    return [_read(row) for row in session.scalars(ending.order_by(NeedRow.renew_by_on, NeedRow.id).limit(most))]


def list_open_needs(session: Session, provider_ids: Sequence[str], today: date, number: int) -> Page[Need]:
    """What is shown to these providers today without its firm: needs of the pool, and those on whose sent list they stand."""
    listed = select(ShortlistRow.need_id).where(ShortlistRow.provider_id.in_(provider_ids), ShortlistRow.removed_at.is_(None))
    on_list = NeedRow.id.in_(listed) & NeedRow.state.in_(SENT_STATES) & (NeedRow.visibility != Visibility.DESK)
    in_pool = (NeedRow.visibility == Visibility.POOL) & NeedRow.state.in_(POOL_STATES)
    shown = NeedRow.is_open.is_(True) & (NeedRow.renew_by_on >= today) & or_(on_list, in_pool)
    total = session.scalar(select(func.count()).select_from(NeedRow).where(shown)) or 0
    newest = select(NeedRow).where(shown).order_by(NeedRow.made_at.desc(), NeedRow.id)
    rows = session.scalars(newest.limit(DEFAULT_PAGE_SIZE).offset((number - 1) * DEFAULT_PAGE_SIZE))
    return Page([_read(row) for row in rows], total, number)


@dataclass(frozen=True, slots=True)
class DeskQuery:
    """What the desk's list is narrowed to; empty means no narrowing. `broker_id`: `NOBODY` for needs that nobody has taken."""

    broker_id: str = ""
    town: str = ""
    state: str = ""
    industry: str = ""
    text: str = ""


NOBODY = "nobody"


def desk_lines(session: Session, query: DeskQuery) -> list[DeskLine]:
    """All open needs, as rows of the desk. Cost: one query over the index of open needs."""
    columns = (
        NeedRow.id, NeedRow.year, NeedRow.serial, NeedRow.firm_name, NeedRow.town_code, NeedRow.text, NeedRow.state, NeedRow.broker_id,
        PersonRow.name, NeedRow.made_at, NeedRow.state_at, NeedRow.moved_at, NeedRow.promised_on, NeedRow.next_words, NeedRow.next_on,
        NeedRow.waits_for, NeedRow.renew_by_on,
    )  # fmt: skip
    conditions: list[ColumnElement[bool]] = [NeedRow.is_open.is_(True)]
    if query.broker_id:
        conditions.append(NeedRow.broker_id.is_(None) if query.broker_id == NOBODY else NeedRow.broker_id == query.broker_id)
    narrowed = ((NeedRow.town_code, query.town), (NeedRow.state, query.state), (NeedRow.industry_code, query.industry))
    conditions += [column == value for column, value in narrowed if value]
    if query.text:
        found_in = (NeedRow.firm_name, NeedRow.text)
        conditions.append(or_(*(column.contains(query.text, autoescape=True) for column in found_in)))
    rows = session.execute(select(*columns).outerjoin(PersonRow, PersonRow.id == NeedRow.broker_id).where(*conditions))
    return [
        DeskLine(
            id=row.id,
            number=f"XQ-{row.year}-{row.serial:04d}",
            firm=row.firm_name,
            town=row.town_code or "",
            text=row.text,
            state=NeedState(row.state),
            broker_id=row.broker_id or "",
            broker=row.name or "",
            made_on=day_in_shanghai(row.made_at),
            state_on=day_in_shanghai(row.state_at),
            moved_on=day_in_shanghai(row.moved_at),
            promised_on=row.promised_on,
            next_words=row.next_words,
            next_on=row.next_on,
            waits_for=Party(row.waits_for),
            renew_by_on=row.renew_by_on,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class FunnelQuery:
    """Needs that were stated from `first` until before `end`; codes narrow them, empty means no narrowing."""

    first: datetime
    end: datetime
    town: str = ""
    industry: str = ""
    scenario: str = ""


def funnel_needs(session: Session, query: FunnelQuery) -> list[FunnelNeed]:
    """Needs as the funnel counts them. Cost: two queries; of the second, a line for every step that was taken."""
    wanted: list[ColumnElement[bool]] = [NeedRow.made_at >= query.first, NeedRow.made_at < query.end]
    narrowed = ((NeedRow.town_code, query.town), (NeedRow.industry_code, query.industry), (NeedRow.scenario_code, query.scenario))
    wanted += [column == value for column, value in narrowed if value]
    steps = (
        select(TimelineRow.need_id, TimelineRow.at, TimelineRow.detail["to"].as_string().label("to"))
        .join(NeedRow, NeedRow.id == TimelineRow.need_id)
        .where(TimelineRow.kind == LineKind.STEP, *wanted)
        .order_by(TimelineRow.id)
    )
    reached: dict[str, dict[NeedState, datetime]] = defaultdict(dict)
    for need_id, at, to in session.execute(steps):
        reached[need_id].setdefault(NeedState(to), at)
    columns = (
        NeedRow.id, NeedRow.year, NeedRow.serial, NeedRow.firm_name, NeedRow.text, NeedRow.town_code, NeedRow.industry_code,
        NeedRow.scenario_code, NeedRow.state, NeedRow.made_at, NeedRow.moved_at, NeedRow.promised_on, NeedRow.contacted_at,
    )  # fmt: skip
    return [
        FunnelNeed(
            id=row.id,
            number=f"XQ-{row.year}-{row.serial:04d}",
            firm=row.firm_name,
            text=row.text,
            town=row.town_code or "",
            industry=row.industry_code or "",
            scenario=row.scenario_code or "",
            state=NeedState(row.state),
            made_at=row.made_at,
            moved_on=day_in_shanghai(row.moved_at),
            promised_on=row.promised_on,
            contacted_at=row.contacted_at,
            reached={NeedState.REGISTERED: row.made_at, **reached.get(row.id, {})},
        )
        for row in session.execute(select(*columns).where(*wanted))
    ]


def count_open(session: Session) -> tuple[int, int]:
    """How many needs are open, and how many of them nobody has taken."""
    counted = select(func.count(), func.count(NeedRow.broker_id)).where(NeedRow.is_open.is_(True))
    whole, taken = session.execute(counted).one()
    return whole, whole - taken


def open_need_places(session: Session) -> dict[tuple[str, str], int]:
    """(industry, town) as stored → open needs; empty for what was not told."""
    counted = select(NeedRow.industry_code, NeedRow.town_code, func.count()).where(NeedRow.is_open.is_(True))
    rows = session.execute(counted.group_by(NeedRow.industry_code, NeedRow.town_code))
    return {(industry or "", town or ""): count for industry, town, count in rows}


def needs_by_id(session: Session, ids: Sequence[str]) -> dict[str, Need]:
    """Id → need."""
    return {row.id: _read(row) for row in session.scalars(select(NeedRow).where(NeedRow.id.in_(ids)))}


def _values(need: Need) -> dict[str, object]:
    facts, firm = need.facts, need.firm
    return {
        "state": need.state,
        "is_open": need.is_open,
        "manufacturer_id": firm.manufacturer_id or None,
        "firm_name": firm.name,
        "firm_uscc": firm.uscc or None,
        "text": need.text,
        "scenario_code": facts.scenario or None,
        "industry_code": facts.industry or None,
        "town_code": facts.town or None,
        "staff_count": facts.staff_count,
        "budget_fen": facts.budget_fen,
        "needed_by_on": facts.needed_by_on,
        "owned": list(facts.owned),
        "level_code": facts.level or None,
        "visibility": facts.visibility,
        "source": need.source,
        "broker_id": need.broker_id or None,
        "state_at": need.state_at,
        "moved_at": need.moved_at,
        "contacted_at": need.contacted_at,
        "closed_at": need.closed_at,
        "promised_on": need.promised_on,
        "next_words": need.next_action.words,
        "next_on": need.next_action.on,
        "waits_for": need.next_action.waits_for,
        "renew_by_on": need.renew_by_on,
        "snapshot_id": need.snapshot_id or None,
        "merged_into": need.merged_into or None,
        "is_demo": need.is_demo,
    }


def _read(row: NeedRow) -> Need:
    return Need(
        id=row.id,
        year=row.year,
        serial=row.serial,
        version=row.version,
        state=NeedState(row.state),
        firm=NeedFirm(row.firm_name, row.firm_uscc or "", row.manufacturer_id or ""),
        text=row.text,
        facts=NeedFacts(
            industry=row.industry_code or "",
            town=row.town_code or "",
            scenario=row.scenario_code or "",
            staff_count=row.staff_count,
            budget_fen=row.budget_fen,
            needed_by_on=row.needed_by_on,
            owned=tuple(row.owned),
            level=row.level_code or "",
            visibility=Visibility(row.visibility),
        ),
        source=NeedSource(row.source),
        broker_id=row.broker_id or "",
        made_at=row.made_at,
        state_at=row.state_at,
        moved_at=row.moved_at,
        promised_on=row.promised_on,
        next_action=NextAction(row.next_words, row.next_on, Party(row.waits_for)),
        renew_by_on=row.renew_by_on,
        contacted_at=row.contacted_at,
        closed_at=row.closed_at,
        snapshot_id=row.snapshot_id or "",
        merged_into=row.merged_into or "",
        is_demo=row.is_demo,
    )
