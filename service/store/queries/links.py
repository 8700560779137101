"""Links sent by mail, found by the SHA-256 of their secret. Each opens once."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from service.domain.links import LETTERS_WINDOW, LinkKind, SentLink
from service.store.rows import LinkRow


def add_link(session: Session, link: SentLink, digest: str) -> None:
    """Store a new link; those that ended go."""
    session.execute(delete(LinkRow).where(LinkRow.expires_at < link.made_at - LETTERS_WINDOW))
    session.add(
        LinkRow(
            digest=digest,
            kind=link.kind,
            email=link.email,
            person_id=link.person_id,
            detail=dict(link.detail),
            made_at=link.made_at,
            expires_at=link.expires_at,
        )
    )
    session.flush()


def letters_lately(session: Session, email: str, now: datetime) -> int:
    """How many links this address was sent within the hour."""
    lately = select(func.count()).select_from(LinkRow).where(LinkRow.email == email, LinkRow.made_at > now - LETTERS_WINDOW)
    return session.scalar(lately) or 0


def find_link(session: Session, digest: str, now: datetime) -> SentLink | None:
    """The link of this digest, if it can still be used."""
    row = session.get(LinkRow, digest)
    if row is None or row.used_at is not None or row.expires_at <= now:
        return None
    return SentLink(LinkKind(row.kind), row.email, row.person_id, row.detail, row.made_at, row.expires_at)


def use_link(session: Session, digest: str, now: datetime) -> None:
    """Mark it used, and with it every other link of its address: one proof is enough."""
    email = select(LinkRow.email).where(LinkRow.digest == digest).scalar_subquery()
    session.execute(update(LinkRow).where(LinkRow.email == email, LinkRow.used_at.is_(None)).values(used_at=now, detail={}))
