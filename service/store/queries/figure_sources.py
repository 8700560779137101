"""What figures are counted from, over several tables: codes, days and ids; no text, no name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from service.store.base import ROWS_AT_ONCE
from service.store.rows import AuditRow, ConfirmationRow, ExposureRow, IntroductionRow, NeedRow, OutcomeRow, SupplyGapRow, TimelineRow


@dataclass(frozen=True, slots=True)
class NeedSourceRow:
    """One need that is not merged into another. `codes`: town, trade, scenario as stored."""

    id: str
    year: int
    serial: int
    made_at: datetime
    contacted_at: datetime | None
    state: str
    town: str | None
    trade: str | None
    scenario: str | None


@dataclass(frozen=True, slots=True)
class IntroductionSourceRow:
    """One introduction, with the instants at which each side answered, and whether it agreed."""

    id: str
    need_id: str
    provider_id: str
    proposed_at: datetime
    asked_at: datetime | None
    state: str
    manufacturer_accepted: bool
    provider_accepted: bool
    provider_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutcomeSourceRow:
    """One confirmed outcome."""

    id: str
    need_id: str
    kind: str
    happened_on: date
    band: str


def source_stamp(session: Session) -> tuple[object, ...]:
    """Changes whenever anything that figures are counted from does. Cost: four look-ups."""
    return (
        session.scalar(select(func.max(AuditRow.seq))),
        session.scalar(select(func.max(TimelineRow.id))),
        session.scalar(select(func.count()).select_from(SupplyGapRow)),
        session.scalar(select(func.sum(ExposureRow.count))),
        session.scalar(select(func.count()).select_from(NeedRow)),
    )


def need_sources(session: Session, since: datetime, until: datetime) -> list[NeedSourceRow]:
    """Needs made in a stretch of time, without those merged into another one."""
    return _needs(session, and_(NeedRow.made_at >= since, NeedRow.made_at < until))


def _needs(session: Session, condition: ColumnElement[bool]) -> list[NeedSourceRow]:
    columns = (
        NeedRow.id, NeedRow.year, NeedRow.serial, NeedRow.made_at, NeedRow.contacted_at, NeedRow.state, NeedRow.town_code,
        NeedRow.industry_code, NeedRow.scenario_code,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(NeedRow.merged_into.is_(None), condition).order_by(NeedRow.made_at, NeedRow.id))
    return [NeedSourceRow(*row) for row in rows]


def states_reached(session: Session, since: datetime, until: datetime) -> dict[str, set[str]]:
    """Need → every state it was ever moved to, of needs made in a stretch of time."""
    wanted = (
        select(TimelineRow.need_id, TimelineRow.detail["to"].as_string())
        .join(NeedRow, NeedRow.id == TimelineRow.need_id)
        .where(TimelineRow.kind == "step", NeedRow.made_at >= since, NeedRow.made_at < until)
    )
    found: dict[str, set[str]] = {}
    for need_id, state in session.execute(wanted):
        found.setdefault(need_id, set()).add(state)
    return found


def introduction_sources(session: Session, since: datetime, until: datetime) -> list[IntroductionSourceRow]:
    """Introductions proposed in a stretch of time, or answered by the provider from then on."""
    rows = session.execute(
        select(
            IntroductionRow.id, IntroductionRow.need_id, IntroductionRow.provider_id, IntroductionRow.proposed_at, IntroductionRow.asked_at,
            IntroductionRow.state, IntroductionRow.manufacturer_answer, IntroductionRow.provider_answer,
        )
        .where(_touched(since, until))
        .order_by(IntroductionRow.proposed_at, IntroductionRow.id)
    )  # fmt: skip
    return [
        IntroductionSourceRow(
            id=row.id,
            need_id=row.need_id,
            provider_id=row.provider_id,
            proposed_at=row.proposed_at,
            asked_at=row.asked_at,
            state=row.state,
            manufacturer_accepted=_accepted(row.manufacturer_answer),
            provider_accepted=_accepted(row.provider_answer),
            provider_at=_answered_at(row.provider_answer),
        )
        for row in rows
    ]


def _touched(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Proposed in the stretch, or before it and settled since: whoever counts asks for the day again."""
    late = and_(IntroductionRow.proposed_at < since, or_(IntroductionRow.closed_at.is_(None), IntroductionRow.closed_at >= since))
    return or_(and_(IntroductionRow.proposed_at >= since, IntroductionRow.proposed_at < until), late)


def outcome_sources(session: Session, first: date, last: date) -> list[OutcomeSourceRow]:
    """Outcomes that happened from `first` to `last` and that the other side confirmed."""
    rows = session.execute(
        select(OutcomeRow.id, IntroductionRow.need_id, OutcomeRow.kind, OutcomeRow.happened_on, OutcomeRow.content["band"].as_string())
        .join(IntroductionRow, IntroductionRow.id == OutcomeRow.introduction_id)
        .where(OutcomeRow.confirmed_at.is_not(None), OutcomeRow.happened_on >= first, OutcomeRow.happened_on <= last)
        .order_by(OutcomeRow.happened_on, OutcomeRow.id)
    )
    return [OutcomeSourceRow(*row) for row in rows]


def places_of_needs(session: Session, need_ids: set[str]) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Need → town, trade and scenario as stored."""
    found = {}
    ids = sorted(need_ids)
    for start in range(0, len(ids), ROWS_AT_ONCE):
        wanted = select(NeedRow.id, NeedRow.town_code, NeedRow.industry_code, NeedRow.scenario_code)
        for row in session.execute(wanted.where(NeedRow.id.in_(ids[start : start + ROWS_AT_ONCE]))):
            found[row[0]] = (row[1], row[2], row[3])
    return found


def gap_sources(session: Session, since: datetime, until: datetime) -> list[tuple[str, datetime, str, str | None, str | None, str | None]]:
    """(id, instant, reason, town, trade, scenario) of supply gaps."""
    columns = (
        SupplyGapRow.id, SupplyGapRow.at, SupplyGapRow.reason, SupplyGapRow.town_code, SupplyGapRow.industry_code,
        SupplyGapRow.scenario_code,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(SupplyGapRow.at >= since, SupplyGapRow.at < until).order_by(SupplyGapRow.id))
    return [tuple(row) for row in rows]  # type: ignore[misc]


def shown_by_month(session: Session, year: int) -> dict[str, dict[str, int]]:
    """Month → provider → how often it was listed."""
    rows = session.execute(
        select(ExposureRow.month, ExposureRow.provider_id, func.sum(ExposureRow.count))
        .where(ExposureRow.kind == "shown", ExposureRow.month.like(f"{year}-%"))
        .group_by(ExposureRow.month, ExposureRow.provider_id)
    )
    found: dict[str, dict[str, int]] = {}
    for month, provider_id, count in rows:
        found.setdefault(month, {})[provider_id] = int(count)
    return found


def _accepted(answer: Mapping[str, object] | None) -> bool:
    return bool(answer and answer.get("accepted"))


def _answered_at(answer: Mapping[str, object] | None) -> datetime | None:
    at = answer.get("at") if answer else None
    return datetime.fromisoformat(at) if isinstance(at, str) else None


def confirmed_since(session: Session, since: datetime) -> set[str]:
    """Providers somebody stood for since then."""
    return set(session.scalars(select(ConfirmationRow.provider_id).where(ConfirmationRow.confirmed_at >= since).distinct()))
