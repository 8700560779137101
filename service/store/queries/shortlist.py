"""Shortlists of needs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from service.domain.fairness import Hand, HandKind, Recommendation
from service.domain.need_steps import NeedStep
from service.domain.shortlists import BY_LIST, LISTED_STATES, ShortlistLine
from service.domain.timeline import LineKind
from service.store.rows import NeedRow, PersonRow, ProviderRow, ShortlistRow, TimelineRow

_MOST_LINES = 500


def add_shortlisted(session: Session, lines: Iterable[ShortlistLine]) -> None:
    """Put providers on a shortlist."""
    rows = [
        {
            "id": line.id, "need_id": line.need_id, "provider_id": line.provider_id, "place": line.place, "fit": line.fit,
            "added_by": line.added_by, "added_at": line.added_at, "added_reason": line.added_reason,
            "pinned_until_on": line.pinned_until_on, "removed_reason": "",
        }
        for line in lines
    ]  # fmt: skip
    if rows:
        session.execute(insert(ShortlistRow), rows)


def shortlist_of(session: Session, need_id: str) -> list[ShortlistLine]:
    """All lines of a need in their order, also those taken off."""
    return _read(session, [ShortlistRow.need_id == need_id])


def ended_pins(session: Session, today: date, most: int) -> list[ShortlistLine]:
    """What was put on by hand, stands, and was not confirmed again in its time, on lists that still lead somewhere."""
    over = ShortlistRow.pinned_until_on < today, ShortlistRow.removed_at.is_(None)
    leading = ShortlistRow.need_id.in_(select(NeedRow.id).where(NeedRow.state.in_(LISTED_STATES)))
    return _read(session, [*over, leading], most)


def _read(session: Session, conditions: Sequence[ColumnElement[bool]], most: int = _MOST_LINES) -> list[ShortlistLine]:
    adder, remover = aliased(PersonRow), aliased(PersonRow)
    rows = session.execute(
        select(ShortlistRow, ProviderRow.name, ProviderRow.short_name, adder.name.label("adder"), remover.name.label("remover"))
        .join(ProviderRow, ProviderRow.id == ShortlistRow.provider_id)
        .outerjoin(adder, adder.id == ShortlistRow.added_by)
        .outerjoin(remover, remover.id == ShortlistRow.removed_by)
        .where(*conditions)
        .order_by(ShortlistRow.place, ShortlistRow.id)
        .limit(most)
    )
    return [
        ShortlistLine(
            id=row.id,
            need_id=row.need_id,
            provider_id=row.provider_id,
            provider_name=short or name,
            place=row.place,
            fit=row.fit,
            added_by=row.added_by,
            added_by_name=adder_name or "",
            added_at=row.added_at,
            added_reason=row.added_reason,
            pinned_until_on=row.pinned_until_on,
            removed_at=row.removed_at,
            removed_by_name=remover_name or "",
            removed_reason=row.removed_reason,
        )
        for row, name, short, adder_name, remover_name in rows
    ]


def take_off(session: Session, line_id: str, by: str, reason: str, now: datetime) -> None:
    """Take one provider off its shortlist; its line stays."""
    taken = update(ShortlistRow).where(ShortlistRow.id == line_id)
    session.execute(taken.values(removed_by=by, removed_at=now, removed_reason=reason))


def recommended_between(session: Session, first: datetime, end: datetime) -> list[Recommendation]:
    """The providers of every list that was sent in this time, as it was when it was sent."""
    sent = (
        select(TimelineRow.need_id, func.max(TimelineRow.at).label("sent_at"))
        .where(TimelineRow.kind == LineKind.STEP, TimelineRow.at >= first, TimelineRow.at < end)
        .where(TimelineRow.detail["step"].as_string() == NeedStep.RECOMMEND)
        .group_by(TimelineRow.need_id)
        .subquery()
    )
    stood = ShortlistRow.added_at <= sent.c.sent_at, or_(ShortlistRow.removed_at.is_(None), ShortlistRow.removed_at > sent.c.sent_at)
    rows = session.execute(
        select(ShortlistRow.need_id, ShortlistRow.provider_id, ShortlistRow.added_by)
        .join(sent, sent.c.need_id == ShortlistRow.need_id)
        .where(*stood)
    )
    return [Recommendation(row.need_id, row.provider_id, row.added_by == BY_LIST) for row in rows]


def hands_between(session: Session, first: datetime, end: datetime, most: int) -> list[Hand]:
    """Every pin and removal in this time with its reason, newest first."""
    who = aliased(PersonRow)
    hands: list[Hand] = []
    pinned = (ShortlistRow.added_by != BY_LIST, ShortlistRow.added_at >= first, ShortlistRow.added_at < end)
    removed = (ShortlistRow.removed_at >= first, ShortlistRow.removed_at < end)
    for kind, conditions, by in ((HandKind.PINNED, pinned, ShortlistRow.added_by), (HandKind.REMOVED, removed, ShortlistRow.removed_by)):
        rows = session.execute(
            select(ShortlistRow, ProviderRow.short_name, ProviderRow.name, NeedRow.year, NeedRow.serial, who.name.label("person"))
            .join(ProviderRow, ProviderRow.id == ShortlistRow.provider_id)
            .join(NeedRow, NeedRow.id == ShortlistRow.need_id)
            .outerjoin(who, who.id == by)
            .where(*conditions)
            .order_by(ShortlistRow.added_at.desc())
            .limit(most)
        )
        for row, short, name, year, serial, person in rows:
            pin = kind is HandKind.PINNED
            hands.append(
                Hand(
                    kind=kind,
                    at=row.added_at if pin or row.removed_at is None else row.removed_at,
                    need_id=row.need_id,
                    need_number=f"XQ-{year}-{serial:04d}",
                    provider_id=row.provider_id,
                    provider_name=short or name,
                    by=person or "",
                    reason=row.added_reason if pin else row.removed_reason,
                )
            )
    return sorted(hands, key=lambda hand: hand.at, reverse=True)[:most]
