"""Links by which somebody without an account follows a need."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.store.rows import FollowLinkRow


def add_follow_link(session: Session, need_id: str, digest: str, now: datetime, expires_at: datetime) -> None:
    """Store the digest of a new link."""
    session.add(FollowLinkRow(digest=digest, need_id=need_id, made_at=now, expires_at=expires_at, revoked_at=None))
    session.flush()


def find_followed_need(session: Session, digest: str, now: datetime) -> str | None:
    """The need that a valid link leads to."""
    valid = FollowLinkRow.revoked_at.is_(None) & (FollowLinkRow.expires_at > now)
    return session.scalar(select(FollowLinkRow.need_id).where(FollowLinkRow.digest == digest, valid))


def revoke_follow_links(session: Session, need_id: str, now: datetime) -> int:
    """End all links of a need; how many were valid."""
    ended = update(FollowLinkRow).where(
        FollowLinkRow.need_id == need_id, FollowLinkRow.revoked_at.is_(None), FollowLinkRow.expires_at > now
    )
    return len(session.execute(ended.values(revoked_at=now).returning(FollowLinkRow.digest)).all())


def renew_follow_links(session: Session, need_id: str, expires_at: datetime, now: datetime) -> None:
    """Let the valid links of a need last longer."""
    valid = (FollowLinkRow.need_id == need_id) & FollowLinkRow.revoked_at.is_(None) & (FollowLinkRow.expires_at > now)
    session.execute(update(FollowLinkRow).where(valid).values(expires_at=expires_at))
