"""What the stored capabilities say of their terms."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.store.rows import CapabilityRow

_MOST = 50  # deliveries are free text; a file may bring any number of them


def read_deliveries(session: Session) -> tuple[str, ...]:
    """The different ways of delivery that capabilities name, in order of their text."""
    found = session.scalars(
        select(CapabilityRow.delivery).where(CapabilityRow.delivery.is_not(None)).distinct().order_by(CapabilityRow.delivery).limit(_MOST)
    )
    return tuple(delivery for delivery in found if delivery)
