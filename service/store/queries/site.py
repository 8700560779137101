"""Counts that only the frame and the first page need; all others are in `counts`."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.store.rows import MembershipRow, ProviderRow


def demo_providers(session: Session) -> int:
    """Firms that came from fixtures."""
    return session.scalar(select(func.count()).select_from(ProviderRow).where(ProviderRow.is_demo)) or 0


def members(session: Session) -> int:
    """Firms on the books of at least one pool (not withdrawn), each counted once."""
    on_books = MembershipRow.state != "withdrawn"
    return session.scalar(select(func.count(func.distinct(MembershipRow.provider_id))).where(on_books)) or 0
