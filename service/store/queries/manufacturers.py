"""Manufacturers as they call themselves."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.store.base import new_id
from service.store.rows import ManufacturerRow


def add_manufacturer(session: Session, name: str, now: datetime) -> str:
    """Store a firm; its id."""
    row = ManufacturerRow(id=new_id("mfr"), name=name, made_at=now)
    session.add(row)
    session.flush()
    return row.id
