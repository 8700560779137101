"""Passkeys of people."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.domain.passkeys import Passkey
from service.store.rows import PasskeyRow


def add_passkey_row(session: Session, passkey: Passkey, digest: str) -> None:
    """Store a new one.

    Raises:
        Conflict: it is somebody's already (told at the end of the transaction).
    """
    session.add(
        PasskeyRow(
            id=passkey.id,
            digest=digest,
            person_id=passkey.person_id,
            name=passkey.name,
            credential=passkey.credential,
            public_key=passkey.public_key,
            sign_count=passkey.sign_count,
            is_synced=passkey.is_synced,
            made_at=passkey.made_at,
        )
    )
    session.flush()


def passkeys_of(session: Session, person_id: str) -> list[Passkey]:
    """All of a person, oldest first."""
    rows = session.scalars(select(PasskeyRow).where(PasskeyRow.person_id == person_id).order_by(PasskeyRow.made_at, PasskeyRow.id))
    return [_passkey(row) for row in rows]


def find_passkey(session: Session, digest: str) -> Passkey | None:
    """The one with this digest of its credential."""
    row = session.scalar(select(PasskeyRow).where(PasskeyRow.digest == digest))
    return _passkey(row) if row else None


def touch_passkey(session: Session, passkey_id: str, sign_count: int, now: datetime) -> None:
    """Remember that it was used."""
    session.execute(update(PasskeyRow).where(PasskeyRow.id == passkey_id).values(sign_count=sign_count, used_at=now))


def remove_passkey_row(session: Session, person_id: str, passkey_id: str) -> bool:
    """Take one away; False when this person has none such."""
    gone = delete(PasskeyRow).where(PasskeyRow.id == passkey_id, PasskeyRow.person_id == person_id).returning(PasskeyRow.id)
    return bool(session.execute(gone).all())


def _passkey(row: PasskeyRow) -> Passkey:
    return Passkey(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        credential=row.credential,
        public_key=row.public_key,
        sign_count=row.sign_count,
        is_synced=row.is_synced,
        made_at=row.made_at,
        used_at=row.used_at,
    )
