"""How often providers were shown, opened and compared."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from service.domain.exposure import Exposure, ExposureKind, LackKind, LackTold, PlaceBand
from service.store.rows import ExposureLackRow, ExposureRow, ProviderRow


def add_exposures(session: Session, counts: Mapping[Exposure, int]) -> None:
    """Add to what is counted already. A provider that is gone meanwhile is left out."""
    ids = {exposure.provider_id for exposure in counts}
    there = set(session.scalars(select(ProviderRow.id).where(ProviderRow.id.in_(ids))))
    new = []
    for exposure, count in counts.items():
        if exposure.provider_id not in there:
            continue
        key = {
            "month": exposure.month, "provider_id": exposure.provider_id, "kind": exposure.kind.value, "place": exposure.place.value,
            "scenario": exposure.scenario, "trade": exposure.trade,
        }  # fmt: skip
        counted = update(ExposureRow).filter_by(**key).values(count=ExposureRow.count + count).returning(ExposureRow.month)
        if not session.execute(counted).all():
            new.append({**key, "count": count})
    if new:
        session.execute(insert(ExposureRow), new)


def read_exposures(session: Session, months: Sequence[str], provider_id: str = "") -> Counter[Exposure]:
    """What was counted in these months, of one provider or of all."""
    wanted = select(ExposureRow).where(ExposureRow.month.in_(months))
    rows = session.scalars(wanted.where(ExposureRow.provider_id == provider_id) if provider_id else wanted)
    return Counter({
        Exposure(row.month, row.provider_id, ExposureKind(row.kind), PlaceBand(row.place), row.scenario, row.trade): row.count
        for row in rows
    })  # fmt: skip


def add_lacks(session: Session, counts: Mapping[LackTold, int]) -> None:
    """Add to what was told to be missing. A provider that is gone meanwhile is left out."""
    there = set(session.scalars(select(ProviderRow.id).where(ProviderRow.id.in_({lack.provider_id for lack in counts}))))
    new = []
    for lack, count in counts.items():
        if lack.provider_id not in there:
            continue
        key = {"month": lack.month, "provider_id": lack.provider_id, "lack": lack.lack.value, "trade": lack.trade}
        counted = update(ExposureLackRow).filter_by(**key).values(count=ExposureLackRow.count + count).returning(ExposureLackRow.month)
        if not session.execute(counted).all():
            new.append({**key, "count": count})
    if new:
        session.execute(insert(ExposureLackRow), new)


def read_lacks(session: Session, months: Sequence[str], provider_id: str) -> Counter[LackTold]:
    """What was told to be missing in one provider in these months."""
    row = ExposureLackRow
    rows = session.scalars(select(row).where(row.month.in_(months), row.provider_id == provider_id))
    return Counter({LackTold(each.month, each.provider_id, LackKind(each.lack), each.trade): each.count for each in rows})
