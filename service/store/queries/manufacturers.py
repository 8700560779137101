"""Manufacturers as they call themselves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.store.base import new_id
from service.store.rows import ManufacturerRow


def add_manufacturer(session: Session, name: str, now: datetime) -> str:
    """Store a firm; its id."""
    row = ManufacturerRow(id=new_id("mfr"), name=name, made_at=now)
    session.add(row)
    session.flush()
    return row.id


def find_manufacturer_by_name(session: Session, name: str) -> str | None:
    """The id of the firm of this name, the oldest where several call themselves so."""
    same = select(ManufacturerRow.id).where(ManufacturerRow.name == name).order_by(ManufacturerRow.made_at, ManufacturerRow.id)
    return session.scalars(same.limit(1)).first()
