"""Which rows of pool files change nothing, known by their fingerprint."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from service.domain.known_rows import RowsRead, StoredReading
from service.store.base import ROWS_AT_ONCE
from service.store.rows import ProviderRow, RowFingerprintRow


def read_fingerprints(session: Session, fingerprints: Sequence[str]) -> dict[str, StoredReading]:
    """Fingerprint → reading, for those that are known and whose firm was not changed since."""
    kept = RowFingerprintRow
    columns = select(
        kept.fingerprint, kept.remarks, kept.standing, ProviderRow.id, ProviderRow.version, ProviderRow.uscc, ProviderRow.name,
        ProviderRow.source_id,
    ).join(ProviderRow, (ProviderRow.id == kept.provider_id) & (ProviderRow.version == kept.version))  # fmt: skip
    found: dict[str, StoredReading] = {}
    for start in range(0, len(fingerprints), ROWS_AT_ONCE):
        rows = session.execute(columns.where(kept.fingerprint.in_(fingerprints[start : start + ROWS_AT_ONCE])))
        for fingerprint, remarks, standing, provider_id, version, uscc, name, source_id in rows:
            found[fingerprint] = StoredReading(RowsRead(fingerprint, remarks), provider_id, version, uscc, name, source_id, standing)
    return found


def save_fingerprints(session: Session, readings: Collection[StoredReading], day: date) -> None:
    """Keep readings made on `day`."""
    ordered = list(readings)
    for start in range(0, len(ordered), ROWS_AT_ONCE):
        batch = ordered[start : start + ROWS_AT_ONCE]
        known = RowFingerprintRow.fingerprint.in_([each.rows.fingerprint for each in batch])
        session.execute(delete(RowFingerprintRow).where(known), execution_options={"synchronize_session": False})
        session.execute(insert(RowFingerprintRow), [
            {
                "fingerprint": each.rows.fingerprint, "provider_id": each.provider_id, "version": each.version, "day": day,
                "standing": each.standing, "remarks": each.rows.remarks,
            }
            for each in batch
        ])  # fmt: skip


def forget_fingerprints(session: Session, *, but: date) -> None:
    """Empty the memory of other days: what a row means may change with the day, so they would never be found again."""
    session.execute(delete(RowFingerprintRow).where(RowFingerprintRow.day != but), execution_options={"synchronize_session": False})


def stored_versions(session: Session, provider_ids: Sequence[str]) -> Mapping[str, int]:
    """Provider id → version."""
    found: dict[str, int] = {}
    for start in range(0, len(provider_ids), ROWS_AT_ONCE):
        chosen = ProviderRow.id.in_(provider_ids[start : start + ROWS_AT_ONCE])
        found |= {row.id: row.version for row in session.execute(select(ProviderRow.id, ProviderRow.version).where(chosen))}
    return found
