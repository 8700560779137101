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


def find_demo_provider(session: Session) -> str | None:
    """Id of a demonstration firm; None as soon as one firm on record is real."""
    real = session.scalar(select(func.count()).select_from(ProviderRow).where(ProviderRow.is_demo.is_(False)))
    return None if real else session.scalar(select(ProviderRow.id).order_by(ProviderRow.uscc).limit(1))
