"""Second factors of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from service.store.rows import PasskeyRow, RecoveryCodeRow, TotpRow


@dataclass(frozen=True, slots=True)
class TotpApp:
    """`salt`: None until one is set up; `new_salt`: of the one being set up; `last_step`: newest time step taken."""

    salt: str | None = None
    new_salt: str | None = None
    last_step: int = 0


def read_totp(session: Session, person_id: str) -> TotpApp:
    """The app of a person; empty when there is none."""
    row = session.get(TotpRow, person_id)
    return TotpApp(row.salt, row.new_salt, row.last_step) if row else TotpApp()


def has_second_factor(session: Session, person_id: str) -> bool:
    """Whether signing in with a password asks this person for a second step: an app or a passkey is set up."""
    app = exists().where(TotpRow.person_id == person_id, TotpRow.salt.is_not(None))
    return bool(session.scalar(select(app | exists().where(PasskeyRow.person_id == person_id))))


def save_totp(session: Session, person_id: str, app: TotpApp) -> None:
    """Store it."""
    session.merge(TotpRow(person_id=person_id, salt=app.salt, new_salt=app.new_salt, last_step=app.last_step))
    session.flush()


def replace_recovery_codes(session: Session, person_id: str, digests: Sequence[str], now: datetime) -> None:
    """Store new ones; the older ones open nothing any more."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
    session.add_all([RecoveryCodeRow(digest=digest, person_id=person_id, made_at=now) for digest in digests])
    session.flush()


def use_recovery_code(session: Session, person_id: str, digest: str, now: datetime) -> bool:
    """Use one up; False when this person has none such."""
    unused = (
        RecoveryCodeRow.digest == digest,
        RecoveryCodeRow.person_id == person_id,
        RecoveryCodeRow.used_at.is_(None),
    )
    used = update(RecoveryCodeRow).where(*unused).values(used_at=now).returning(RecoveryCodeRow.digest)
    return bool(session.execute(used).all())


def recovery_codes_left(session: Session, person_id: str) -> int:
    """How many are unused."""
    unused = select(func.count()).select_from(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id)
    return session.scalar(unused.where(RecoveryCodeRow.used_at.is_(None))) or 0


def remove_second_factors(session: Session, person_id: str) -> None:
    """Take all away, passkeys too, for somebody who lost telephone and codes."""
    session.execute(delete(TotpRow).where(TotpRow.person_id == person_id))
    session.execute(delete(PasskeyRow).where(PasskeyRow.person_id == person_id))
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
