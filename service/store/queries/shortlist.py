"""Shortlists of needs."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, aliased

from service.domain.shortlists import ShortlistLine
from service.store.rows import PersonRow, ProviderRow, ShortlistRow


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
    adder, remover = aliased(PersonRow), aliased(PersonRow)
    rows = session.execute(
        select(ShortlistRow, ProviderRow.name, ProviderRow.short_name, adder.name.label("adder"), remover.name.label("remover"))
        .join(ProviderRow, ProviderRow.id == ShortlistRow.provider_id)
        .outerjoin(adder, adder.id == ShortlistRow.added_by)
        .outerjoin(remover, remover.id == ShortlistRow.removed_by)
        .where(ShortlistRow.need_id == need_id)
        .order_by(ShortlistRow.place, ShortlistRow.id)
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
