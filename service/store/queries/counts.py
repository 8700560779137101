"""Records on file, public or not. Public figures come from the directory (`service.copies.kept_directory`)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.store.rows import CapabilityRow, ProviderRow, SuccessCaseRow


def providers(session: Session) -> int:
    """Firms on record."""
    return session.scalar(select(func.count()).select_from(ProviderRow)) or 0


def capabilities(session: Session) -> int:
    """Capabilities on record."""
    return session.scalar(select(func.count()).select_from(CapabilityRow)) or 0


def cases(session: Session) -> int:
    """Cases on record."""
    return session.scalar(select(func.count()).select_from(SuccessCaseRow)) or 0
