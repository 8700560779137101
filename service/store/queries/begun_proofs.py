"""Proofs that wait for their answer. Each is taken once, in the browser in which it began."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from service.domain.begun_proofs import BegunKind, BegunProof
from service.store.rows import BegunProofRow


def add_begun_proof(session: Session, begun: BegunProof, now: datetime) -> None:
    """Store one; those whose time is over go."""
    session.execute(delete(BegunProofRow).where(BegunProofRow.expires_at <= now))
    session.add(
        BegunProofRow(
            key=begun.key,
            kind=begun.kind,
            browser=begun.browser,
            person_id=begun.person_id,
            detail=dict(begun.detail),
            expires_at=begun.expires_at,
        )
    )
    session.flush()


def take_begun_proof(session: Session, kind: BegunKind, key: str, browser: str, now: datetime) -> BegunProof | None:
    """Take it away for good; None when this browser began none such, it was taken, or its time is over."""
    this = (BegunProofRow.key == key, BegunProofRow.kind == kind, BegunProofRow.browser == browser, BegunProofRow.expires_at > now)
    row = session.execute(
        delete(BegunProofRow).where(*this).returning(BegunProofRow.person_id, BegunProofRow.detail, BegunProofRow.expires_at)
    ).one_or_none()
    return BegunProof(kind, key, browser, row.expires_at, row.person_id, row.detail) if row else None
